/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-gauge.h"
#include "app/widgets/prony-request-view.h"
#include "app/widgets/prony-resource-strips.h"
#include "app/widgets/prony-target-card.h"
#include "app/widgets/prony-target-text.h"
#include "app/widgets/prony-tooltip.h"
#include "core/model/prony-model-name.h"

/* Numbers that change faster than four times a second cannot be read. Cards side by side
 * take turns, so that not all of them are drawn at the same time. */
#define READINGS_US (G_USEC_PER_SEC / 4)
#define READINGS_TURNS 3

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
  GtkLabel *tile;
  GtkLabel *title_label;
  GtkLabel *model_label;
  GtkLabel *simulated_label;
  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkLabel *trial_label;
  PronyCardGrid *gauges;
  GtkInscription *counts_label;
  GtkInscription *client_label;
  GtkLabel *error_label;
  PronyResourceStrips *strips;
  PronyRequestView *request;

  /* Owned */
  PronyTarget *target;

  /* Borrowed references, inside the grid of gauges */
  PronyGauge *dials[N_GAUGES];

  /* Plain */
  guint trial_index; /* G_MAXUINT before the first trial */
  PronyState state;
  gint64 readings_turn; /* when numbers were shown, in units of READINGS_US */
  int stream;           /* the one that is watched now; -1 for none */
  guint n_streams;
  gboolean watch_any;
};

enum
{
  PROP_0,
  PROP_WATCH_ANY,
  N_PROPS
};

enum
{
  WATCH,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyTargetCard, prony_target_card, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const PronyMetric metrics[N_GAUGES] = {
  [GAUGE_RATE] = PRONY_METRIC_OUTPUT_TOKENS_PER_SEC,
  [GAUGE_TTFT] = PRONY_METRIC_TTFT,
  [GAUGE_ITL] = PRONY_METRIC_ITL,
  [GAUGE_IN_FLIGHT] = PRONY_METRIC_MEAN_CONCURRENCY,
  [GAUGE_SUCCESS] = PRONY_METRIC_SUCCESS_RATE,
};

/* --- Which request is watched ------------------------------------------------------- */

static void
update_actions (PronyTargetCard *self)
{
  gboolean several = self->n_streams > 1;
  gboolean running = self->trial_index != G_MAXUINT && !prony_state_is_final (self->state);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.previous-stream", several && running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.next-stream", several && running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.watch-any", several && running);
}

static void
set_watch_any (PronyTargetCard *self, gboolean any)
{
  if (self->watch_any == any)
    return;

  self->watch_any = any;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WATCH_ANY]);
}

/* Until the next snapshot comes the choice holds, so that two quick clicks go two
 * streams on. */
static void
watch (PronyTargetCard *self, int stream)
{
  if (self->trial_index == G_MAXUINT)
    return;

  if (stream != PRONY_WATCH_ANY)
    self->stream = stream;
  set_watch_any (self, stream == PRONY_WATCH_ANY);
  g_signal_emit (self, signals[WATCH], 0, self->trial_index, stream);
}

static void
on_step_stream_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyTargetCard *self = PRONY_TARGET_CARD (widget);
  gboolean back = g_str_equal (action, "card.previous-stream");
  int last = (int) self->n_streams - 1;

  if (self->n_streams == 0)
    return;
  if (self->stream < 0 || self->stream > last)
    watch (self, back ? last : 0);
  else if (back)
    watch (self, self->stream > 0 ? self->stream - 1 : last);
  else
    watch (self, self->stream < last ? self->stream + 1 : 0);
}

static void
on_watch_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyTargetCard *self = PRONY_TARGET_CARD (widget);
  int stream = g_variant_get_int32 (parameter);

  if (stream >= 0 && (guint) stream < self->n_streams)
    watch (self, stream);
}

/* --- What a trial says -------------------------------------------------------------- */

