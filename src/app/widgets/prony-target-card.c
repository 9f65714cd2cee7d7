/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <math.h>

#include "app/widgets/prony-gauge.h"
#include "app/widgets/prony-target-card.h"

/* How near to its end a stream's text must be scrolled to go on following it. */
#define FOLLOW_PX 24

/* Numbers that change faster than four times a second cannot be read. */
#define READINGS_US (G_USEC_PER_SEC / 4)

/* From here on the client's own lateness is worth a word: as a share of the time
 * between tokens, and in seconds after a request was due. */
#define CLIENT_LAG_SHARE 0.2
#define CLIENT_LAG_MIN_S 0.001
#define SEND_LAG_S 0.01

enum
{
  GAUGE_RATE,
  GAUGE_TTFT,
  GAUGE_ITL,
  GAUGE_IN_FLIGHT,
  GAUGE_SUCCESS,
  N_GAUGES
};

struct _PronyTargetCard
{
  GtkWidget parent_instance;

  /* Template children */
  GtkBox *content;
  GtkLabel *title_label;
  GtkLabel *trial_label;
  GtkLabel *simulated_label;
  GtkLabel *state_label;
  GtkFlowBox *gauges;
  GtkLabel *counts_label;
  GtkLabel *client_label;
  GtkLabel *error_label;
  GtkLabel *request_label;
  GtkLabel *reasoning_label;
  GtkScrolledWindow *scroller;
  GtkSourceView *text_view;
  GtkSourceBuffer *buffer;

  /* Borrowed references, owned by the flow box */
  PronyGauge *dials[N_GAUGES];

  /* Plain */
  guint trial_index;
  gint64 readings_us;
  char *text;
};

G_DEFINE_FINAL_TYPE (PronyTargetCard, prony_target_card, GTK_TYPE_WIDGET)

static const PronyMetric metrics[N_GAUGES] = {
  [GAUGE_RATE] = PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
  [GAUGE_TTFT] = PRONY_METRIC_TTFT,
  [GAUGE_ITL] = PRONY_METRIC_ITL,
  [GAUGE_IN_FLIGHT] = PRONY_METRIC_MEAN_CONCURRENCY,
  [GAUGE_SUCCESS] = PRONY_METRIC_SUCCESS_RATE,
};

static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static gboolean
is_at_end (PronyTargetCard *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - FOLLOW_PX;
}

/* A stream's text mostly grows at its end: then only the new piece is inserted,
 * so that highlighting and selection stay. */
static void
show_text (PronyTargetCard *self, const char *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  gboolean follow = is_at_end (self);
  gsize shown = self->text != NULL ? strlen (self->text) : 0;
  GtkTextIter end;

  if (g_strcmp0 (self->text, text) == 0)
    return;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (shown > 0 && g_str_has_prefix (text, self->text))
    gtk_text_buffer_insert (buffer, &end, text + shown, -1);
  else
    gtk_text_buffer_set_text (buffer, text, -1);

  g_free (self->text);
  self->text = g_strdup (text);
  if (follow)
    {
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->text_view), &end, 0, FALSE, 0, 0);
    }
}

static char *
describe_request (const PronyLoadSnapshot *load)
{
  if (load->watched == 0)
    return g_strdup ("");

  if (isfinite (load->waiting_s) && load->waiting_s >= 0.5)
    {
      g_autofree char *waited = prony_format_duration (load->waiting_s);

      /* Translators: a request's number and how long it has waited */
      return g_strdup_printf (_ ("Request %u: processing the prompt for %s"), (guint) load->watched,
                              waited);
    }

  /* Translators: a request's number */
  return g_strdup_printf (_ ("Request %u"), (guint) load->watched);
}

static void
show_stream (PronyTargetCard *self, const PronyLoadSnapshot *load)
{
  g_autofree char *request = describe_request (load);

  set_label (self->request_label, request);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->request_label), load->prompt);

  gtk_widget_set_visible (GTK_WIDGET (self->reasoning_label),
                          load->reasoning != NULL && *load->reasoning != '\0');
  if (load->reasoning != NULL)
    set_label (self->reasoning_label, load->reasoning);
  if (load->watched != 0)
    show_text (self, load->text != NULL ? load->text : "");
}

