/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-result-item.h"
#include "app/session/prony-session-analysis.h"
#include "app/widgets/prony-choice-row.h"
#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-list-growth.h"
#include "app/widgets/prony-result-chooser.h"
#include "app/widgets/prony-shortcut.h"
#include "app/widgets/prony-toast.h"

/* What the list shows, in the order of the drop-down. */
typedef enum
{
  SHOW_ALL,
  SHOW_SAME_SCENARIOS,
  SHOW_CHOSEN,
  N_SHOWS,
} Show;

static const char *const show_names[N_SHOWS] = { "all", "same-scenarios", "chosen" };

struct _PronyResultChooser
{
  AdwBin parent_instance;

  /* Template children */
  GtkSearchEntry *search_entry;
  GtkDropDown *show_drop_down;
  GtkLabel *status;
  GtkStack *stack;
  GtkListView *list;

  /* Owned */
  PronySession *session;
  GListModel *results;          /* PronyResultItem: what can be chosen; NULL before it is seen */
  GtkFilterListModel *filtered; /* those that fit */
  GtkFilter *filter;
  PronyListGrowth *growth;   /* of those that fit */
  GPtrArray *chosen;         /* PronyResultItem: what is chosen, in that order */
  GHashTable *scenarios;     /* names of what the chosen ones asked */
  GStrv words;               /* of the search, casefolded; NULL for none */
  GCancellable *cancellable; /* of trials being read */

  /* Plain */
  gboolean left_out; /* more were to be chosen than can be compared */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyResultChooser, prony_result_chooser, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

/* --- What is chosen --------------------------------------------------------------- */

static void
show_status (PronyResultChooser *self)
{
  guint n_chosen = self->chosen->len;
  g_autofree char *text = NULL;

  if (self->left_out)
    text = g_strdup_printf (ngettext ("No more than %u result can be compared at once.",
                                      "No more than %u results can be compared at once.",
                                      PRONY_RESULT_CHOOSER_MAX),
                            PRONY_RESULT_CHOOSER_MAX);
  else if (n_chosen == 0)
    text = g_strdup (_ ("Choose two or more results to put side by side."));
  else if (n_chosen == 1)
    text = g_strdup (_ ("1 result chosen. Choose at least one more."));
  else
    text = g_strdup_printf (ngettext ("%u result chosen", "%u results chosen", n_chosen), n_chosen);
  gtk_label_set_text (self->status, text);
}

static Show
get_show (PronyResultChooser *self)
{
  return (Show) gtk_drop_down_get_selected (self->show_drop_down);
}

static void
show_list (PronyResultChooser *self)
{
  GtkFilterListModel *filtered = self->filtered;
  gboolean any = filtered != NULL && (g_list_model_get_n_items (G_LIST_MODEL (filtered)) > 0 ||
                                      gtk_filter_list_model_get_pending (filtered) > 0);

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "nothing");
}

static void
filter_again (PronyResultChooser *self)
{
  if (self->filter != NULL)
    {
      prony_list_growth_begin (self->growth);
      gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
    }
  show_list (self);
}

