/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-run-header.h"
#include "app/widgets/prony-state-mark.h"
#include "app/widgets/prony-tooltip.h"
#include "app/widgets/prony-turn-box.h"
#include "base/prony-clock.h"

struct _PronyRunHeader
{
  AdwBin parent_instance;

  /* Template children */
  GtkInfoBar *paused_bar;
  PronyStateMark *state_mark;
  GtkLabel *trials_label;
  GtkLabel *requests_label;
  GtkLabel *time_label;
  GtkProgressBar *run_bar;
  GtkProgressBar *trial_bar;
  GtkLabel *warning_label;
  GtkButton *pause_button;
  GtkButton *result_button;
};

G_DEFINE_FINAL_TYPE (PronyRunHeader, prony_run_header, ADW_TYPE_BIN)

static char *
describe_trials (PronyRunSnapshot *snapshot)
{
  guint n = snapshot->trials->len;
  guint done = 0;

  for (guint i = 0; i < n; i++)
    {
      const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, i);

      done += prony_state_is_final (trial->state) ? 1 : 0;
    }

  /* Translators: how many trials of a run are done, of how many */
  return g_strdup_printf (ngettext ("%u of %u trial done", "%u of %u trials done", n), done, n);
}

static char *
describe_requests (PronyRunSnapshot *snapshot)
{
  g_autofree char *counts = g_strdup_printf (
    /* Translators: how many requests of a run are done, failed and under way */
    _ ("%u done · %u failed · %u in flight"), (guint) snapshot->requests_done,
    (guint) snapshot->requests_failed, snapshot->in_flight);

  if (!isfinite (snapshot->requests_expected))
    return g_steal_pointer (&counts);

  /* Translators: %s is such as "120 done · 2 failed · 8 in flight", %u how many requests
   * there are going to be */
  return g_strdup_printf (_ ("%s (of %u)"), counts,
                          (guint) lround (CLAMP (snapshot->requests_expected, 0, G_MAXUINT)));
}

/* Whole seconds: more than that cannot be read while it changes. */
static char *
format_elapsed (double seconds)
{
  if (seconds < 10)
    /* Translators: a duration in seconds */
    return g_strdup_printf (C_ ("duration", "%u s"), (guint) MAX (seconds, 0));

  return prony_format_duration (floor (seconds));
}

/* The time goes on also while the runner has nothing new to tell. */
static void
show_time (PronyRunHeader *self, PronyRunSnapshot *snapshot)
{
  double elapsed_s = prony_state_is_final (snapshot->state)
                       ? snapshot->elapsed_s
                       : prony_ns_to_s (prony_clock_now_ns () - snapshot->run->started_ns);
  g_autofree char *elapsed = format_elapsed (elapsed_s);
  g_autofree char *remaining =
    prony_format_remaining (snapshot->remaining_s, snapshot->remaining_at_least);
  /* Translators: how long a run has lasted, then a phrase such as "About 3 minutes left" */
  g_autofree char *text = g_strdup_printf (_ ("%s elapsed. %s"), elapsed, remaining);

  gtk_label_set_label (self->time_label, prony_state_is_final (snapshot->state) ? elapsed : text);
}

static void
set_bar (GtkProgressBar *bar, double share, double remaining_s, gboolean at_least)
{
  g_autofree char *remaining = prony_format_remaining (remaining_s, at_least);
  double fraction = isfinite (share) ? CLAMP (share, 0, 1) : 0;
  /* Translators: how much is done, then a phrase such as "About 3 minutes left" */
  g_autofree char *text = g_strdup_printf (_ ("%u %%. %s"), (guint) (100 * fraction), remaining);

  /* Less than a pixel is not worth drawing it. */
  gboolean moved = fabs (gtk_progress_bar_get_fraction (bar) - fraction) >= 0.0005;

  if (moved)
    gtk_progress_bar_set_fraction (bar, fraction);
  if (!prony_tooltip_set (GTK_WIDGET (bar), text) && !moved)
    return;

  /* A bar forgets its text when it moves. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

/* Of several trials at a time that which is farthest from its end. */
static void
show_bars (PronyRunHeader *self, PronyRunSnapshot *snapshot)
{
  const PronyTrialSnapshot *slowest = NULL;

  for (guint i = 0; i < snapshot->active->len; i++)
    {
      guint index = g_array_index (snapshot->active, guint, i);
      const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, index);

      if (isfinite (trial->share) && (slowest == NULL || trial->share < slowest->share))
        slowest = trial;
    }

  set_bar (self->run_bar, snapshot->progress, snapshot->remaining_s, snapshot->remaining_at_least);
  set_bar (self->trial_bar, slowest != NULL ? slowest->share : NAN,
           slowest != NULL ? slowest->remaining_s : NAN, FALSE);
}

