/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-standing-table.h"
#include "app/widgets/prony-table.h"
#include "core/model/prony-run-targets.h"

struct _PronyStandingTable
{
  AdwBin parent_instance;

  /* Template children */
  GtkMenuButton *sort_button;
  GtkDropDown *chooser;
  GtkLabel *title_label;
  AdwBin *place;

  /* Borrowed references */
  PronyTable *table;
  GtkStringList *choices; /* what is under way, then those that have begun */

  /* Owned references */
  GListStore *rows;
  GHashTable *row_of_trial;   /* trial's index → PronyTableRow, owned by the list */
  PronyRunSnapshot *snapshot; /* (nullable): what is shown */
  PronyStanding *standing;    /* (nullable): of it */

  /* Plain */
  int sorted_by; /* by the menu; -1 for none */
  GtkSortType order;
};

G_DEFINE_FINAL_TYPE (PronyStandingTable, prony_standing_table, ADW_TYPE_BIN)

enum
{
  COLUMN_TARGET,
  COLUMN_STATE,
  COLUMN_REQUESTS,
  FIRST_HEADLINE,
};

static const char *const titles[PRONY_N_HEADLINES] = {
  [PRONY_HEADLINE_OUTPUT_RATE] = N_ ("Output Rate"),
  [PRONY_HEADLINE_TTFT] = N_ ("TTFT p50"),
  [PRONY_HEADLINE_ITL] = N_ ("ITL p50"),
  [PRONY_HEADLINE_LATENCY] = N_ ("Latency p50"),
  [PRONY_HEADLINE_REQUEST_RATE] = N_ ("Request Rate"),
  [PRONY_HEADLINE_SUCCESS] = N_ ("Success"),
};

/* --- Rows ----------------------------------------------------------------------- */

static GPtrArray *
list_targets (PronyStandingTable *self)
{
  GPtrArray *targets = g_ptr_array_new ();

  for (guint i = 0; i < self->standing->rows->len; i++)
    {
      const PronyStandingRow *row = &g_array_index (self->standing->rows, PronyStandingRow, i);
      const PronyTrialSnapshot *trial = g_ptr_array_index (self->snapshot->trials, row->trial);

      if (prony_run_find_target (targets, trial->trial->target) < 0)
        g_ptr_array_add (targets, trial->trial->target);
    }

  return targets;
}

static PronyTableRow *
add_row (PronyStandingTable *self, const PronyStandingRow *standing)
{
  g_autoptr (PronyTableRow) row = prony_table_row_new ();

  prony_table_row_add_text (row, "");
  prony_table_row_add_text (row, "");
  for (guint i = COLUMN_REQUESTS; i < FIRST_HEADLINE + PRONY_N_HEADLINES; i++)
    prony_table_row_add_number (row, NAN, g_strdup (""));
  g_list_store_append (self->rows, row);
  g_hash_table_insert (self->row_of_trial, GUINT_TO_POINTER (standing->trial), row);
  return row;
}

/* What a target really is turns out when it is prepared. */
static void
set_target (PronyTableRow *row, GPtrArray *targets, PronyTarget *target)
{
  g_autofree char *title =
    prony_run_target_title (targets, prony_run_find_target (targets, target));
  /* Translators: %s is the name of an engine */
  g_autofree char *simulated = g_strdup_printf (_ ("%s (simulated)"), title);

  prony_table_row_set_text (row, COLUMN_TARGET, target->simulated ? simulated : title);
}

static gboolean
update_row (PronyTableRow *row, const PronyStandingRow *standing)
{
  prony_table_row_set_text (row, COLUMN_STATE, prony_state_title (standing->state));
  prony_table_row_set_number (row, COLUMN_REQUESTS, (double) standing->requests,
                              prony_format_value ((double) standing->requests, PRONY_UNIT_COUNT));
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    {
      PronyUnit unit = prony_metric_get_info (prony_headline_get_metric (i))->unit;

      prony_table_row_set_number (row, FIRST_HEADLINE + i, standing->values[i],
                                  prony_format_value (standing->values[i], unit));
      prony_table_row_set_mark (row, FIRST_HEADLINE + i,
                                /* Translators: of the target that leads in a table */
                                standing->leads[i] ? C_ ("standing", "Best") : NULL);
    }

  return prony_table_row_commit (row);
}

static void
show_rows (PronyStandingTable *self)
{
  g_autoptr (GPtrArray) targets = list_targets (self);
  gboolean changed = FALSE;

  for (guint i = 0; i < self->standing->rows->len; i++)
    {
      const PronyStandingRow *standing = &g_array_index (self->standing->rows, PronyStandingRow, i);
      const PronyTrialSnapshot *trial = g_ptr_array_index (self->snapshot->trials, standing->trial);
      PronyTableRow *row =
        g_hash_table_lookup (self->row_of_trial, GUINT_TO_POINTER (standing->trial));

      if (row == NULL)
        row = add_row (self, standing);
      set_target (row, targets, trial->trial->target);
      changed = update_row (row, standing) || changed;
    }
  if (changed)
    prony_table_resort (self->table);
}