static void
update_choice (PronyResultChooser *self)
{
  g_hash_table_remove_all (self->scenarios);
  for (guint i = 0; i < self->chosen->len; i++)
    {
      PronyRunEntry *entry = prony_result_item_get_entry (g_ptr_array_index (self->chosen, i));

      for (guint k = 0; entry->scenarios[k] != NULL; k++)
        g_hash_table_add (self->scenarios, g_strdup (entry->scenarios[k]));
    }
  show_status (self);
  if (get_show (self) == SHOW_SAME_SCENARIOS)
    filter_again (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The place among the chosen ones; -1 if it is none of them. */
static int
find_chosen (PronyResultChooser *self, PronyResultItem *item)
{
  for (guint i = 0; i < self->chosen->len; i++)
    if (prony_result_item_equal (g_ptr_array_index (self->chosen, i), item))
      return i;

  return -1;
}

/* Returns whether there was room for it. */
static gboolean
add_chosen (PronyResultChooser *self, PronyResultItem *item)
{
  self->left_out = self->chosen->len >= PRONY_RESULT_CHOOSER_MAX;
  if (!self->left_out)
    g_ptr_array_add (self->chosen, g_object_ref (item));
  return !self->left_out;
}

static void
set_chosen (PronyResultChooser *self, PronyResultItem *item, gboolean chosen)
{
  int index = find_chosen (self, item);

  if (chosen && index < 0)
    add_chosen (self, item);
  else if (!chosen && index >= 0)
    {
      g_ptr_array_remove_index (self->chosen, index);
      self->left_out = FALSE;
    }
  update_choice (self);
}

/* --- Rows -------------------------------------------------------------------------- */

static PronyResultItem *
dup_item (GtkTreeExpander *expander)
{
  return PRONY_RESULT_ITEM (gtk_tree_expander_get_item (expander));
}

static void
on_row_toggled_cb (PronyChoiceRow *row, GtkTreeExpander *expander)
{
  PronyResultChooser *self =
    PRONY_RESULT_CHOOSER (gtk_widget_get_ancestor (GTK_WIDGET (row), PRONY_TYPE_RESULT_CHOOSER));
  g_autoptr (PronyResultItem) item = dup_item (expander);

  set_chosen (self, item, prony_choice_row_get_chosen (row));
}

static void
show_mark (GtkTreeExpander *expander, PronyResultChooser *self)
{
  g_autoptr (PronyResultItem) item = dup_item (expander);

  if (item != NULL)
    prony_choice_row_set_chosen (PRONY_CHOICE_ROW (gtk_tree_expander_get_child (expander)),
                                 find_chosen (self, item) >= 0);
}

static void
on_setup_cb (PronyResultChooser *self, GtkListItem *item)
{
  GtkWidget *row = prony_choice_row_new ();
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), row);
  g_signal_connect_object (row, "toggled", G_CALLBACK (on_row_toggled_cb), expander, 0);
  g_signal_connect_object (self, "changed", G_CALLBACK (show_mark), expander, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, expander);
}

static void
on_run_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyResultItem) item = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs =
    prony_session_load_runs_finish (PRONY_SESSION (source), result, &error);

  prony_result_item_fill_trials (item, runs != NULL && runs->len > 0 ? g_ptr_array_index (runs, 0)
                                                                     : NULL);
}

static void
on_expanded_cb (PronyResultChooser *self, GParamSpec *pspec, GtkTreeListRow *row)
{
  g_autoptr (PronyResultItem) item = gtk_tree_list_row_get_item (row);
  const char *run_ids[] = { NULL, NULL };

  if (item == NULL || !gtk_tree_list_row_get_expanded (row) || !prony_result_item_ask_trials (item))
    return;

  run_ids[0] = prony_result_item_get_entry (item)->id;
  prony_session_load_runs_async (self->session, run_ids, self->cancellable, on_run_read_cb,
                                 g_object_ref (item));
}

static void
on_bind_cb (PronyResultChooser *self, GtkListItem *list_item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  g_autoptr (PronyResultItem) item = gtk_tree_list_row_get_item (row);
  g_autofree char *title = prony_result_item_dup_title (item);
  g_autofree char *subtitle = prony_result_item_dup_subtitle (item);

  gtk_tree_expander_set_list_row (expander, row);
  prony_choice_row_set_texts (PRONY_CHOICE_ROW (gtk_tree_expander_get_child (expander)), title,
                              subtitle, prony_result_item_get_result (item));
  show_mark (expander, self);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
on_unbind_cb (PronyResultChooser *self, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), on_expanded_cb, self);
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item)), NULL);
}

static void
on_activate_cb (PronyResultChooser *self, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (model, position);
  g_autoptr (PronyResultItem) item = gtk_tree_list_row_get_item (row);

  g_assert (PRONY_IS_RESULT_CHOOSER (self));

  set_chosen (self, item, find_chosen (self, item) < 0);
}

/* --- What is listed ---------------------------------------------------------------- */

