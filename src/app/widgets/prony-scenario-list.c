/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-scenario-filter.h"
#include "app/widgets/prony-list-focus.h"
#include "app/widgets/prony-scenario-list.h"
#include "app/widgets/prony-scenario-row.h"

/* All scenarios, with a search and a choice of tags: first those that cannot be read, for
 * they want to be mended, then the user's own, then those that came with Prony. */
struct _PronyScenarioList
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkSearchEntry *search_entry;
  GtkMenuButton *tags_button;
  GtkListBox *tags_box;
  GtkStack *stack;
  GtkListBox *list;

  /* Owned */
  GtkFlattenListModel *all;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  PronyScenarioFilter *filter;
  GHashTable *tags; /* those chosen, a set */
  PronyScenarioItem *selected;

  /* Plain */
  gboolean updating; /* the rows are being changed: no row is selected by a person */
};

enum
{
  SELECTED,
  ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyScenarioList, prony_scenario_list, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

/* --- Order and sections ---------------------------------------------------------- */

static guint
get_section (PronyScenarioItem *item)
{
  if (prony_scenario_item_get_problems (item) != NULL)
    return 0;

  return prony_scenario_item_get_scenario (item)->shipped ? 2 : 1;
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  PronyScenarioItem *first = (PronyScenarioItem *) a;
  PronyScenarioItem *second = (PronyScenarioItem *) b;
  guint section = get_section (first);

  if (section != get_section (second))
    return section < get_section (second) ? -1 : 1;
  if (section == 2)
    return 0; /* as Prony has them */

  return g_utf8_collate (prony_scenario_item_get_scenario (first)->title,
                         prony_scenario_item_get_scenario (second)->title);
}

static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *const titles[] = { _ ("With Mistakes"), _ ("Your Scenarios"), _ ("Come With Prony") };
  guint section = get_section (prony_scenario_row_get_item (PRONY_SCENARIO_ROW (row)));
  GtkWidget *label;

  if (before != NULL &&
      get_section (prony_scenario_row_get_item (PRONY_SCENARIO_ROW (before))) == section)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (titles[section]);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 3);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_list_box_row_set_header (row, label);
}

/* --- Search and tags ---------------------------------------------------------------- */

static gboolean
matches (gpointer item, gpointer user_data)
{
  PronyScenarioList *self = user_data;

  return prony_scenario_filter_matches (self->filter, prony_scenario_item_get_scenario (item));
}

static GtkListBoxRow *
find_row (PronyScenarioList *self, PronyScenarioItem *item)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (prony_scenario_row_get_item (PRONY_SCENARIO_ROW (row)) == item)
      return row;

  return NULL;
}

/* The list takes no selection away from what is shown beside it: a search that leaves it
 * out, for instance, only has no row for it. */
static void
show_selection (PronyScenarioList *self)
{
  gtk_list_box_select_row (self->list,
                           self->selected != NULL ? find_row (self, self->selected) : NULL);
}

static void
apply_filter (PronyScenarioList *self)
{
  g_autofree const char **tags = (const char **) g_hash_table_get_keys_as_array (self->tags, NULL);

  g_clear_pointer (&self->filter, prony_scenario_filter_free);
  self->filter =
    prony_scenario_filter_new (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), tags);
  self->updating = TRUE;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                      GTK_FILTER_CHANGE_DIFFERENT);
  self->updating = FALSE;
  show_selection (self);
}

static void
name_tags_button (PronyScenarioList *self)
{
  guint n = g_hash_table_size (self->tags);
  /* TRANSLATORS: a button; %u is how many tags are chosen. */
  g_autofree char *text = n > 0 ? g_strdup_printf (_ ("Tags (%u)"), n) : NULL;

  gtk_menu_button_set_label (self->tags_button, text != NULL ? text : _ ("Tags"));
}

static void
on_tag_toggled_cb (PronyScenarioList *self, GtkCheckButton *check)
{
  const char *tag = g_object_get_data (G_OBJECT (check), "tag");

  g_assert (PRONY_IS_SCENARIO_LIST (self));

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->tags, g_strdup (tag));
  else
    g_hash_table_remove (self->tags, tag);
  name_tags_button (self);
  apply_filter (self);
}

