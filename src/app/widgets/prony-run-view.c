/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-run-view.h"
#include "app/widgets/prony-target-card.h"
#include "base/prony-clock.h"

/* How often the time is looked at. */
#define TICK_MS 250

struct _PronyRunView
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *state_label;
  GtkLabel *remaining_label;
  GtkButton *pause_button;
  GtkProgressBar *progress_bar;
  GtkListBox *failures_list;
  GtkFlowBox *cards;
  GtkListBox *trials_list;

  /* Owned references */
  PronyRunSession *session;
  GHashTable *card_of_target; /* target's name → PronyTargetCard, borrowed */
  GPtrArray *trial_rows;      /* AdwActionRow, borrowed */
  GPtrArray *failure_rows;    /* AdwActionRow, borrowed */
  guint tick_id;              /* while a run is under way */
};

G_DEFINE_FINAL_TYPE (PronyRunView, prony_run_view, ADW_TYPE_BIN)

static void
clear_children (GtkWidget *container, void (*remove) (GtkWidget *container, GtkWidget *child))
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (container)) != NULL)
    remove (container, child);
}

static void
remove_row (GtkWidget *list, GtkWidget *row)
{
  gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

static void
remove_card (GtkWidget *box, GtkWidget *child)
{
  gtk_flow_box_remove (GTK_FLOW_BOX (box), child);
}

static AdwActionRow *
append_row (GtkListBox *list)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (list, row);
  return ADW_ACTION_ROW (row);
}

static void
set_row (AdwActionRow *row, const char *title, const char *subtitle)
{
  g_autofree char *name = g_strjoin (": ", title, subtitle, NULL);

  if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0 &&
      g_strcmp0 (adw_action_row_get_subtitle (row), subtitle) == 0)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
describe_trial (const PronyTrialSnapshot *trial)
{
  g_autofree char *ttft = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *success = NULL;
  double right;

  if (trial->error != NULL)
    return g_strdup_printf ("%s. %s", prony_state_title (trial->state), trial->error);
  if (trial->summary == NULL)
    return g_strdup (prony_state_title (trial->state));

  ttft =
    prony_format_value (prony_summary_get (trial->summary, PRONY_METRIC_TTFT), PRONY_UNIT_SECONDS);
  rate = prony_format_value (prony_summary_get (trial->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC),
                             PRONY_UNIT_TOKENS_PER_SECOND);
  success = prony_format_value (prony_summary_get (trial->summary, PRONY_METRIC_SUCCESS_RATE),
                                PRONY_UNIT_RATIO);
  right = prony_summary_get (trial->summary, PRONY_METRIC_QUALITY_PASS_RATE);
  if (isfinite (right))
    {
      g_autofree char *share = prony_format_value (right, PRONY_UNIT_RATIO);

      /* Translators: a state such as "Finished", then four figures with units */
      return g_strdup_printf (
        _ ("%s. First token %s, output rate %s, success %s, right answers %s"),
        prony_state_title (trial->state), ttft, rate, success, share);
    }

  /* Translators: a state such as "Finished", then three figures with units */
  return g_strdup_printf (_ ("%s. First token %s, output rate %s, success %s"),
                          prony_state_title (trial->state), ttft, rate, success);
}

static void
show_trials (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->trials->len; i++)
    {
      const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, i);
      g_autofree char *title = prony_trial_get_title (trial->trial);
      g_autofree char *subtitle = describe_trial (trial);

      if (i == self->trial_rows->len)
        g_ptr_array_add (self->trial_rows, append_row (self->trials_list));
      set_row (g_ptr_array_index (self->trial_rows, i), title, subtitle);
    }
}

static void
show_failures (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  gtk_widget_set_visible (GTK_WIDGET (self->failures_list), snapshot->failures->len > 0);

  for (guint i = 0; i < snapshot->failures->len; i++)
    {
      const PronyFailure *failure = g_ptr_array_index (snapshot->failures, i);
      /* Translators: how often a kind of failure came, such as "12 × no connection" */
      g_autofree char *title = g_strdup_printf (_ ("%u × %s"), (guint) failure->count,
                                                prony_outcome_title (failure->outcome));

      if (i == self->failure_rows->len)
        {
          AdwActionRow *row = append_row (self->failures_list);
          GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

          gtk_widget_add_css_class (icon, "warning");
          adw_action_row_add_prefix (row, icon);
          g_ptr_array_add (self->failure_rows, row);
        }
      set_row (g_ptr_array_index (self->failure_rows, i), title, failure->message);
    }
}

/* The trial that a target's card shows: the one under way, else the latest that has
 * begun, else its first. */
static gboolean
is_newer (const PronyTrialSnapshot *trial, const PronyTrialSnapshot *than)
{
  if (than == NULL)
    return TRUE;

  return trial->state != PRONY_STATE_WAITING &&
         !(trial->state == PRONY_STATE_STOPPED && trial->load == NULL);
}