static gboolean
matches (gpointer object, gpointer user_data)
{
  PronyResultChooser *self = user_data;
  PronyResultItem *item = object;
  PronyRunEntry *entry = prony_result_item_get_entry (item);
  Show show = get_show (self);

  /* With one of its trials, a result is to be found too. */
  if (show == SHOW_CHOSEN &&
      !g_ptr_array_find_with_equal_func (self->chosen, item,
                                         (GEqualFunc) prony_result_item_is_of_same_result, NULL))
    return FALSE;
  if (show == SHOW_SAME_SCENARIOS && self->chosen->len > 0)
    {
      guint i = 0;

      while (entry->scenarios[i] != NULL &&
             !g_hash_table_contains (self->scenarios, entry->scenarios[i]))
        i++;
      if (entry->scenarios[i] == NULL)
        return FALSE;
    }

  return prony_result_item_matches (item, (const char *const *) self->words);
}

static GListModel *
create_children (gpointer item, gpointer user_data)
{
  GListModel *trials = prony_result_item_get_trials (item);

  return trials != NULL ? g_object_ref (trials) : NULL;
}

/* What was deleted is not chosen any more. */
static void
on_results_changed_cb (PronyResultChooser *self, guint position, guint removed, guint added)
{
  guint n_chosen = self->chosen->len;

  show_list (self);
  for (guint i = n_chosen; removed > 0 && i > 0; i--)
    {
      PronyResultItem *item = g_ptr_array_index (self->chosen, i - 1);

      if (prony_session_find_run_entry (self->session, prony_result_item_get_entry (item)->id) ==
          NULL)
        g_ptr_array_remove_index (self->chosen, i - 1);
    }
  if (self->chosen->len < n_chosen)
    update_choice (self);
}

/* Of ten thousand runs the list takes a moment: it is made when it is needed. */
static void
ensure_results (PronyResultChooser *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  GtkTreeListModel *tree;

  if (self->results != NULL || self->session == NULL)
    return;

  self->results = prony_result_item_list (prony_session_get_runs (self->session));
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->filtered =
    gtk_filter_list_model_new (g_object_ref (self->results), g_object_ref (self->filter));
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  g_signal_connect_object (self->filtered, "notify::pending", G_CALLBACK (show_list), self,
                           G_CONNECT_SWAPPED);
  self->growth =
    prony_list_growth_new (GTK_WIDGET (self->list), G_LIST_MODEL (g_object_ref (self->filtered)));
  tree = gtk_tree_list_model_new (g_object_ref (prony_list_growth_get_model (self->growth)), FALSE,
                                  FALSE, create_children, NULL, NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (tree)));
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect_object (self->results, "items-changed", G_CALLBACK (on_results_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_list (self);
}

static void
on_search_changed_cb (PronyResultChooser *self)
{
  g_clear_pointer (&self->words, g_strfreev);
  self->words =
    prony_run_entry_split_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  filter_again (self);
}

static void
on_stop_search_cb (PronyResultChooser *self)
{
  g_assert (PRONY_IS_RESULT_CHOOSER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* --- Actions ------------------------------------------------------------------------ */

/* The row of the list that has the focus, or that what has it is in. */
static GtkTreeExpander *
find_focused (PronyResultChooser *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (child != NULL && GTK_IS_TREE_EXPANDER (child))
    return GTK_TREE_EXPANDER (child);
  return focus != NULL ? GTK_TREE_EXPANDER (gtk_widget_get_ancestor (focus, GTK_TYPE_TREE_EXPANDER))
                       : NULL;
}

static void
toggle_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultChooser *self = PRONY_RESULT_CHOOSER (widget);
  GtkTreeExpander *expander = find_focused (self);
  g_autoptr (PronyResultItem) item = expander != NULL ? dup_item (expander) : NULL;

  if (item != NULL)
    set_chosen (self, item, find_chosen (self, item) < 0);
}

static void
expand_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkTreeExpander *expander = find_focused (PRONY_RESULT_CHOOSER (widget));

  if (expander != NULL)
    gtk_tree_list_row_set_expanded (gtk_tree_expander_get_list_row (expander),
                                    g_str_equal (action, "chooser.expand"));
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (PRONY_RESULT_CHOOSER (widget)->search_entry));
}

static void
show_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  for (guint i = 0; i < N_SHOWS; i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), show_names[i]))
      gtk_drop_down_set_selected (PRONY_RESULT_CHOOSER (widget)->show_drop_down, i);
}

/* --- Virtual functions --------------------------------------------------------------- */

