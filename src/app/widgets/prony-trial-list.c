/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-trial-list.h"
#include "app/widgets/prony-trial-row.h"

/* How high the list becomes before it scrolls. */
#define MAX_HEIGHT_PX 420

struct _PronyTrialList
{
  AdwBin parent_instance;

  /* Borrowed references, inside the widget tree */
  GtkListView *view;

  /* Owned references */
  GListStore *items; /* of PronyTrialItem, by the trials' indices */
  GPtrArray *opened; /* those that opened by themselves, since they ended last */

  /* Plain */
  int latest; /* the trial that has ended last with a result; -1 for none */
};

G_DEFINE_FINAL_TYPE (PronyTrialList, prony_trial_list, ADW_TYPE_BIN)

/* --- Rows ----------------------------------------------------------------------- */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, prony_trial_row_new ());
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  prony_trial_row_set_item (PRONY_TRIAL_ROW (gtk_list_item_get_child (item)),
                            gtk_list_item_get_item (item));
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  prony_trial_row_set_item (PRONY_TRIAL_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_activate_cb (PronyTrialList *self, guint position)
{
  PronyTrialItem *item = prony_trial_list_get_item (self, position);

  if (item != NULL && prony_trial_item_get_summary (item) != NULL)
    prony_trial_item_set_expanded (item, !prony_trial_item_get_expanded (item));
}

/* --- Who is ahead --------------------------------------------------------------- */

static const char *
find_leader (PronyRunSnapshot *snapshot, PronyStanding *standing, PronyHeadline headline)
{
  for (guint i = 0; i < standing->rows->len; i++)
    {
      const PronyStandingRow *row = &g_array_index (standing->rows, PronyStandingRow, i);

      if (row->leads[headline])
        {
          const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, row->trial);

          return trial->trial->target->name;
        }
    }

  return NULL;
}

static gboolean
is_over (PronyStanding *standing)
{
  for (guint i = 0; i < standing->rows->len; i++)
    if (!prony_state_is_final (g_array_index (standing->rows, PronyStandingRow, i).state))
      return FALSE;

  return TRUE;
}

static char *
describe_lead (PronyRunSnapshot *snapshot, PronyStanding *standing)
{
  g_autoptr (GString) leaders = g_string_new (NULL);

  if (standing->rows->len < 2)
    return NULL;

  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    {
      const char *leader = find_leader (snapshot, standing, i);

      if (leader != NULL)
        g_string_append_printf (leaders, "%s%s: %s", leaders->len > 0 ? " · " : "",
                                prony_metric_get_title (prony_headline_get_metric (i)), leader);
    }
  if (leaders->len > 0)
    /* Translators: %s is a list such as "Output rate: ollama · Latency: vLLM" */
    return g_strdup_printf (_ ("Clearly the best. %s"), leaders->str);

  return is_over (standing) ? g_strdup (_ ("No target is clearly the best here.")) : NULL;
}

static void
show_leads (PronyTrialList *self, PronyRunSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->standings->len; i++)
    {
      PronyStanding *standing = g_ptr_array_index (snapshot->standings, i);
      g_autofree char *lead = describe_lead (snapshot, standing);

      for (guint j = 0; j < standing->trials->len; j++)
        {
          guint trial = g_array_index (standing->trials, guint, j);
          PronyTrialItem *item = prony_trial_list_get_item (self, trial);

          if (item != NULL && prony_trial_item_get_summary (item) != NULL)
            prony_trial_item_set_lead (item, lead);
        }
    }
}

/* --- The widget ----------------------------------------------------------------- */

static void
prony_trial_list_dispose (GObject *object)
{
  PronyTrialList *self = PRONY_TRIAL_LIST (object);

  g_clear_pointer (&self->opened, g_ptr_array_unref);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (prony_trial_list_parent_class)->dispose (object);
}

static void
prony_trial_list_class_init (PronyTrialListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_trial_list_dispose;
}