static GtkWidget *
make_tag_row (PronyScenarioList *self, const PronyTagCount *count)
{
  GtkWidget *row = gtk_list_box_row_new ();
  /* TRANSLATORS: a tag, and how many scenarios have it. */
  g_autofree char *text = g_strdup_printf (_ ("%s (%u)"), count->tag, count->count);
  GtkWidget *check = gtk_check_button_new_with_label (text);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               g_hash_table_contains (self->tags, count->tag));
  g_object_set_data_full (G_OBJECT (check), "tag", g_strdup (count->tag), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_tag_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  return row;
}

static GPtrArray *
list_scenarios (PronyScenarioList *self)
{
  GPtrArray *scenarios = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->all)); i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (G_LIST_MODEL (self->all), i);

      g_ptr_array_add (scenarios, prony_scenario_item_get_scenario (item));
    }

  return scenarios;
}

static gboolean
is_gone (gpointer tag, gpointer value, gpointer counts)
{
  const GArray *known = counts;

  for (guint i = 0; i < known->len; i++)
    if (g_str_equal (g_array_index (known, PronyTagCount, i).tag, tag))
      return FALSE;

  return TRUE;
}

static void
fill_tags (PronyScenarioList *self)
{
  g_autoptr (GPtrArray) scenarios = list_scenarios (self);
  g_autoptr (GArray) counts = prony_scenario_count_tags (scenarios);
  GtkListBoxRow *row;

  g_hash_table_foreach_remove (self->tags, is_gone, counts);
  while ((row = gtk_list_box_get_row_at_index (self->tags_box, 0)) != NULL)
    gtk_list_box_remove (self->tags_box, GTK_WIDGET (row));
  for (guint i = 0; i < counts->len; i++)
    gtk_list_box_append (self->tags_box,
                         make_tag_row (self, &g_array_index (counts, PronyTagCount, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->tags_button), counts->len > 0);
  name_tags_button (self);
}

/* --- Callbacks ------------------------------------------------------------------------- */

static void
on_item_changed_cb (PronyScenarioList *self)
{
  g_assert (PRONY_IS_SCENARIO_LIST (self));

  fill_tags (self);
  apply_filter (self);
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
}

static void
on_items_changed_cb (PronyScenarioList *self, guint position, guint removed, guint added)
{
  g_assert (PRONY_IS_SCENARIO_LIST (self));

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (G_LIST_MODEL (self->all), i);

      g_signal_handlers_disconnect_by_func (item, on_item_changed_cb, self);
      g_signal_connect_object (item, "notify::tags", G_CALLBACK (on_item_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  fill_tags (self);
}

static void
on_rows_changed_cb (PronyScenarioList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sorted));

  g_assert (PRONY_IS_SCENARIO_LIST (self));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  if (!self->updating)
    show_selection (self);
}

static void
on_row_selected_cb (PronyScenarioList *self, GtkListBoxRow *row)
{
  g_assert (PRONY_IS_SCENARIO_LIST (self));

  if (row == NULL || self->updating)
    return;
  if (g_set_object (&self->selected, prony_scenario_row_get_item (PRONY_SCENARIO_ROW (row))))
    g_signal_emit (self, signals[SELECTED], 0, self->selected);
}

static void
on_row_activated_cb (PronyScenarioList *self, GtkListBoxRow *row)
{
  g_assert (PRONY_IS_SCENARIO_LIST (self));

  g_signal_emit (self, signals[ACTIVATED], 0,
                 prony_scenario_row_get_item (PRONY_SCENARIO_ROW (row)));
}

static void
on_stop_search_cb (PronyScenarioList *self)
{
  GtkListBoxRow *row;

  g_assert (PRONY_IS_SCENARIO_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  apply_filter (self); /* the entry itself tells of it a little later */
  row = gtk_list_box_get_selected_row (self->list);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

static void
clear_search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioList *self = (PronyScenarioList *) widget;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  g_hash_table_remove_all (self->tags);
  fill_tags (self);
  apply_filter (self);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  return prony_scenario_row_new (item);
}

/* --- The widget ----------------------------------------------------------------------- */

static void
prony_scenario_list_dispose (GObject *object)
{
  PronyScenarioList *self = (PronyScenarioList *) object;

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (self->sorted != NULL)
    g_signal_handlers_disconnect_by_data (self->sorted, self);
  if (self->all != NULL)
    g_signal_handlers_disconnect_by_data (self->all, self);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_object (&self->all);
  g_clear_object (&self->selected);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SCENARIO_LIST);

  G_OBJECT_CLASS (prony_scenario_list_parent_class)->dispose (object);
}

static void
prony_scenario_list_finalize (GObject *object)
{
  PronyScenarioList *self = (PronyScenarioList *) object;

  prony_scenario_filter_free (self->filter);
  g_hash_table_unref (self->tags);

  G_OBJECT_CLASS (prony_scenario_list_parent_class)->finalize (object);
}

static void
prony_scenario_list_class_init (PronyScenarioListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenario_list_dispose;
  object_class->finalize = prony_scenario_list_finalize;

  /**
   * PronyScenarioList::selected:
   * @self: the list
   * @item: what a person chose to look at
   */
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, PRONY_TYPE_SCENARIO_ITEM);

  /**
   * PronyScenarioList::activated:
   * @self: the list
   * @item: what a person wants to have in front of them
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, PRONY_TYPE_SCENARIO_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioList, tags_button);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioList, tags_box);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioList, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioList, list);
  gtk_widget_class_bind_template_callback (widget_class, apply_filter);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_install_action (widget_class, "scenario-list.show-all", NULL,
                                   clear_search_action);
}

static void
prony_scenario_list_init (PronyScenarioList *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_items, NULL, NULL));

  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->filter = prony_scenario_filter_new ("", NULL);
  self->all = gtk_flatten_list_model_new (NULL);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->all)), filter);
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)), sorter);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->all, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_set_header_func (self->list, add_header, NULL, NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->sorted), create_row_cb, NULL, NULL);
  g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (on_rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  prony_list_focus_make_one_stop (self->list);
}

/**
 * prony_scenario_list_set_session:
 * @self: a list
 * @session: whose scenarios it shows
 *
 * Fills the list; called once.
 */
void
prony_scenario_list_set_session (PronyScenarioList *self, PronySession *session)
{
  g_autoptr (GListStore) lists = g_list_store_new (G_TYPE_LIST_MODEL);

  g_return_if_fail (PRONY_IS_SCENARIO_LIST (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  g_list_store_append (lists, prony_session_get_broken_scenarios (session));
  g_list_store_append (lists, prony_session_get_scenarios (session));
  gtk_flatten_list_model_set_model (self->all, G_LIST_MODEL (lists));
}

/**
 * prony_scenario_list_get_selected:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what was selected last
 */
PronyScenarioItem *
prony_scenario_list_get_selected (PronyScenarioList *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_LIST (self), NULL);

  return self->selected;
}

/**
 * prony_scenario_list_select:
 * @self: a list
 * @item: (nullable): a scenario; %NULL for the first one
 *
 * Selects a scenario, as a person does.
 */
void
prony_scenario_list_select (PronyScenarioList *self, PronyScenarioItem *item)
{
  GtkListBoxRow *row;

  g_return_if_fail (PRONY_IS_SCENARIO_LIST (self));

  row = gtk_list_box_get_row_at_index (self->list, 0);
  if (item == NULL && row != NULL)
    item = prony_scenario_row_get_item (PRONY_SCENARIO_ROW (row));
  if (!g_set_object (&self->selected, item))
    {
      show_selection (self);
      return;
    }

  if (item != NULL)
    g_signal_emit (self, signals[SELECTED], 0, item);
  show_selection (self);
  row = item != NULL ? find_row (self, item) : NULL;
  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (row)); /* which brings it into sight */
}

/**
 * prony_scenario_list_focus_search:
 * @self: a list
 *
 * Lets the user type what to look for.
 */
void
prony_scenario_list_focus_search (PronyScenarioList *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * prony_scenario_list_toggle_tag:
 * @self: a list
 * @tag: a tag
 *
 * Shows only scenarios that have it, besides the tags that are chosen; or no longer.
 */
void
prony_scenario_list_toggle_tag (PronyScenarioList *self, const char *tag)
{
  g_return_if_fail (PRONY_IS_SCENARIO_LIST (self));
  g_return_if_fail (tag != NULL);

  if (!g_hash_table_remove (self->tags, tag))
    g_hash_table_add (self->tags, g_strdup (tag));
  fill_tags (self);
  apply_filter (self);
}
