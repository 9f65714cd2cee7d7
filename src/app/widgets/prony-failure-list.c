/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-failure-window.h"
#include "app/widgets/prony-failure-list.h"
#include "app/widgets/prony-turn-box.h"

/* How many groups are shown until somebody asks for the others: what the engines answer is
 * to stay in sight below them. */
#define MAX_GROUPS 3

/* A message and what to do about it; all of it is in the tooltip. */
#define MESSAGE_LINES 2

/* In less room than this beside it, the button stands below. */
#define MIN_MESSAGE_WIDTH 260

/* A group keeps its place, so that its button does not run away from the pointer. */
typedef struct
{
  PronyTarget *target; /* borrowed from the snapshot's trials, for being compared only */
  PronyOutcome outcome;
  guint index; /* among the failures of the snapshot */
  GtkLabel *title_label;
  GtkLabel *message_label;
  GtkWidget *button;
  GtkWidget *row;
} Group;

struct _PronyFailureList
{
  AdwBin parent_instance;

  /* Borrowed references, inside the widget tree */
  GtkListBox *list;
  GtkWidget *more_button;

  /* Owned references */
  GArray *groups;
  PronyRunSnapshot *snapshot; /* (nullable): the latest */

  /* Plain */
  gboolean all; /* whether all groups are shown */
};

G_DEFINE_FINAL_TYPE (PronyFailureList, prony_failure_list, ADW_TYPE_BIN)

static GtkLabel *
append_label (GtkBox *box, const char *css_class, int lines)
{
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", lines > 1, "wrap-mode",
                  PANGO_WRAP_WORD_CHAR, "ellipsize", PANGO_ELLIPSIZE_END, "lines", lines, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
add_group (PronyFailureList *self, const PronyFailure *failure)
{
  GtkWidget *line = g_object_new (PRONY_TYPE_TURN_BOX, NULL);
  GtkWidget *message = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon =
    g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic", "valign", GTK_ALIGN_START,
                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  Group group = { .target = failure->target, .outcome = failure->outcome };

  gtk_widget_add_css_class (icon, "warning");
  gtk_box_append (GTK_BOX (message), icon);
  gtk_box_append (GTK_BOX (message), box);
  gtk_widget_set_size_request (message, MIN_MESSAGE_WIDTH, -1);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_hexpand (message, TRUE);

  group.title_label = append_label (GTK_BOX (box), "heading", 1);
  group.message_label = append_label (GTK_BOX (box), "caption", MESSAGE_LINES);
  group.button = gtk_button_new_with_mnemonic (_ ("Show the _First…"));
  gtk_widget_set_halign (group.button, GTK_ALIGN_START);
  gtk_widget_set_valign (group.button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (group.button), "run.show-failure");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (group.button), "u", self->groups->len);

  gtk_widget_add_css_class (line, "prony-message");
  gtk_widget_set_parent (message, line);
  gtk_widget_set_parent (group.button, line);
  group.row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", line, "activatable", FALSE, "focusable",
                            FALSE, NULL);
  gtk_list_box_append (self->list, group.row);
  g_array_append_val (self->groups, group);
}

static void
show_group (Group *group, const PronyFailure *failure)
{
  const char *target = failure->target != NULL ? failure->target->name : "";
  /* Translators: how often a kind of failure came, its name and the name of an engine, such
   * as "12 × no connection · ollama" */
  g_autofree char *title = g_strdup_printf (_ ("%u × %s · %s"), (guint) failure->count,
                                            prony_outcome_title (failure->outcome), target);
  g_autofree char *message = NULL;

  if (g_strcmp0 (gtk_label_get_label (group->title_label), title) == 0)
    return;

  gtk_label_set_label (group->title_label, title);
  message = g_strjoin (" ", failure->message, failure->advice, NULL);
  gtk_label_set_label (group->message_label, message);
  gtk_widget_set_tooltip_text (group->row, message);
  gtk_widget_set_visible (group->button, failure->first != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (group->row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
}

static Group *
find_group (PronyFailureList *self, const PronyFailure *failure)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);

      if (group->target == failure->target && group->outcome == failure->outcome)
        return group;
    }

  return NULL;
}