static void
show_readings (PronyTargetCard *self, const PronyLoadSnapshot *load, gint64 now_us)
{
  guint64 ended = load->ok + load->failed;
  double success = ended > 0 ? (double) load->ok / (double) ended : NAN;

  prony_gauge_add_reading (self->dials[GAUGE_RATE], load->output_rate, now_us);
  prony_gauge_add_reading (self->dials[GAUGE_TTFT], load->ttft_s, now_us);
  prony_gauge_add_reading (self->dials[GAUGE_ITL], load->itl_s, now_us);
  prony_gauge_add_reading (self->dials[GAUGE_IN_FLIGHT], load->in_flight, now_us);
  prony_gauge_add_reading (self->dials[GAUGE_SUCCESS], success, now_us);
}

static void
show_client (PronyTargetCard *self, const PronyLoadSnapshot *load, const PronyLoadLevel *level)
{
  g_autofree char *text = prony_target_text_describe_client (load, level);

  /* It keeps its place, so that nothing moves when it comes and goes. */
  if (g_strcmp0 (gtk_inscription_get_text (self->client_label), text) != 0)
    gtk_inscription_set_text (self->client_label, text);
}

static gint64
get_turn (PronyTargetCard *self, gint64 now_us)
{
  gint64 ahead_us = self->trial_index % READINGS_TURNS * READINGS_US / READINGS_TURNS;

  return (now_us + ahead_us) / READINGS_US;
}

static void
show_load (PronyTargetCard *self, const PronyTrialSnapshot *trial)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 turn = get_turn (self, now_us);
  gboolean final = prony_state_is_final (trial->state);
  g_autofree char *counts = NULL;

  prony_request_view_show (self->request, trial->load);
  if (!final && turn == self->readings_turn)
    return;

  self->readings_turn = turn;
  prony_request_view_show_words (self->request);
  counts = prony_target_text_describe_counts (trial->load);
  if (g_strcmp0 (gtk_inscription_get_text (self->counts_label), counts) != 0)
    gtk_inscription_set_text (self->counts_label, counts);

  /* Nothing is measured while it is paused: the line has a gap then. */
  if (!final && trial->state != PRONY_STATE_PAUSED)
    show_readings (self, trial->load, now_us);
  if (!final)
    show_client (self, trial->load, &trial->trial->load);
}

/* The generator may have gone on to another stream than the one that was asked for
 * last, which has ended. */
static void
take_streams (PronyTargetCard *self, const PronyLoadSnapshot *load)
{
  if (self->watch_any && load->watched_stream >= 0)
    self->stream = load->watched_stream;
  if (self->n_streams == load->n_streams)
    return;

  self->n_streams = load->n_streams;
  update_actions (self);
}

/* What stands still once the trial is over: the figures of its summary. */
static void
show_summary (PronyTargetCard *self, PronySummary *summary)
{
  for (guint i = 0; i < N_GAUGES; i++)
    prony_gauge_show_figure (self->dials[i],
                             i == GAUGE_IN_FLIGHT ? 0 : prony_summary_get (summary, metrics[i]));
}

/* The preparation finds out what the target really is, and puts it in the place of what was
 * planned. */
static void
show_target (PronyTargetCard *self, PronyTarget *target)
{
  g_autofree char *model = prony_model_name_shorten (target->model != NULL ? target->model : "");
  g_autofree char *tooltip = NULL;

  if (self->target != target)
    {
      prony_target_unref (self->target);
      self->target = prony_target_ref (target);
    }
  gtk_label_set_label (self->title_label, target->name);
  gtk_label_set_label (self->model_label, model);
  gtk_widget_set_visible (GTK_WIDGET (self->model_label), target->model != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->simulated_label), target->simulated);

  tooltip = g_strjoin ("\n", target->engine->url, target->model, target->engine_version, NULL);
  prony_tooltip_set (GTK_WIDGET (self->title_label), tooltip);
}

static void
show_state (PronyTargetCard *self, PronyState state)
{
  const char *old_style = prony_target_text_get_state_style (self->state);
  const char *style = prony_target_text_get_state_style (state);

  if (old_style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_icon), old_style);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_icon), style);
  gtk_image_set_from_icon_name (self->state_icon, prony_target_text_get_state_icon (state));
  gtk_label_set_label (self->state_label, prony_state_title (state));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  prony_state_title (state), -1);
  self->state = state;
  update_actions (self);
}

