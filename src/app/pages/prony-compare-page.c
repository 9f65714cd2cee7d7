/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-compare-page.h"
#include "app/session/prony-result-item.h"
#include "app/session/prony-session-compare.h"
#include "app/widgets/prony-compare-view.h"
#include "app/widgets/prony-result-chooser.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"
#include "core/analysis/prony-compare-notes.h"
#include "core/model/prony-run-targets.h"

struct _PronyComparePage
{
  PronyPage parent_instance;

  /* Template children */
  GtkStack *stack;
  PronyResultChooser *chooser;
  AdwStatusPage *nothing_page;
  PronyCompareView *view;

  /* Owned */
  GCancellable *cancellable; /* of runs being read */

  /* Plain */
  int baseline; /* among the chosen ones, of what is being read; -1 for any */
};

G_DEFINE_FINAL_TYPE (PronyComparePage, prony_compare_page, PRONY_TYPE_PAGE)

/* --- Choosing ----------------------------------------------------------------- */

static void
on_choice_changed_cb (PronyComparePage *self)
{
  guint n_chosen = prony_result_chooser_get_chosen (self->chooser)->len;

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.run", n_chosen >= 2);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.clear", n_chosen > 0);
}

static gboolean
has_two_results (GListModel *runs)
{
  guint n_results = 0;

  for (guint i = 0; i < g_list_model_get_n_items (runs) && n_results < 2; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);
      GPtrArray *results = prony_run_item_get_entry (item)->results;

      for (guint k = 0; k < results->len; k++)
        n_results += ((PronyRunEntryResult *) g_ptr_array_index (results, k))->measured;
    }

  return n_results >= 2;
}

static void
show_choice (PronyComparePage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  gboolean loading = session == NULL || (!prony_session_get_ready (session) &&
                                         prony_session_get_store_error (session) == NULL);
  gboolean enough = session != NULL && has_two_results (prony_session_get_runs (session));

  gtk_stack_set_visible_child_name (self->stack, enough ? "choose" : loading ? "loading" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.choose", FALSE);
  on_choice_changed_cb (self);
}

/* Results come and go while the page shows a comparison of its own: only the other
 * states follow. */
static void
on_results_changed_cb (PronyComparePage *self)
{
  const char *visible = gtk_stack_get_visible_child_name (self->stack);

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  if (g_strcmp0 (visible, "comparison") != 0 && g_strcmp0 (visible, "nothing-in-common") != 0)
    show_choice (self);
}

/* --- Comparing ---------------------------------------------------------------- */

static void
show_nothing (PronyComparePage *self, PronyCompareSet *set)
{
  g_autoptr (GPtrArray) notes = prony_compare_set_list_notes (set);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_ptr_array_add (notes, NULL);
  text = g_strjoinv ("\n", (char **) notes->pdata);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->nothing_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "nothing-in-common");
}

static void
on_set_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyComparePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyCompareSet) set =
    prony_session_make_compare_set_finish (PRONY_SESSION (source), result, &error);

  /* Cancelled: something else is read by now, or the page is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || self->view == NULL)
    return;
  if (set == NULL)
    {
      prony_toast_show_error (GTK_WIDGET (self), error->message);
      show_choice (self);
      return;
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "compare.choose", TRUE);
  if (set->groups->len == 0)
    {
      show_nothing (self, set);
      return;
    }

  prony_compare_view_take_set (self->view, g_steal_pointer (&set), self->baseline);
  gtk_stack_set_visible_child_name (self->stack, "comparison");
}

/* Reads the figures of what is chosen, and shows them side by side. */
static void
read_runs (PronyComparePage *self, int baseline)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->baseline = baseline;
  prony_session_make_compare_set_async (prony_page_get_session (PRONY_PAGE (self)),
                                        prony_result_chooser_get_chosen (self->chooser),
                                        self->cancellable, on_set_made_cb, g_object_ref (self));
}

/* Which of the chosen ones an entry of the comparison is; -1 for none. */
static int
find_chosen (PronyComparePage *self, const PronyCompareEntry *entry)
{
  GPtrArray *chosen = prony_result_chooser_get_chosen (self->chooser);
  int trial = entry->trial != NULL ? (int) entry->trial->index : -1;

  for (guint i = 0; i < chosen->len; i++)
    {
      PronyResultItem *item = g_ptr_array_index (chosen, i);

      if (prony_result_item_get_trial (item) == trial &&
          g_str_equal (prony_result_item_get_entry (item)->id, entry->run->id) &&
          prony_result_find_target (prony_result_item_get_result (item), entry->run) != NULL &&
          prony_run_same_target (
            prony_result_find_target (prony_result_item_get_result (item), entry->run),
            entry->target))
        return (int) i;
    }

  return -1;
}