/* --- Which standing ------------------------------------------------------------- */

static gboolean
is_active (PronyRunSnapshot *snapshot, PronyStanding *standing)
{
  for (guint i = 0; i < snapshot->active->len; i++)
    for (guint j = 0; j < standing->rows->len; j++)
      if (g_array_index (standing->rows, PronyStandingRow, j).latest ==
          g_array_index (snapshot->active, guint, i))
        return TRUE;

  return FALSE;
}

/* What is under way; between two trials, and at the end, what was last. */
static PronyStanding *
find_current (PronyRunSnapshot *snapshot)
{
  for (guint i = snapshot->standings->len; i > 0; i--)
    {
      PronyStanding *standing = g_ptr_array_index (snapshot->standings, i - 1);

      if (is_active (snapshot, standing))
        return standing;
    }

  return g_ptr_array_index (snapshot->standings, snapshot->standings->len - 1);
}

static PronyStanding *
choose (PronyStandingTable *self, PronyRunSnapshot *snapshot)
{
  guint chosen = gtk_drop_down_get_selected (self->chooser);

  if (chosen == 0 || chosen > snapshot->standings->len)
    return find_current (snapshot);

  return g_ptr_array_index (snapshot->standings, chosen - 1);
}

static char *
describe (PronyStanding *standing)
{
  g_autofree char *load = prony_load_level_describe (&standing->load);

  return g_strdup_printf ("%s · %s", prony_scenario_translate (standing->scenario_title), load);
}

static gboolean
is_same (PronyStanding *a, PronyStanding *b)
{
  return a != NULL && g_str_equal (a->scenario_name, b->scenario_name) &&
         prony_load_level_equal (&a->load, &b->load);
}

static void
set_standing (PronyStandingTable *self, PronyStanding *standing)
{
  g_autofree char *title = describe (standing);

  if (!is_same (self->standing, standing))
    {
      g_list_store_remove_all (self->rows);
      g_hash_table_remove_all (self->row_of_trial);
      gtk_label_set_label (self->title_label, title);
    }
  g_clear_pointer (&self->standing, prony_standing_unref);
  self->standing = prony_standing_ref (standing);
}

static void
add_choices (PronyStandingTable *self, PronyRunSnapshot *snapshot)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->choices)) - 1;

  for (guint i = n; i < snapshot->standings->len; i++)
    {
      g_autofree char *title = describe (g_ptr_array_index (snapshot->standings, i));

      gtk_string_list_append (self->choices, title);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->chooser), snapshot->standings->len > 1);
}

static void
on_chosen_cb (PronyStandingTable *self)
{
  if (self->snapshot != NULL)
    prony_standing_table_show (self, self->snapshot);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyStandingTable *self = PRONY_STANDING_TABLE (widget);
  guint choice = g_variant_get_uint32 (parameter);

  if (choice < g_list_model_get_n_items (G_LIST_MODEL (self->choices)))
    gtk_drop_down_set_selected (self->chooser, choice);
}

/* --- Sorting -------------------------------------------------------------------- */

/* The better way first; the same column again turns it round. The headings of the table
 * take no keys. */
static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyStandingTable *self = PRONY_STANDING_TABLE (widget);
  int column = g_variant_get_int32 (parameter);
  gboolean turn = column == self->sorted_by && self->order == GTK_SORT_ASCENDING;
  PronyBetter better = PRONY_BETTER_NEITHER;

  if (column >= FIRST_HEADLINE && column < FIRST_HEADLINE + PRONY_N_HEADLINES)
    better = prony_metric_get_info (prony_headline_get_metric (column - FIRST_HEADLINE))->better;
  if (column == self->sorted_by)
    self->order = turn ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;
  else
    self->order = better == PRONY_BETTER_HIGHER ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING;
  self->sorted_by = column;
  prony_table_sort (self->table, MIN (column, FIRST_HEADLINE + PRONY_N_HEADLINES - 1), self->order);
}

static void
add_to_menu (GMenu *menu, const char *title, int column)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

  g_menu_item_set_action_and_target (item, "standing.sort", "i", column);
  g_menu_append_item (menu, item);
}

static void
add_column (
  PronyStandingTable *self, GMenu *menu, int column, const char *title, const char *definition)
{
  prony_table_add_column (self->table, title, definition, column >= COLUMN_REQUESTS);
  add_to_menu (menu, title, column);
}