/* To skip a trial is no error: it only says why there is no result. */
static void
show_error (PronyTargetCard *self, const PronyTrialSnapshot *trial)
{
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), trial->error != NULL);
  if (trial->error == NULL)
    return;

  gtk_label_set_label (self->error_label, trial->error);
  if (trial->state == PRONY_STATE_STOPPED)
    gtk_widget_remove_css_class (GTK_WIDGET (self->error_label), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->error_label), "error");
}

static void
begin_trial (PronyTargetCard *self, PronyTrial *trial)
{
  g_autofree char *load = prony_trial_describe_load (trial);
  g_autofree char *text =
    g_strdup_printf ("%s, %s", prony_scenario_translate (trial->scenario_title), load);

  self->trial_index = trial->index;
  self->readings_turn = 0;
  self->stream = -1;
  self->n_streams = 0;
  set_watch_any (self, TRUE);
  gtk_label_set_label (self->trial_label, text);
  gtk_inscription_set_text (self->counts_label, "");
  gtk_inscription_set_text (self->client_label, NULL);
  prony_request_view_reset (self->request);
  for (guint i = 0; i < N_GAUGES; i++)
    prony_gauge_reset (self->dials[i]);
  update_actions (self);
}

/* An inscription does not turn around by itself as a label does. */
static void
align (PronyTargetCard *self)
{
  float start = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? 1 : 0;

  gtk_inscription_set_xalign (self->counts_label, start);
  gtk_inscription_set_xalign (self->client_label, start);
}

/* --- The object --------------------------------------------------------------------- */

static void
prony_target_card_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WATCH_ANY:
      g_value_set_boolean (value, PRONY_TARGET_CARD (object)->watch_any);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Switched off, it stays with the stream that is watched just now. */
static void
prony_target_card_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  PronyTargetCard *self = PRONY_TARGET_CARD (object);

  switch (prop_id)
    {
    case PROP_WATCH_ANY:
      if (g_value_get_boolean (value) != self->watch_any)
        watch (self, g_value_get_boolean (value) ? PRONY_WATCH_ANY : MAX (self->stream, 0));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
  PronyTargetCard *self = PRONY_TARGET_CARD (object);

  g_clear_pointer (&self->target, prony_target_unref);

  G_OBJECT_CLASS (prony_target_card_parent_class)->finalize (object);
}

static void
prony_target_card_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (prony_target_card_parent_class)->direction_changed (widget, previous);

  align (PRONY_TARGET_CARD (widget));
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-target-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, content);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, tile);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, model_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, simulated_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, state_icon);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, state_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, trial_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, gauges);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, counts_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, client_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, error_label);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, strips);
  gtk_widget_class_bind_template_child (widget_class, PronyTargetCard, request);
}

