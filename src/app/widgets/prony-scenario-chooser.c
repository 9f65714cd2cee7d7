/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-scenario-item.h"
#include "app/widgets/prony-expander.h"
#include "app/widgets/prony-scenario-chooser.h"

/* What is chosen until the user chooses: short prompts, which any engine answers within a
 * minute. */
#define FIRST_SCENARIO "short-short"

struct _PronyScenarioChooser
{
  GObject parent_instance;

  /* Borrowed: the owner of the chooser owns the group */
  AdwPreferencesGroup *group;

  /* Owned references */
  GListModel *library; /* of PronyScenarioItem */
  GPtrArray *rows;     /* GtkWidget in the group, borrowed */
  GPtrArray *checks;   /* GtkCheckButton, borrowed; each has its scenario */
  GHashTable *chosen;  /* names, a set */
  GPtrArray *used;     /* PronyScenario of the plan that is used, in its order */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyScenarioChooser, prony_scenario_chooser, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static PronyScenario *
get_scenario (GtkCheckButton *check)
{
  return g_object_get_data (G_OBJECT (check), "scenario");
}

static PronyScenario *
find_used (PronyScenarioChooser *self, const char *name)
{
  for (guint i = 0; i < self->used->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->used, i);

      if (g_str_equal (scenario->name, name))
        return scenario;
    }

  return NULL;
}

static PronyScenario *
find_in_library (PronyScenarioChooser *self, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->library); i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (self->library, i);
      PronyScenario *scenario = prony_scenario_item_get_scenario (item);

      if (g_str_equal (scenario->name, name))
        return scenario; /* the item keeps it alive */
    }

  return NULL;
}

/* --- Rows ------------------------------------------------------------------------- */

static void
update (PronyScenarioChooser *self)
{
  guint n = self->checks->len;
  guint n_chosen = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    n_chosen += gtk_check_button_get_active (g_ptr_array_index (self->checks, i)) ? 1 : 0;

  /* Translators: how many scenarios are chosen, and how many there are */
  text = g_strdup_printf (_ ("What to ask of each target: %u of %u chosen"), n_chosen, n);
  adw_preferences_group_set_description (self->group, text);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_toggled_cb (GtkCheckButton *check, PronyScenarioChooser *self)
{
  const char *name = get_scenario (check)->name;

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->chosen, g_strdup (name));
  else
    g_hash_table_remove (self->chosen, name);
  update (self);
}

static gboolean
is_core (PronyScenario *scenario)
{
  return prony_scenario_has_tag (scenario, "core");
}

/* The four that everybody measures, the user's own and what is chosen; the others of the
 * library are one step away. */
static gboolean
is_near (PronyScenarioChooser *self, PronyScenario *scenario)
{
  return !scenario->shipped || is_core (scenario) ||
         g_hash_table_contains (self->chosen, scenario->name);
}

static void
add_row (PronyScenarioChooser *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
new_check (PronyScenarioChooser *self, PronyScenario *scenario, const char *title)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               g_hash_table_contains (self->chosen, scenario->name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  prony_scenario_translate (scenario->description), -1);
  g_object_set_data_full (G_OBJECT (check), "scenario", prony_scenario_ref (scenario),
                          (GDestroyNotify) prony_scenario_unref);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled_cb), self, 0);
  g_ptr_array_add (self->checks, check);
  return check;
}

static void
append (PronyScenarioChooser *self, PronyScenario *scenario, GtkWidget *more)
{
  const char *title = prony_scenario_translate (scenario->title);
  const char *subtitle = prony_scenario_translate (scenario->description);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = new_check (self, scenario, title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  /* All of it: it says what is measured and why. */
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (scenario->kept)
    {
      GtkWidget *badge = gtk_label_new (_ ("As It Was Then"));

      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (badge, "prony-badge");
      gtk_widget_set_tooltip_text (badge, _ ("The scenario has changed since that run"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
    }
  if (is_near (self, scenario))
    add_row (self, row);
  else
    adw_expander_row_add_row (ADW_EXPANDER_ROW (more), row);
}

static void
append_all (PronyScenarioChooser *self, GtkWidget *more)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->library); i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (self->library, i);
      PronyScenario *scenario = prony_scenario_item_get_scenario (item);
      PronyScenario *used = find_used (self, scenario->name);

      append (self, used != NULL && used->kept ? used : scenario, more);
    }
  for (guint i = 0; i < self->used->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->used, i);

      if (find_in_library (self, scenario->name) == NULL)
        append (self, scenario, more);
    }
}

/* Scenarios come, change and go while they are edited; what is chosen is known by its
 * name. */
static void
fill (PronyScenarioChooser *self)
{
  GtkWidget *more = g_object_ref_sink (adw_expander_row_new ());

  prony_expander_save_layout (ADW_EXPANDER_ROW (more));
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), _ ("More Scenarios"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More Scenarios"), -1);
  append_all (self, more);
  if (self->checks->len > self->rows->len)
    add_row (self, more);
  g_object_unref (more);
  update (self);
}

static void
on_items_changed_cb (PronyScenarioChooser *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PronyScenarioItem) item = g_list_model_get_item (self->library, i);

      g_signal_handlers_disconnect_by_func (item, fill, self);
      g_signal_connect_object (item, "notify::title", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
    }
  fill (self);
}

/* --- The object --------------------------------------------------------------------- */

static void
prony_scenario_chooser_dispose (GObject *object)
{
  PronyScenarioChooser *self = PRONY_SCENARIO_CHOOSER (object);

  self->group = NULL;
  g_clear_object (&self->library);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_clear_pointer (&self->used, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_scenario_chooser_parent_class)->dispose (object);
}

