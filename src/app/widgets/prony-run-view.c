/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-failure-list.h"
#include "app/widgets/prony-note-list.h"
#include "app/widgets/prony-queue-list.h"
#include "app/widgets/prony-resource-strips.h"
#include "app/widgets/prony-run-header.h"
#include "app/widgets/prony-run-view.h"
#include "app/widgets/prony-standing-table.h"
#include "app/widgets/prony-stepper.h"
#include "app/widgets/prony-target-cards.h"
#include "app/widgets/prony-trial-list.h"

/* How often the header is brought up to date, and its time also where nothing new came. */
#define TICK_MS 250

/* Lists and tables follow at every second tick. */
#define TICKS_OF_LISTS 2

struct _PronyRunView
{
  AdwBin parent_instance;

  /* Template children */
  PronyRunHeader *header;
  GtkBox *content;
  PronyFailureList *failures;
  PronyTargetCards *cards;
  PronyStandingTable *standings;
  GtkWidget *latest_box;
  GtkLabel *latest_label;
  GtkButton *latest_button;
  PronyTrialList *trials;
  PronyNoteList *notes;
  PronyQueueList *queue;

  /* Borrowed references, inside the content */
  PronyResourceStrips *strips;

  /* Owned references */
  PronyRunSession *session;
  PronyRunSnapshot *shown; /* (nullable): what the lists show */
  PronyStepper *stepper;   /* brings the lists up to date */

  /* Plain */
  PronyState state; /* of the run, as the lists show it */
  guint ticks;
  guint tick_id;         /* while a run is under way */
  gboolean tables_shown; /* the first step of showing lists is done */
};

G_DEFINE_FINAL_TYPE (PronyRunView, prony_run_view, ADW_TYPE_BIN)

/* What has just ended, in a line that leads to its result. */
static void
show_latest (PronyRunView *self)
{
  int latest = prony_trial_list_get_latest (self->trials);
  g_autofree char *title = NULL;
  g_autofree char *figures = NULL;
  g_autofree char *text = NULL;
  PronyTrialItem *item;

  gtk_widget_set_visible (self->latest_box, latest >= 0);
  if (latest < 0)
    return;

  item = prony_trial_list_get_item (self->trials, (guint) latest);
  title = prony_trial_get_title (prony_trial_item_get_trial (item));
  figures = prony_trial_item_describe (item);
  /* Translators: a trial, then its figures */
  text = g_strdup_printf (_ ("Latest result: %s. %s"), title, figures);
  if (g_strcmp0 (gtk_label_get_label (self->latest_label), text) == 0)
    return;

  gtk_label_set_label (self->latest_label, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->latest_button), "u", (guint) latest);
}

static void
show_tables (PronyRunView *self)
{
  prony_failure_list_show (self->failures, self->shown);
  prony_standing_table_show (self->standings, self->shown);
}

static void
show_trials (PronyRunView *self)
{
  prony_trial_list_show (self->trials, self->shown);
  prony_note_list_show (self->notes, self->shown);
  show_latest (self);
}

static gboolean
show_next (GtkWidget *widget)
{
  PronyRunView *self = PRONY_RUN_VIEW (widget);

  if (self->shown == NULL)
    return FALSE;

  if (self->tables_shown)
    show_trials (self);
  else
    show_tables (self);
  self->tables_shown = !self->tables_shown;
  return self->tables_shown;
}

static void
take (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  prony_run_snapshot_ref (snapshot);
  g_clear_pointer (&self->shown, prony_run_snapshot_unref);
  self->shown = snapshot;
  self->state = snapshot->state;
}

static void
show_lists (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  if (self->shown == snapshot)
    return;

  take (self, snapshot);
  prony_stepper_go_on (self->stepper);
}

static void
show_cards (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  prony_target_cards_show (self->cards, snapshot);
  prony_resource_strips_show_host (self->strips, snapshot->resources);
}