static void
show_groups (PronyFailureList *self)
{
  guint n = self->groups->len;
  guint n_hidden = self->all || n <= MAX_GROUPS ? 0 : n - MAX_GROUPS;

  for (guint i = 0; i < n; i++)
    gtk_widget_set_visible (g_array_index (self->groups, Group, i).row, i < n - n_hidden);
  gtk_widget_set_visible (self->more_button, n_hidden > 0);
  if (n_hidden > 0)
    {
      g_autofree char *label =
        /* Translators: how many kinds of failures are not shown yet */
        g_strdup_printf (ngettext ("%u More Kind", "%u More Kinds", n_hidden), n_hidden);

      if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->more_button)), label) != 0)
        gtk_button_set_label (GTK_BUTTON (self->more_button), label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
show_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyFailureList *self = PRONY_FAILURE_LIST (widget);

  self->all = TRUE;
  show_groups (self);
}

static void
prony_failure_list_dispose (GObject *object)
{
  PronyFailureList *self = PRONY_FAILURE_LIST (object);

  g_clear_pointer (&self->groups, g_array_unref);
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);

  G_OBJECT_CLASS (prony_failure_list_parent_class)->dispose (object);
}

static void
prony_failure_list_class_init (PronyFailureListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_failure_list_dispose;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "failures.show-all", NULL,
                                   show_all_action);
}

static void
prony_failure_list_init (PronyFailureList *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Failures"), -1);
  self->more_button = gtk_button_new ();
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->more_button), "failures.show-all");
  gtk_widget_add_css_class (self->more_button, "flat");
  gtk_widget_add_css_class (card, "card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (card), self->more_button);
  adw_bin_set_child (ADW_BIN (self), card);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * prony_failure_list_reset:
 * @self: a list
 *
 * Forgets the run that it shows.
 */
void
prony_failure_list_reset (PronyFailureList *self)
{
  g_return_if_fail (PRONY_IS_FAILURE_LIST (self));

  for (guint i = 0; i < self->groups->len; i++)
    gtk_list_box_remove (self->list, g_array_index (self->groups, Group, i).row);
  g_array_set_size (self->groups, 0);
  self->all = FALSE;
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * prony_failure_list_show:
 * @self: a list
 * @snapshot: how the run stands
 *
 * Brings the list up to date. Groups stay where they are, in the order in which they came.
 */
void
prony_failure_list_show (PronyFailureList *self, PronyRunSnapshot *snapshot)
{
  g_return_if_fail (PRONY_IS_FAILURE_LIST (self));
  g_return_if_fail (snapshot != NULL);

  prony_run_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  self->snapshot = snapshot;

  for (guint i = 0; i < snapshot->failures->len; i++)
    {
      const PronyFailure *failure = g_ptr_array_index (snapshot->failures, i);
      Group *group = find_group (self, failure);

      if (group == NULL)
        {
          add_group (self, failure);
          group = &g_array_index (self->groups, Group, self->groups->len - 1);
        }
      group->index = i;
      show_group (group, failure);
    }
  show_groups (self);
}

/**
 * prony_failure_list_open:
 * @self: a list
 * @group: which of its groups, from 0 in the order in which they are shown
 *
 * Shows the first failed request of a group whole, in a window of its own.
 *
 * Returns: (transfer none) (nullable): the window; %NULL where there is no such group, or
 *   nothing is known of its first request
 */
GtkWindow *
prony_failure_list_open (PronyFailureList *self, guint group)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  const PronyFailure *failure;
  const PronyTrialSnapshot *trial;
  GtkWindow *window;
  guint index;

  g_return_val_if_fail (PRONY_IS_FAILURE_LIST (self), NULL);

  if (self->snapshot == NULL || group >= self->groups->len)
    return NULL;
  index = g_array_index (self->groups, Group, group).index;
  if (index >= self->snapshot->failures->len)
    return NULL;
  failure = g_ptr_array_index (self->snapshot->failures, index);
  if (failure->first == NULL || failure->trial >= self->snapshot->trials->len)
    return NULL;

  trial = g_ptr_array_index (self->snapshot->trials, failure->trial);
  window = prony_failure_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, trial->trial,
                                     failure->first, failure->advice);
  gtk_window_present (window);
  return window;
}