/* Whether this computer keeps up: said while it can still be helped. */
static char *
describe_client (const PronyLoadSnapshot *load, const PronyLoadLevel *level)
{
  double measured = isfinite (load->itl_s) ? load->itl_s : load->ttft_s;
  gboolean reads_late = load->client_lag_s > MAX (CLIENT_LAG_SHARE * measured, CLIENT_LAG_MIN_S);
  g_autofree char *late =
    prony_format_value (reads_late ? load->client_lag_s : load->send_lag_s, PRONY_UNIT_SECONDS);

  if (reads_late)
    /* Translators: %s is a time */
    return g_strdup_printf (_ ("This computer reads answers up to %s late"), late);
  if (!(load->send_lag_s > SEND_LAG_S))
    return NULL;
  if (level->concurrency > 0)
    return g_strdup_printf (
      /* Translators: %s is a time */
      ngettext ("Requests wait up to %s, since at most %u may be in flight",
                "Requests wait up to %s, since at most %u may be in flight", level->concurrency),
      late, level->concurrency);

  /* Translators: %s is a time */
  return g_strdup_printf (_ ("Requests go out up to %s late"), late);
}

static void
show_client (PronyTargetCard *self, const PronyLoadSnapshot *load, const PronyLoadLevel *level)
{
  g_autofree char *text = describe_client (load, level);

  gtk_widget_set_visible (GTK_WIDGET (self->client_label), text != NULL);
  if (text != NULL)
    set_label (self->client_label, text);
}

static char *
describe_counts (const PronyLoadSnapshot *load)
{
  /* Translators: how many requests of a trial are done, failed and under way */
  g_autofree char *counts =
    g_strdup_printf (_ ("%u done, %u failed, %u in flight"), (guint) load->ok, (guint) load->failed,
                     load->in_flight);
  GString *text = g_string_new (counts);

  if (load->due > 0)
    {
      g_string_append (text, " · ");
      /* Translators: how many requests went out, and how many should have by now */
      g_string_append_printf (text, _ ("%u of %u due sent"), (guint) load->sent, (guint) load->due);
    }
  if (load->retries > 0)
    {
      g_string_append (text, " · ");
      /* Translators: how often requests were sent once more */
      g_string_append_printf (text,
                              ngettext ("%u sent again", "%u sent again", (guint) load->retries),
                              (guint) load->retries);
    }

  return g_string_free (text, FALSE);
}

static void
show_readings (PronyTargetCard *self, const PronyLoadSnapshot *load, const PronyLoadLevel *level)
{
  guint64 ended = load->ok + load->failed;
  gint64 now_us = g_get_monotonic_time ();
  g_autofree char *in_flight = g_strdup_printf ("%u", load->in_flight);
  g_autofree char *counts = NULL;

  if (now_us - self->readings_us < READINGS_US)
    return;

  self->readings_us = now_us;
  prony_gauge_set_value (self->dials[GAUGE_RATE], load->output_rate);
  prony_gauge_set_value (self->dials[GAUGE_TTFT], load->ttft_s);
  prony_gauge_set_value (self->dials[GAUGE_ITL], load->itl_s);
  prony_gauge_set_value (self->dials[GAUGE_IN_FLIGHT], load->in_flight);
  prony_gauge_set_text (self->dials[GAUGE_IN_FLIGHT], in_flight);
  prony_gauge_set_value (self->dials[GAUGE_SUCCESS],
                         ended > 0 ? (double) load->ok / (double) ended : NAN);

  counts = describe_counts (load);
  set_label (self->counts_label, counts);
  show_client (self, load, level);
}

/* What stands still once the trial is over: the figures of its summary. */
static void
show_summary (PronyTargetCard *self, PronySummary *summary)
{
  for (guint i = 0; i < N_GAUGES; i++)
    if (i != GAUGE_IN_FLIGHT)
      prony_gauge_set_value (self->dials[i], prony_summary_get (summary, metrics[i]));
}