static void
prony_scenario_chooser_class_init (PronyScenarioChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_scenario_chooser_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_scenario_chooser_init (PronyScenarioChooser *self)
{
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->used = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);
  g_hash_table_add (self->chosen, g_strdup (FIRST_SCENARIO));
}

/**
 * prony_scenario_chooser_new:
 * @group: where the rows go; must outlive the chooser
 * @scenarios: a list of #PronyScenarioItem
 *
 * Returns: (transfer full): a chooser that has filled @group
 */
PronyScenarioChooser *
prony_scenario_chooser_new (AdwPreferencesGroup *group, GListModel *scenarios)
{
  PronyScenarioChooser *self = g_object_new (PRONY_TYPE_SCENARIO_CHOOSER, NULL);

  self->group = group;
  self->library = g_object_ref (scenarios);
  g_signal_connect_object (scenarios, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_items_changed_cb (self, 0, 0, g_list_model_get_n_items (scenarios));
  return self;
}

/**
 * prony_scenario_chooser_set:
 * @self: a chooser
 * @name: a scenario's name; one that there is not is ignored
 * @selected: whether it is to be asked
 *
 * Chooses by name what a click on a row chooses.
 */
void
prony_scenario_chooser_set (PronyScenarioChooser *self, const char *name, gboolean selected)
{
  g_return_if_fail (PRONY_IS_SCENARIO_CHOOSER (self));
  g_return_if_fail (name != NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);

      if (g_str_equal (get_scenario (check)->name, name))
        gtk_check_button_set_active (check, selected);
    }
}

/**
 * prony_scenario_chooser_select_only:
 * @self: a chooser
 * @name: a scenario's name
 *
 * Chooses this scenario alone, as the library has it.
 */
void
prony_scenario_chooser_select_only (PronyScenarioChooser *self, const char *name)
{
  g_return_if_fail (PRONY_IS_SCENARIO_CHOOSER (self));
  g_return_if_fail (name != NULL);

  g_ptr_array_set_size (self->used, 0);
  g_hash_table_remove_all (self->chosen);
  g_hash_table_add (self->chosen, g_strdup (name));
  fill (self);
}

/**
 * prony_scenario_chooser_select_some:
 * @self: a chooser
 * @which: "core" for the four that everybody measures, "all" or "none"; anything else is
 *   ignored
 *
 * Chooses several scenarios in place of those that are chosen.
 */
void
prony_scenario_chooser_select_some (PronyScenarioChooser *self, const char *which)
{
  gboolean all = g_strcmp0 (which, "all") == 0;
  gboolean core = g_strcmp0 (which, "core") == 0;

  g_return_if_fail (PRONY_IS_SCENARIO_CHOOSER (self));

  if (!all && !core && g_strcmp0 (which, "none") != 0)
    return;

  g_hash_table_remove_all (self->chosen);
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);
      gboolean on = all || (core && is_core (get_scenario (check)));

      g_signal_handlers_block_by_func (check, on_toggled_cb, self);
      gtk_check_button_set_active (check, on);
      g_signal_handlers_unblock_by_func (check, on_toggled_cb, self);
      if (on)
        g_hash_table_add (self->chosen, g_strdup (get_scenario (check)->name));
    }
  update (self);
}

/**
 * prony_scenario_chooser_set_scenarios:
 * @self: a chooser
 * @scenarios: (element-type PronyScenario): of a plan
 *
 * Chooses the scenarios of a plan, in its order. One that the library does not have, or
 * that a run has kept as it was, stays as it is.
 */
void
prony_scenario_chooser_set_scenarios (PronyScenarioChooser *self, GPtrArray *scenarios)
{
  g_return_if_fail (PRONY_IS_SCENARIO_CHOOSER (self));
  g_return_if_fail (scenarios != NULL);

  g_ptr_array_set_size (self->used, 0);
  g_hash_table_remove_all (self->chosen);
  for (guint i = 0; i < scenarios->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (scenarios, i);

      g_ptr_array_add (self->used, prony_scenario_ref (scenario));
      g_hash_table_add (self->chosen, g_strdup (scenario->name));
    }
  fill (self);
}

/**
 * prony_scenario_chooser_get_scenarios:
 * @self: a chooser
 *
 * Returns: (transfer full) (element-type PronyScenario): what was chosen: what the plan
 *   that is used has, in its order, then the others in the order of the rows
 */
GPtrArray *
prony_scenario_chooser_get_scenarios (PronyScenarioChooser *self)
{
  GPtrArray *scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_scenario_unref);

  g_return_val_if_fail (PRONY_IS_SCENARIO_CHOOSER (self), scenarios);

  for (guint i = 0; i < self->used->len; i++)
    {
      PronyScenario *scenario = g_ptr_array_index (self->used, i);
      PronyScenario *now = find_in_library (self, scenario->name);

      if (g_hash_table_contains (self->chosen, scenario->name))
        g_ptr_array_add (scenarios,
                         prony_scenario_ref (scenario->kept || now == NULL ? scenario : now));
    }
  for (guint i = 0; i < self->checks->len; i++)
    {
      PronyScenario *scenario = get_scenario (g_ptr_array_index (self->checks, i));

      if (g_hash_table_contains (self->chosen, scenario->name) &&
          find_used (self, scenario->name) == NULL)
        g_ptr_array_add (scenarios, prony_scenario_ref (scenario));
    }

  return scenarios;
}