static void
on_remove_entry_cb (PronyComparePage *self, guint index)
{
  PronyCompareSet *set = prony_compare_view_get_set (self->view);
  g_autoptr (GPtrArray) left = NULL;
  int at;

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  if (set == NULL || index >= set->entries->len)
    return;

  at = find_chosen (self, g_ptr_array_index (set->entries, index));
  if (at < 0)
    return;

  left = g_ptr_array_copy (prony_result_chooser_get_chosen (self->chooser),
                           (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (left, g_object_unref);
  g_ptr_array_remove_index (left, (guint) at);
  prony_result_chooser_choose_items (self->chooser, left);
  if (left->len >= 2)
    read_runs (self, 0);
  else
    show_choice (self);
}

/* The result of the pinned run that is of one of the targets, or else its first. */
static PronyResultItem *
find_match (PronyRunItem *pinned, PronyCompareSet *set)
{
  GPtrArray *results = prony_run_item_get_entry (pinned)->results;
  int first = -1;

  for (guint i = 0; i < results->len; i++)
    {
      const PronyRunEntryResult *result = g_ptr_array_index (results, i);

      if (!result->measured)
        continue;
      if (first < 0)
        first = (int) i;
      for (guint k = 0; k < set->entries->len; k++)
        {
          const PronyCompareEntry *entry = g_ptr_array_index (set->entries, k);

          if (g_strcmp0 (entry->target->name, result->target) == 0 &&
              g_strcmp0 (entry->target->model, result->model) == 0)
            return prony_result_item_new (pinned, i);
        }
    }

  return first >= 0 ? prony_result_item_new (pinned, (guint) first) : NULL;
}

static void
on_add_pinned_cb (PronyComparePage *self)
{
  PronyCompareSet *set = prony_compare_view_get_set (self->view);
  g_autoptr (PronyRunItem) pinned =
    prony_session_dup_pinned_run (prony_page_get_session (PRONY_PAGE (self)));
  g_autoptr (PronyResultItem) item =
    pinned != NULL && set != NULL ? find_match (pinned, set) : NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *chosen = prony_result_chooser_get_chosen (self->chooser);

  g_assert (PRONY_IS_COMPARE_PAGE (self));

  if (item == NULL)
    {
      prony_toast_show (GTK_WIDGET (self), _ ("The pinned run has no result."));
      return;
    }

  g_ptr_array_add (items, g_steal_pointer (&item));
  for (guint i = 0; i < chosen->len; i++)
    g_ptr_array_add (items, g_object_ref (g_ptr_array_index (chosen, i)));
  prony_result_chooser_choose_items (self->chooser, items);
  read_runs (self, 0);
}

/* --- Actions ------------------------------------------------------------------ */

static void
choose_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_choice (PRONY_COMPARE_PAGE (widget));
}

static void
clear_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *none[] = { NULL };

  prony_result_chooser_choose_runs (PRONY_COMPARE_PAGE (widget)->chooser, none);
}

static void
run_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  read_runs (PRONY_COMPARE_PAGE (widget), -1);
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_compare_page_session_set (PronyPage *page, PronySession *session)
{
  PronyComparePage *self = PRONY_COMPARE_PAGE (page);

  g_signal_connect_object (prony_session_get_runs (session), "items-changed",
                           G_CALLBACK (on_results_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_results_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::store-error", G_CALLBACK (on_results_changed_cb), self,
                           G_CONNECT_SWAPPED);
  prony_result_chooser_set_session (self->chooser, session);
  prony_compare_view_set_session (self->view, session);
  show_choice (self);
}

static void
prony_compare_page_dispose (GObject *object)
{
  PronyComparePage *self = PRONY_COMPARE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_COMPARE_PAGE);

  G_OBJECT_CLASS (prony_compare_page_parent_class)->dispose (object);
}

static void
prony_compare_page_class_init (PronyComparePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_compare_page_dispose;
  PRONY_PAGE_CLASS (klass)->session_set = prony_compare_page_session_set;

  g_type_ensure (PRONY_TYPE_COMPARE_VIEW);
  g_type_ensure (PRONY_TYPE_RESULT_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, chooser);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, PronyComparePage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_entry_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_pinned_cb);

  gtk_widget_class_install_action (widget_class, "compare.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "compare.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "compare.run", NULL, run_action);
}

static void
prony_compare_page_init (PronyComparePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_Return, GDK_CONTROL_MASK, "compare.run");
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_o, GDK_CONTROL_MASK, "compare.choose");
  show_choice (self);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_compare_page_compare_runs:
 * @self: the page, with its session
 * @run_ids: (array zero-terminated=1): stored runs
 *
 * Puts all results of some runs side by side. A single run is only marked in the
 * list, to be joined by what it is to be compared with.
 */
void
prony_compare_page_compare_runs (PronyComparePage *self, const char *const *run_ids)
{
  g_return_if_fail (PRONY_IS_COMPARE_PAGE (self));
  g_return_if_fail (run_ids != NULL);

  prony_result_chooser_choose_runs (self->chooser, run_ids);
  show_choice (self);
  if (run_ids[0] == NULL || run_ids[1] == NULL)
    return;

  if (prony_result_chooser_get_chosen (self->chooser)->len >= 2)
    read_runs (self, -1);
  else
    prony_toast_show (GTK_WIDGET (self), _ ("Fewer than two results of these runs were measured."));
}
