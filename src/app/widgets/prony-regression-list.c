/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-past.h"
#include "app/widgets/prony-regression-list.h"
#include "core/analysis/prony-comparison-text.h"
#include "core/model/prony-scenario.h"

/* What is worse comes first; more than that nobody reads here. */
#define MAX_ROWS 40

struct _PronyRegressionList
{
  AdwBin parent_instance;

  /* Borrowed, owned by the widget */
  GtkLabel *heading;
  GtkLabel *against;
  GtkListBox *list;
  GtkLabel *rest;

  /* Owned */
  PronySession *session;
  char *run_id;
  GCancellable *cancellable; /* of the check under way */

  /* Plain */
  PronyRunVerdict verdict; /* what the sentences are for */
  gboolean checking;
};

G_DEFINE_FINAL_TYPE (PronyRegressionList, prony_regression_list, ADW_TYPE_BIN)

/* --- Rows -------------------------------------------------------------------------- */

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [PRONY_REGRESSION_SAME] = { "emblem-ok-symbolic", "dim-label" },
  [PRONY_REGRESSION_BETTER] = { "go-up-symbolic", "success" },
  [PRONY_REGRESSION_WORSE] = { "dialog-warning-symbolic", "error" },
  [PRONY_REGRESSION_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
  [PRONY_REGRESSION_MISSING] = { "dialog-question-symbolic", "warning" },
};

static GtkWidget *
make_row (const PronyRegressionCase *this)
{
  g_autofree char *group =
    prony_comparison_describe_group (prony_scenario_translate (this->scenario_title), &this->load);
  /* Translators: an engine, and a scenario with its load */
  g_autofree char *where = g_strdup_printf (_ ("%s · %s"), this->target, group);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[this->state].icon);

  gtk_widget_add_css_class (icon, looks[this->state].style);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), this->sentence);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), where);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  this->sentence, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, where, -1);

  return row;
}

static void
clear_rows (PronyRegressionList *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static guint
add_rows (PronyRegressionList *self, GPtrArray *cases, PronyRegressionState state, guint room)
{
  guint n = 0;

  for (guint i = 0; i < cases->len && n < room; i++)
    {
      const PronyRegressionCase *this = g_ptr_array_index (cases, i);

      if (this->state != state)
        continue;
      gtk_list_box_append (self->list, make_row (this));
      n++;
    }

  return n;
}

static void
show_check (PronyRegressionList *self, const PronyRunCheck *check)
{
  static const PronyRegressionState order[] = { PRONY_REGRESSION_WORSE, PRONY_REGRESSION_BETTER,
                                                PRONY_REGRESSION_MISSING, PRONY_REGRESSION_SAME,
                                                PRONY_REGRESSION_UNKNOWN };
  g_autofree char *rest = NULL;
  guint n = 0;

  clear_rows (self);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    n += add_rows (self, check->cases, order[i], MAX_ROWS - n);
  if (n < check->cases->len)
    rest = g_strdup_printf (ngettext ("%u more is not shown here. “prony-cli check” lists all.",
                                      "%u more are not shown here. “prony-cli check” lists all.",
                                      check->cases->len - n),
                            check->cases->len - n);
  gtk_label_set_label (self->rest, rest != NULL ? rest : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rest), rest != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
}

/* --- The check --------------------------------------------------------------------- */

static void
set_heading (PronyRegressionList *self, PronyRunVerdict verdict, const char *against)
{
  g_autofree char *title =
    /* Translators: %s is a verdict, such as "Worse than baseline" */
    g_strdup_printf (_ ("Regression Check: %s"), prony_run_verdict_title (verdict));
  gtk_label_set_label (self->heading, title);
  gtk_label_set_label (self->against, against);
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyRegressionList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRunCheck) check =
    prony_session_check_run_finish (PRONY_SESSION (source), result, &error);
  g_autofree char *against = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->list == NULL)
    return;

  self->checking = FALSE;
  if (check == NULL)
    {
      gtk_label_set_label (self->against, error->message);
      return;
    }

  self->verdict = check->verdict;
  against =
    /* Translators: %s is the name of a run */
    g_strdup_printf (_ ("Held against “%s”, which is pinned as baseline."), check->baseline_name);
  set_heading (self, check->verdict, against);
  show_check (self, check);
}