static gboolean
on_tick_cb (gpointer data)
{
  PronyRunView *self = data;
  PronyRunSnapshot *snapshot = prony_run_session_get_snapshot (self->session);

  self->ticks++;
  if (snapshot != NULL)
    {
      prony_run_header_show (self->header, snapshot);
      if (self->ticks % TICKS_OF_LISTS == 0)
        show_lists (self, snapshot);
    }
  if (prony_run_session_is_running (self->session))
    return G_SOURCE_CONTINUE;

  if (snapshot != NULL)
    show_lists (self, snapshot);
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

/* A change of state is shown at once, as are the first figures: all else may wait for the
 * next tick. New cards and new lists take a while each, and are not made in one go. */
static void
on_changed_cb (PronyRunView *self)
{
  PronyRunSnapshot *snapshot = prony_run_session_get_snapshot (self->session);

  if (snapshot == NULL)
    return;

  show_cards (self, snapshot);
  if (self->shown != NULL && snapshot->state == self->state)
    return;

  prony_run_header_show (self->header, snapshot);
  show_lists (self, snapshot);
}

static void
on_watch_cb (PronyRunView *self, guint trial, int stream)
{
  if (self->session != NULL)
    prony_run_session_watch (self->session, trial, stream);
}

static void
reset (PronyRunView *self)
{
  g_clear_pointer (&self->shown, prony_run_snapshot_unref);
  prony_run_header_reset (self->header);
  prony_failure_list_reset (self->failures);
  prony_target_cards_reset (self->cards);
  prony_standing_table_reset (self->standings);
  prony_trial_list_reset (self->trials);
  prony_note_list_reset (self->notes);
  prony_resource_strips_reset (self->strips);
  show_latest (self);
}

static void
prony_run_view_dispose (GObject *object)
{
  PronyRunView *self = PRONY_RUN_VIEW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->stepper, prony_stepper_free);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, prony_run_snapshot_unref);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RUN_VIEW);

  G_OBJECT_CLASS (prony_run_view_parent_class)->dispose (object);
}

static void
prony_run_view_class_init (PronyRunViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_run_view_dispose;

  g_type_ensure (PRONY_TYPE_RUN_HEADER);
  g_type_ensure (PRONY_TYPE_FAILURE_LIST);
  g_type_ensure (PRONY_TYPE_TARGET_CARDS);
  g_type_ensure (PRONY_TYPE_STANDING_TABLE);
  g_type_ensure (PRONY_TYPE_TRIAL_LIST);
  g_type_ensure (PRONY_TYPE_NOTE_LIST);
  g_type_ensure (PRONY_TYPE_QUEUE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, header);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, content);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, failures);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, cards);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, standings);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, latest_box);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, latest_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, latest_button);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, trials);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, notes);
  gtk_widget_class_bind_template_child (widget_class, PronyRunView, queue);
}

static void
prony_run_view_init (PronyRunView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->stepper = prony_stepper_new (GTK_WIDGET (self), show_next);

  g_signal_connect_object (self->cards, "watch", G_CALLBACK (on_watch_cb), self, G_CONNECT_SWAPPED);
  self->strips = PRONY_RESOURCE_STRIPS (prony_resource_strips_new ());
  gtk_box_insert_child_after (self->content, GTK_WIDGET (self->strips),
                              GTK_WIDGET (self->failures));
}

/**
 * prony_run_view_set_queue_of:
 * @self: a run view
 * @session: whose waiting runs it shows; set once
 */
void
prony_run_view_set_queue_of (PronyRunView *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RUN_VIEW (self));

  prony_queue_list_set_session (self->queue, session);
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

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);

  reset (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (session != NULL)
    {
      PronyPlan *plan = prony_run_session_get_plan (session);

      prony_target_cards_set_objectives (self->cards, plan->slo_ttft_s, plan->slo_itl_s);
      self->tick_id = g_timeout_add (TICK_MS, on_tick_cb, self);
      g_signal_connect_object (session, "changed", G_CALLBACK (on_changed_cb), self,
                               G_CONNECT_SWAPPED);
      on_changed_cb (self);
    }
}

/**
 * prony_run_view_show:
 * @self: a run view
 * @snapshot: how the run stands
 *
 * Brings all of the view up to date at once. A run that is watched is shown by itself, as
 * often as it can be read.
 */
void
prony_run_view_show (PronyRunView *self, PronyRunSnapshot *snapshot)
{
  g_return_if_fail (PRONY_IS_RUN_VIEW (self));
  g_return_if_fail (snapshot != NULL);

  prony_run_header_show (self->header, snapshot);
  show_cards (self, snapshot);
  take (self, snapshot);
  show_tables (self);
  show_trials (self);
}

/**
 * prony_run_view_open_failure:
 * @self: a run view
 * @group: which group of failures, from 0 in the order in which they are shown
 *
 * Shows the first failed request of a group whole, in a window of its own.
 *
 * Returns: (transfer none) (nullable): the window; %NULL where there is no such group
 */
GtkWindow *
prony_run_view_open_failure (PronyRunView *self, guint group)
{
  g_return_val_if_fail (PRONY_IS_RUN_VIEW (self), NULL);

  return prony_failure_list_open (self->failures, group);
}

/**
 * prony_run_view_show_trial:
 * @self: a run view
 * @trial: a trial's index
 *
 * Brings a trial into sight, with its result open if it has one.
 */
void
prony_run_view_show_trial (PronyRunView *self, guint trial)
{
  PronyTrialItem *item;

  g_return_if_fail (PRONY_IS_RUN_VIEW (self));

  item = prony_trial_list_get_item (self->trials, trial);
  if (item == NULL)
    return;

  prony_trial_item_set_expanded (item, TRUE);
  prony_trial_list_scroll_to (self->trials, trial);
}