static void
begin_trial (PronyTargetCard *self, PronyTrial *trial)
{
  g_autofree char *load = prony_load_level_describe (&trial->load);
  g_autofree char *text =
    g_strdup_printf ("%s, %s", prony_scenario_translate (trial->scenario_title), load);

  self->trial_index = trial->index;
  self->readings_us = 0;
  set_label (self->trial_label, text);
  set_label (self->counts_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->client_label), FALSE);
  for (guint i = 0; i < N_GAUGES; i++)
    prony_gauge_reset (self->dials[i]);
}

static void
prony_target_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_TARGET_CARD);

  G_OBJECT_CLASS (prony_target_card_parent_class)->dispose (object);
}

static void
prony_target_card_finalize (GObject *object)
{
  g_free (PRONY_TARGET_CARD (object)->text);

  G_OBJECT_CLASS (prony_target_card_parent_class)->finalize (object);
}

static void
prony_target_card_class_init (PronyTargetCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_target_card_dispose;
  object_class->finalize = prony_target_card_finalize;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-target-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, content);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, trial_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, simulated_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, state_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, gauges);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, counts_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, client_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, error_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, request_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, reasoning_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, text_view);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, buffer);
}

static void
update_scheme (PronyTargetCard *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (self->buffer, gtk_source_style_scheme_manager_get_scheme (
                                                      manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
prony_target_card_init (PronyTargetCard *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  self->trial_index = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_source_buffer_set_language (self->buffer,
                                  gtk_source_language_manager_get_language (languages, "markdown"));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme), self, G_CONNECT_SWAPPED);
  update_scheme (self);

  for (guint i = 0; i < N_GAUGES; i++)
    {
      GtkWidget *dial = prony_gauge_new (metrics[i]);

      self->dials[i] = PRONY_GAUGE (dial);
      gtk_flow_box_append (self->gauges, dial);
      gtk_widget_set_focusable (gtk_widget_get_parent (dial), FALSE);
    }
  prony_gauge_set_title (self->dials[GAUGE_TTFT], C_ ("gauge", "First token"));
  prony_gauge_set_title (self->dials[GAUGE_ITL], C_ ("gauge", "Between tokens"));
  prony_gauge_set_title (self->dials[GAUGE_IN_FLIGHT], C_ ("gauge", "In flight"));
  prony_gauge_set_title (self->dials[GAUGE_SUCCESS], C_ ("gauge", "Success"));
}

/**
 * prony_target_card_new:
 * @target: what is measured; only its name is read here
 *
 * Returns: (transfer floating): a card that waits for its first trial
 */
GtkWidget *
prony_target_card_new (PronyTarget *target)
{
  PronyTargetCard *self = g_object_new (PRONY_TYPE_TARGET_CARD, NULL);

  gtk_label_set_label (self->title_label, target->name);
  gtk_label_set_label (self->state_label, prony_state_title (PRONY_STATE_WAITING));
  gtk_widget_set_visible (GTK_WIDGET (self->simulated_label), target->simulated);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  target->name, -1);
  return GTK_WIDGET (self);
}

/**
 * prony_target_card_set_compact:
 * @self: a card
 * @compact: whether it stands beside others and must be narrow
 *
 * Puts the gauges into two rows or into one.
 */
void
prony_target_card_set_compact (PronyTargetCard *self, gboolean compact)
{
  g_return_if_fail (PRONY_IS_TARGET_CARD (self));

  gtk_flow_box_set_max_children_per_line (self->gauges, compact ? 3 : N_GAUGES);
}

/**
 * prony_target_card_show:
 * @self: a card
 * @trial: how the target's latest trial stands
 *
 * Brings the card up to date.
 */
void
prony_target_card_show (PronyTargetCard *self, const PronyTrialSnapshot *trial)
{
  g_return_if_fail (PRONY_IS_TARGET_CARD (self));
  g_return_if_fail (trial != NULL);

  if (self->trial_index != trial->trial->index)
    begin_trial (self, trial->trial);

  set_label (self->state_label, prony_state_title (trial->state));
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), trial->error != NULL);
  if (trial->error != NULL)
    set_label (self->error_label, trial->error);
  if (trial->load != NULL)
    {
      if (!prony_state_is_final (trial->state))
        show_readings (self, trial->load, &trial->trial->load);
      show_stream (self, trial->load);
    }
  if (trial->summary != NULL)
    show_summary (self, trial->summary);
}