static void
prony_result_chooser_map (GtkWidget *widget)
{
  ensure_results (PRONY_RESULT_CHOOSER (widget));

  GTK_WIDGET_CLASS (prony_result_chooser_parent_class)->map (widget);
}

static void
prony_result_chooser_dispose (GObject *object)
{
  PronyResultChooser *self = PRONY_RESULT_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->growth, prony_list_growth_free);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_CHOOSER);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->results);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (prony_result_chooser_parent_class)->dispose (object);
}

static void
prony_result_chooser_finalize (GObject *object)
{
  PronyResultChooser *self = PRONY_RESULT_CHOOSER (object);

  g_ptr_array_unref (self->chosen);
  g_hash_table_unref (self->scenarios);
  g_strfreev (self->words);

  G_OBJECT_CLASS (prony_result_chooser_parent_class)->finalize (object);
}

static void
prony_result_chooser_class_init (PronyResultChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_result_chooser_dispose;
  object_class->finalize = prony_result_chooser_finalize;
  widget_class->map = prony_result_chooser_map;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, show_drop_down);
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, status);
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyResultChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_show_selected_cb",
                                                G_CALLBACK (filter_again));

  gtk_widget_class_install_action (widget_class, "chooser.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "chooser.show", "s", show_action);
  gtk_widget_class_install_action (widget_class, "chooser.toggle", NULL, toggle_action);
  gtk_widget_class_install_action (widget_class, "chooser.expand", NULL, expand_action);
  gtk_widget_class_install_action (widget_class, "chooser.collapse", NULL, expand_action);
}

static void
prony_result_chooser_init (PronyResultChooser *self)
{
  static const PronyShortcut shortcuts[] = {
    { "space", "chooser.toggle" },
    { "Right", "chooser.expand" },
    { "Left", "chooser.collapse" },
  };
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->chosen = g_ptr_array_new_with_free_func (g_object_unref);
  self->scenarios = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  prony_drop_down_set_label (self->show_drop_down, _ ("Results to List"));
  prony_shortcut_add_first (GTK_WIDGET (self->list), shortcuts, G_N_ELEMENTS (shortcuts));
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "chooser.search");
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  update_choice (self);
}

/* --- Public -------------------------------------------------------------------------- */

/**
 * prony_result_chooser_set_session:
 * @self: a chooser
 * @session: whose results can be chosen; only once
 */
void
prony_result_chooser_set_session (PronyResultChooser *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RESULT_CHOOSER (self));
  g_return_if_fail (PRONY_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
}

/**
 * prony_result_chooser_get_chosen:
 * @self: a chooser
 *
 * Returns: (transfer none) (element-type PronyResultItem): what is marked, in the
 *   order of marking
 */
GPtrArray *
prony_result_chooser_get_chosen (PronyResultChooser *self)
{
  g_return_val_if_fail (PRONY_IS_RESULT_CHOOSER (self), NULL);

  return self->chosen;
}

/**
 * prony_result_chooser_choose_items:
 * @self: a chooser
 * @items: (element-type PronyResultItem): results or single trials
 *
 * Marks some results, and no others.
 */
void
prony_result_chooser_choose_items (PronyResultChooser *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) kept = NULL;

  g_return_if_fail (PRONY_IS_RESULT_CHOOSER (self));
  g_return_if_fail (items != NULL);

  kept = g_ptr_array_copy (items, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (kept, g_object_unref);
  g_ptr_array_set_size (self->chosen, 0);
  self->left_out = FALSE;
  for (guint i = 0; i < kept->len && add_chosen (self, g_ptr_array_index (kept, i)); i++)
    continue;
  update_choice (self);
}

/**
 * prony_result_chooser_choose_runs:
 * @self: a chooser with a session
 * @run_ids: (array zero-terminated=1): runs; none to clear all marks
 *
 * Marks all results of some runs, and no others.
 */
void
prony_result_chooser_choose_runs (PronyResultChooser *self, const char *const *run_ids)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (PRONY_IS_RESULT_CHOOSER (self));
  g_return_if_fail (run_ids != NULL);

  if (run_ids[0] != NULL)
    ensure_results (self);
  items = prony_result_item_collect (self->results, run_ids);
  prony_result_chooser_choose_items (self, items);
}