static void
add_columns (PronyStandingTable *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  add_to_menu (menu, _ ("Order of the Run"), -1);
  add_column (self, menu, COLUMN_TARGET, _ ("Target"), NULL);
  add_column (self, menu, COLUMN_STATE, _ ("State"), NULL);
  add_column (self, menu, COLUMN_REQUESTS, _ ("Ended"),
              _ ("How many measured requests have ended so far"));
  for (guint i = 0; i < PRONY_N_HEADLINES; i++)
    {
      PronyMetric metric = prony_headline_get_metric (i);
      /* Translators: a metric's title and its definition */
      g_autofree char *definition = g_strdup_printf (_ ("%s: %s"), prony_metric_get_title (metric),
                                                     prony_metric_get_definition (metric));

      add_column (self, menu, FIRST_HEADLINE + (int) i, _ (titles[i]), definition);
    }
  gtk_menu_button_set_menu_model (self->sort_button, G_MENU_MODEL (menu));
}

/* --- The widget ----------------------------------------------------------------- */

static void
on_choice_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "width-chars", 6, "max-width-chars", 24, NULL);

  gtk_list_item_set_child (item, label);
}

static void
on_choice_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *choice = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (choice));
}

/* The button gives way in a narrow window; the list below it says all. */
static void
make_choices (PronyStandingTable *self)
{
  const char *const first[] = { _ ("Under Way"), NULL };
  GtkListItemFactory *whole = gtk_drop_down_get_factory (self->chooser);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_choice_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_choice_bind_cb), NULL);
  gtk_drop_down_set_list_factory (self->chooser, whole);
  gtk_drop_down_set_factory (self->chooser, factory);

  self->choices = gtk_string_list_new (first);
  gtk_drop_down_set_model (self->chooser, G_LIST_MODEL (self->choices));
  g_object_unref (self->choices);
}

static void
prony_standing_table_dispose (GObject *object)
{
  PronyStandingTable *self = PRONY_STANDING_TABLE (object);

  g_clear_object (&self->rows);
  g_clear_pointer (&self->row_of_trial, g_hash_table_unref);
  g_clear_pointer (&self->standing, prony_standing_unref);
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_STANDING_TABLE);

  G_OBJECT_CLASS (prony_standing_table_parent_class)->dispose (object);
}

static void
prony_standing_table_class_init (PronyStandingTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_standing_table_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-standing-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyStandingTable, sort_button);
  gtk_widget_class_bind_template_child (widget_class, PronyStandingTable, chooser);
  gtk_widget_class_bind_template_child (widget_class, PronyStandingTable, title_label);
  gtk_widget_class_bind_template_child (widget_class, PronyStandingTable, place);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_cb);
  gtk_widget_class_install_action (widget_class, "standing.sort", "i", sort_action);
  gtk_widget_class_install_action (widget_class, "standing.show", "u", show_action);
}

static void
prony_standing_table_init (PronyStandingTable *self)
{
  self->sorted_by = -1;
  self->rows = g_list_store_new (PRONY_TYPE_TABLE_ROW);
  self->row_of_trial = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->table = PRONY_TABLE (prony_table_new ());
  prony_table_set_label (self->table, _ ("Comparison so far"));
  prony_table_set_mark_tooltip (self->table, _ ("Clearly the best so far"));
  adw_bin_set_child (self->place, GTK_WIDGET (self->table));
  add_columns (self);
  prony_table_set_rows (self->table, G_LIST_MODEL (self->rows));
  make_choices (self);
  prony_drop_down_set_label (self->chooser, _ ("Scenario and Load"));
}

/**
 * prony_standing_table_reset:
 * @self: a table
 *
 * Forgets the run that it shows. How it is sorted stays.
 */
void
prony_standing_table_reset (PronyStandingTable *self)
{
  guint n;

  g_return_if_fail (PRONY_IS_STANDING_TABLE (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->choices));
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  g_clear_pointer (&self->standing, prony_standing_unref);
  gtk_drop_down_set_selected (self->chooser, 0);
  gtk_string_list_splice (self->choices, 1, n - 1, NULL);
  g_list_store_remove_all (self->rows);
  g_hash_table_remove_all (self->row_of_trial);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * prony_standing_table_show:
 * @self: a table
 * @snapshot: how the run stands
 *
 * Brings the table up to date in place: order, selection and what is scrolled into view
 * stay. Hidden until something is measured.
 */
void
prony_standing_table_show (PronyStandingTable *self, PronyRunSnapshot *snapshot)
{
  g_return_if_fail (PRONY_IS_STANDING_TABLE (self));
  g_return_if_fail (snapshot != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), snapshot->standings->len > 0);
  if (snapshot->standings->len == 0)
    return;

  if (self->snapshot != snapshot)
    {
      g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
      self->snapshot = prony_run_snapshot_ref (snapshot);
    }
  add_choices (self, snapshot);
  set_standing (self, choose (self, snapshot));
  show_rows (self);
}