static void
prony_target_card_class_init (PronyTargetCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = prony_target_card_get_property;
  object_class->set_property = prony_target_card_set_property;
  object_class->dispose = prony_target_card_dispose;
  object_class->finalize = prony_target_card_finalize;
  widget_class->direction_changed = prony_target_card_direction_changed;

  properties[PROP_WATCH_ANY] =
    g_param_spec_boolean ("watch-any", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PronyTargetCard::watch:
   * @trial_index: of the trial that the card shows
   * @stream: whose text is wanted; %PRONY_WATCH_ANY for whichever
   *
   * The text of another request is to be watched.
   */
  signals[WATCH] = g_signal_new ("watch", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT);

  gtk_widget_class_install_action (widget_class, "card.previous-stream", NULL, on_step_stream_cb);
  gtk_widget_class_install_action (widget_class, "card.next-stream", NULL, on_step_stream_cb);
  gtk_widget_class_install_action (widget_class, "card.watch", "i", on_watch_cb);
  gtk_widget_class_install_property_action (widget_class, "card.watch-any", "watch-any");

  g_type_ensure (PRONY_TYPE_CARD_GRID);
  g_type_ensure (PRONY_TYPE_REQUEST_VIEW);
  g_type_ensure (PRONY_TYPE_RESOURCE_STRIPS);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_children (widget_class);
}

static void
prony_target_card_init (PronyTargetCard *self)
{
  static const char *const titles[N_GAUGES] = {
    [GAUGE_RATE] = NC_ ("gauge", "Rate"),
    [GAUGE_TTFT] = NC_ ("gauge", "First token"),
    /* Translators: above the time between two tokens, in little room */
    [GAUGE_ITL] = NC_ ("gauge", "Between"),
    [GAUGE_IN_FLIGHT] = NC_ ("gauge", "In flight"),
    [GAUGE_SUCCESS] = NC_ ("gauge", "Success"),
  };

  self->trial_index = G_MAXUINT;
  self->stream = -1;
  self->watch_any = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < N_GAUGES; i++)
    {
      GtkWidget *dial = prony_gauge_new (metrics[i]);

      self->dials[i] = PRONY_GAUGE (dial);
      prony_gauge_set_title (self->dials[i], g_dpgettext2 (NULL, "gauge", titles[i]),
                             i == GAUGE_IN_FLIGHT ? _ ("Requests in flight")
                                                  : prony_metric_get_title (metrics[i]));
      prony_card_grid_insert (self->gauges, dial, i);
    }
  align (self);
  show_state (self, PRONY_STATE_WAITING);
}

/**
 * prony_target_card_new:
 * @target: what is measured
 *
 * Returns: (transfer floating): a card that waits for its first trial
 */
GtkWidget *
prony_target_card_new (PronyTarget *target)
{
  PronyTargetCard *self = g_object_new (PRONY_TYPE_TARGET_CARD, NULL);
  g_autofree char *initial =
    g_utf8_substring (target->name, 0, MIN (1, g_utf8_strlen (target->name, -1)));
  g_autofree char *upper = g_utf8_strup (initial, -1);

  self->target = prony_target_ref (target);
  gtk_label_set_label (self->tile, upper);
  show_target (self, target);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  target->name, -1);
  return GTK_WIDGET (self);
}

/**
 * prony_target_card_set_objectives:
 * @self: a card
 * @ttft_s: what the time to first token is to be at most; NAN for nothing
 * @itl_s: the same of the time between tokens
 *
 * Marks the objectives of the plan at the gauges.
 */
void
prony_target_card_set_objectives (PronyTargetCard *self, double ttft_s, double itl_s)
{
  g_return_if_fail (PRONY_IS_TARGET_CARD (self));

  prony_gauge_set_objective (self->dials[GAUGE_TTFT], ttft_s);
  prony_gauge_set_objective (self->dials[GAUGE_ITL], itl_s);
}

/**
 * prony_target_card_show:
 * @self: a card
 * @trial: how the target's latest trial stands
 *
 * Brings the card up to date: the text at once, numbers at most four times a second.
 */
void
prony_target_card_show (PronyTargetCard *self, const PronyTrialSnapshot *trial)
{
  g_return_if_fail (PRONY_IS_TARGET_CARD (self));
  g_return_if_fail (trial != NULL);

  if (self->trial_index != trial->trial->index)
    begin_trial (self, trial->trial);
  if (self->state != trial->state)
    show_state (self, trial->state);

  show_target (self, trial->trial->target);
  show_error (self, trial);
  if (trial->load != NULL)
    {
      take_streams (self, trial->load);
      show_load (self, trial);
    }
  if (trial->summary != NULL)
    show_summary (self, trial->summary);
}

/**
 * prony_target_card_show_resources:
 * @self: a card
 * @sample: (nullable): the latest reading of this computer
 *
 * Shows what the target's engine uses, where it runs on this computer. May be called with
 * the same sample any number of times.
 */
void
prony_target_card_show_resources (PronyTargetCard *self, PronyResourceSample *sample)
{
  g_return_if_fail (PRONY_IS_TARGET_CARD (self));

  prony_resource_strips_show_engine (self->strips, sample, self->target->engine->id);
}