static void
show_paused (PronyRunHeader *self, gboolean paused)
{
  if (gtk_info_bar_get_revealed (self->paused_bar) == paused)
    return;

  gtk_info_bar_set_revealed (self->paused_bar, paused);
  gtk_button_set_label (self->pause_button, paused ? _ ("_Resume") : _ ("_Pause"));
  if (paused)
    gtk_widget_add_css_class (GTK_WIDGET (self->pause_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->pause_button), "suggested-action");
}

static void
prony_run_header_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RUN_HEADER);

  G_OBJECT_CLASS (prony_run_header_parent_class)->dispose (object);
}

static void
prony_run_header_class_init (PronyRunHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_run_header_dispose;

  g_type_ensure (PRONY_TYPE_STATE_MARK);
  g_type_ensure (PRONY_TYPE_TURN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-header.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, paused_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, state_mark);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, trials_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, requests_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, time_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, run_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, trial_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, warning_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, pause_button);
  gtk_widget_class_bind_template_child (widget_class, PronyRunHeader, result_button);
}

static void
prony_run_header_init (PronyRunHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_run_header_reset (self);
}

/**
 * prony_run_header_reset:
 * @self: a header
 *
 * Forgets the run that it shows: the next one is being prepared, and nothing is known of
 * it yet.
 */
void
prony_run_header_reset (PronyRunHeader *self)
{
  GtkProgressBar *bars[2];

  g_return_if_fail (PRONY_IS_RUN_HEADER (self));

  bars[0] = self->run_bar;
  bars[1] = self->trial_bar;
  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      gtk_progress_bar_set_fraction (bars[i], 0);
      gtk_widget_set_tooltip_text (GTK_WIDGET (bars[i]), NULL);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (bars[i]), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
    }
  prony_state_mark_show (self->state_mark, PRONY_STATE_PREPARING);
  gtk_label_set_label (self->trials_label, "");
  gtk_label_set_label (self->requests_label, "");
  gtk_label_set_label (self->time_label, "");
  gtk_label_set_label (self->warning_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning_label), FALSE);
  show_paused (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->result_button), FALSE);
}

/**
 * prony_run_header_show:
 * @self: a header
 * @snapshot: how the run stands
 *
 * Brings the header up to date; no more than four times a second, since it could not be
 * read.
 */
void
prony_run_header_show (PronyRunHeader *self, PronyRunSnapshot *snapshot)
{
  g_autofree char *trials = NULL;
  g_autofree char *requests = NULL;

  g_return_if_fail (PRONY_IS_RUN_HEADER (self));
  g_return_if_fail (snapshot != NULL);

  trials = describe_trials (snapshot);
  requests = describe_requests (snapshot);
  prony_state_mark_show (self->state_mark, snapshot->state);
  gtk_label_set_label (self->trials_label, trials);
  gtk_label_set_label (self->requests_label, requests);
  gtk_label_set_label (self->warning_label, snapshot->warning != NULL ? snapshot->warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning_label), snapshot->warning != NULL);
  show_time (self, snapshot);
  show_bars (self, snapshot);
  show_paused (self, snapshot->state == PRONY_STATE_PAUSED);
  gtk_widget_set_visible (GTK_WIDGET (self->result_button), prony_state_is_final (snapshot->state));
}