static void
show_cards (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  g_autoptr (GHashTable) latest = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name;
  gpointer trial;

  for (guint i = 0; i < snapshot->trials->len; i++)
    {
      PronyTrialSnapshot *candidate = g_ptr_array_index (snapshot->trials, i);
      const char *target = candidate->trial->target->name;

      if (is_newer (candidate, g_hash_table_lookup (latest, target)))
        g_hash_table_insert (latest, (gpointer) target, candidate);
      if (!g_hash_table_contains (self->card_of_target, target))
        {
          GtkWidget *card = prony_target_card_new (candidate->trial->target);

          gtk_flow_box_append (self->cards, card);
          gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
          g_hash_table_insert (self->card_of_target, g_strdup (target), card);
        }
    }

  g_hash_table_iter_init (&iter, latest);
  while (g_hash_table_iter_next (&iter, &name, &trial))
    {
      PronyTargetCard *card = g_hash_table_lookup (self->card_of_target, name);

      prony_target_card_set_compact (card, g_hash_table_size (latest) > 1);
      prony_target_card_show (card, trial);
    }
}

static char *
describe_state (PronyRunSnapshot *snapshot)
{
  guint done = 0;

  for (guint i = 0; i < snapshot->trials->len; i++)
    {
      const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, i);

      done += prony_state_is_final (trial->state) ? 1 : 0;
    }

  /* Translators: a state such as "Measuring", then how many trials are done */
  return g_strdup_printf (
    ngettext ("%s – %u of %u trial done", "%s – %u of %u trials done", snapshot->trials->len),
    prony_state_title (snapshot->state), done, snapshot->trials->len);
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
show_time (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  double elapsed_s = prony_state_is_final (snapshot->state)
                       ? snapshot->elapsed_s
                       : prony_ns_to_s (prony_clock_now_ns () - snapshot->run->started_ns);
  g_autofree char *elapsed = format_elapsed (elapsed_s);
  g_autofree char *remaining = prony_format_remaining (snapshot->remaining_s);
  /* Translators: how long a run has lasted, then a phrase such as "About 3 minutes left" */
  g_autofree char *text = g_strdup_printf (_ ("%s elapsed. %s"), elapsed, remaining);

  if (g_strcmp0 (gtk_label_get_label (self->remaining_label), text) != 0)
    gtk_label_set_label (self->remaining_label, text);
}

static gboolean
on_tick_cb (gpointer data)
{
  PronyRunView *self = data;
  PronyRunSnapshot *snapshot = prony_run_session_get_snapshot (self->session);

  if (snapshot != NULL)
    show_time (self, snapshot);
  if (prony_run_session_is_running (self->session))
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
show_progress (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  gboolean paused = snapshot->state == PRONY_STATE_PAUSED;
  g_autofree char *state = describe_state (snapshot);

  gtk_label_set_label (self->state_label, state);
  show_time (self, snapshot);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (snapshot->progress, 0, 1));

  gtk_button_set_label (self->pause_button, paused ? _ ("_Resume") : _ ("_Pause"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->pause_button),
                                  paused ? "run.resume" : "run.pause");
}

static void
on_changed_cb (PronyRunView *self)
{
  PronyRunSnapshot *snapshot = prony_run_session_get_snapshot (self->session);

  if (snapshot == NULL)
    return;

  show_progress (self, snapshot);
  show_failures (self, snapshot);
  show_cards (self, snapshot);
  show_trials (self, snapshot);
}

static void
reset (PronyRunView *self)
{
  clear_children (GTK_WIDGET (self->trials_list), remove_row);
  clear_children (GTK_WIDGET (self->failures_list), remove_row);
  clear_children (GTK_WIDGET (self->cards), remove_card);
  g_ptr_array_set_size (self->trial_rows, 0);
  g_ptr_array_set_size (self->failure_rows, 0);
  g_hash_table_remove_all (self->card_of_target);
  gtk_widget_set_visible (GTK_WIDGET (self->failures_list), FALSE);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_label_set_label (self->state_label, prony_state_title (PRONY_STATE_PREPARING));
  gtk_label_set_label (self->remaining_label, "");
}

static void
prony_run_view_dispose (GObject *object)
{
  PronyRunView *self = PRONY_RUN_VIEW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->card_of_target, g_hash_table_unref);
  g_clear_pointer (&self->trial_rows, g_ptr_array_unref);
  g_clear_pointer (&self->failure_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RUN_VIEW);

  G_OBJECT_CLASS (prony_run_view_parent_class)->dispose (object);
}

static void
prony_run_view_class_init (PronyRunViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_run_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, state_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, remaining_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, pause_button);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, failures_list);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, cards);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, trials_list);
}

static void
prony_run_view_init (PronyRunView *self)
{
  self->card_of_target = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->trial_rows = g_ptr_array_new ();
  self->failure_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_run_view_set_session:
 * @self: a run view
 * @session: (nullable): the run to watch
 *
 * Begins to watch another run.
 */
void
prony_run_view_set_session (PronyRunView *self, PronyRunSession *session)
{
  g_return_if_fail (PRONY_IS_RUN_VIEW (self));
  g_return_if_fail (session == NULL || PRONY_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (!g_set_object (&self->session, session))
    return;

  reset (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (session != NULL)
    {
      self->tick_id = g_timeout_add (TICK_MS, on_tick_cb, self);
      g_signal_connect_object (session, "changed", G_CALLBACK (on_changed_cb), self,
                               G_CONNECT_SWAPPED);
      on_changed_cb (self);
    }
}