static GtkListView *
make_view (PronyTrialList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  GtkWidget *view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (view), TRUE);
  g_signal_connect_object (view, "activate", G_CALLBACK (on_activate_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Trials"), -1);
  return GTK_LIST_VIEW (view);
}

static void
prony_trial_list_init (PronyTrialList *self)
{
  GtkWidget *scroller =
    g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                  "propagate-natural-height", TRUE, "max-content-height", MAX_HEIGHT_PX, NULL);

  self->latest = -1;
  self->items = g_list_store_new (PRONY_TYPE_TRIAL_ITEM);
  self->opened = g_ptr_array_new_with_free_func (g_object_unref);
  self->view = make_view (self);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * prony_trial_list_reset:
 * @self: a list
 *
 * Forgets the run that it shows.
 */
void
prony_trial_list_reset (PronyTrialList *self)
{
  g_return_if_fail (PRONY_IS_TRIAL_LIST (self));

  self->latest = -1;
  g_ptr_array_set_size (self->opened, 0);
  g_list_store_remove_all (self->items);
}

/* Of those that end together all are open; the ones before are closed. */
static void
open_results (PronyTrialList *self, GPtrArray *ended)
{
  for (guint i = 0; i < self->opened->len; i++)
    prony_trial_item_set_expanded (g_ptr_array_index (self->opened, i), FALSE);
  g_ptr_array_set_size (self->opened, 0);
  for (guint i = 0; i < ended->len; i++)
    {
      PronyTrialItem *item = g_ptr_array_index (ended, i);

      prony_trial_item_set_expanded (item, TRUE);
      g_ptr_array_add (self->opened, g_object_ref (item));
      self->latest = (int) prony_trial_item_get_trial (item)->index;
    }
}

/**
 * prony_trial_list_show:
 * @self: a list
 * @snapshot: how the run stands
 *
 * Brings the list up to date.
 */
void
prony_trial_list_show (PronyTrialList *self, PronyRunSnapshot *snapshot)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) ended = g_ptr_array_new ();
  guint n;

  g_return_if_fail (PRONY_IS_TRIAL_LIST (self));
  g_return_if_fail (snapshot != NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  for (guint i = n; i < snapshot->trials->len; i++)
    {
      const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, i);

      g_ptr_array_add (added, prony_trial_item_new (trial->trial));
    }
  if (added->len > 0)
    g_list_store_splice (self->items, n, 0, added->pdata, added->len);

  for (guint i = 0; i < snapshot->trials->len; i++)
    {
      PronyTrialItem *item = prony_trial_list_get_item (self, i);

      if (prony_trial_item_update (item, g_ptr_array_index (snapshot->trials, i)) &&
          prony_trial_item_get_summary (item) != NULL)
        g_ptr_array_add (ended, item);
    }
  if (ended->len > 0)
    open_results (self, ended);
  show_leads (self, snapshot);
}

/**
 * prony_trial_list_scroll_to:
 * @self: a list
 * @trial: a trial's index
 *
 * Brings a trial into sight and gives it the focus.
 */
void
prony_trial_list_scroll_to (PronyTrialList *self, guint trial)
{
  g_return_if_fail (PRONY_IS_TRIAL_LIST (self));

  if (prony_trial_list_get_item (self, trial) == NULL)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", trial);
}

/**
 * prony_trial_list_get_item:
 * @self: a list
 * @trial: a trial's index
 *
 * Returns: (transfer none) (nullable): its item; %NULL where there is no such trial yet
 */
PronyTrialItem *
prony_trial_list_get_item (PronyTrialList *self, guint trial)
{
  g_autoptr (PronyTrialItem) item = NULL;

  g_return_val_if_fail (PRONY_IS_TRIAL_LIST (self), NULL);

  item = g_list_model_get_item (G_LIST_MODEL (self->items), trial);
  return item; /* the list keeps it */
}

/**
 * prony_trial_list_get_latest:
 * @self: a list
 *
 * Returns: the index of the trial that has got a result last; -1 for none
 */
int
prony_trial_list_get_latest (PronyTrialList *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_LIST (self), -1);

  return self->latest;
}