static PronyRunVerdict
get_verdict (PronyRegressionList *self)
{
  PronyRunEntry *entry = prony_session_find_run_entry (self->session, self->run_id);

  return entry != NULL ? entry->verdict : PRONY_RUN_VERDICT_NONE;
}

static void
stop_checking (PronyRegressionList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->checking = FALSE;
}

/* What it is made of keeps a processor busy to find out: while something is measured there is
 * what was stored only. */
static void
update (PronyRegressionList *self)
{
  PronyRunVerdict verdict = get_verdict (self);
  gboolean measuring = prony_session_is_measuring (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self), verdict != PRONY_RUN_VERDICT_NONE);
  if (measuring)
    stop_checking (self);
  if (verdict == self->verdict || verdict == PRONY_RUN_VERDICT_NONE || self->checking)
    return;

  set_heading (self, verdict,
               measuring ? _ ("What this is made of is shown once nothing is measured any more.")
                         : _ ("Checking…"));
  clear_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->rest), FALSE);
  if (measuring)
    return;

  stop_checking (self);
  self->cancellable = g_cancellable_new ();
  self->checking = TRUE;
  prony_session_check_run_async (self->session, self->run_id, self->cancellable, on_checked_cb,
                                 g_object_ref (self));
}

static void
on_measuring_cb (PronyRegressionList *self)
{
  g_assert (PRONY_IS_REGRESSION_LIST (self));

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    update (self);
}

static void
on_run_changed_cb (PronyRegressionList *self, const char *run_id)
{
  g_assert (PRONY_IS_REGRESSION_LIST (self));

  if (g_strcmp0 (run_id, self->run_id) == 0)
    update (self);
}

/* --- The widget -------------------------------------------------------------------- */

static void
prony_regression_list_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_REGRESSION_LIST (widget)->cancellable);

  GTK_WIDGET_CLASS (prony_regression_list_parent_class)->unroot (widget);
}

static void
prony_regression_list_dispose (GObject *object)
{
  PronyRegressionList *self = PRONY_REGRESSION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->run_id, g_free);
  self->list = NULL; /* what is still being checked finds nothing to show it in */

  G_OBJECT_CLASS (prony_regression_list_parent_class)->dispose (object);
}

static void
prony_regression_list_class_init (PronyRegressionListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_regression_list_dispose;
  GTK_WIDGET_CLASS (klass)->unroot = prony_regression_list_unroot;
}

static GtkLabel *
add_label (GtkBox *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);

  return GTK_LABEL (label);
}

static void
prony_regression_list_init (PronyRegressionList *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  self->heading = add_label (box, "heading");
  self->against = add_label (box, "dim-label");
  self->list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Regression Check"), -1);
  gtk_box_append (box, GTK_WIDGET (self->list));
  self->rest = add_label (box, "dim-label");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* --- Public ------------------------------------------------------------------------ */

/**
 * prony_regression_list_new:
 *
 * Returns: (transfer floating): a list without a run
 */
GtkWidget *
prony_regression_list_new (void)
{
  return g_object_new (PRONY_TYPE_REGRESSION_LIST, NULL);
}

/**
 * prony_regression_list_set_run:
 * @self: a list
 * @session: where the run is
 * @run_id: a run
 *
 * Shows how a run stands, now and whenever that changes. What the verdict is made of is found
 * out anew, in a thread, while nothing is being measured.
 */
void
prony_regression_list_set_run (PronyRegressionList *self, PronySession *session, const char *run_id)
{
  g_return_if_fail (PRONY_IS_REGRESSION_LIST (self));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (run_id != NULL);

  if (self->session != session)
    {
      if (self->session != NULL)
        g_signal_handlers_disconnect_by_data (self->session, self);
      g_set_object (&self->session, session);
      g_signal_connect_object (session, "run-changed", G_CALLBACK (on_run_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::measuring", G_CALLBACK (on_measuring_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_free (self->run_id);
  self->run_id = g_strdup (run_id);
  self->verdict = PRONY_RUN_VERDICT_NONE;
  stop_checking (self);
  update (self);
}
