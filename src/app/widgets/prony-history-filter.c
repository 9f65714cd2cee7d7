/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-history-filter.h"
#include "app/widgets/prony-name-choice.h"
#include "core/model/prony-scenario.h"

enum
{
  ENGINE,
  MODEL,
  SCENARIO,
  TAG,
  N_NAMES
};

enum
{
  GROUPING,
  SPAN,
  SIMULATED,
  PARTIAL,
  N_CHOICES
};

struct _PronyHistoryFilter
{
  AdwBin parent_instance;

  /* Borrowed, owned by the widget */
  GtkMenuButton *button;
  PronyNameChoice *names[N_NAMES];
  GtkDropDown *choices[N_CHOICES];
  GtkCheckButton *pinned;

  /* Owned */
  GListModel *runs; /* (nullable): of PronyRunItem */

  /* Plain */
  gboolean setting;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PronyHistoryFilter, prony_history_filter, ADW_TYPE_BIN)

/* In the order of PronyRunGrouping, of PronyRunSpan, and of what comes of get_side(). */
static const char *const titles[N_CHOICES][PRONY_N_RUN_GROUPINGS + 1] = {
  [GROUPING] = { N_ ("No groups"), N_ ("Day"), N_ ("Month"), N_ ("Engine"), N_ ("Model"),
                 N_ ("Scenario"), N_ ("Tag"), NULL },
  [SPAN] = { N_ ("Any time"), N_ ("Today"), N_ ("Last 7 days"), N_ ("Last 30 days"), NULL },
  [SIMULATED] = { N_ ("Real and simulated"), N_ ("Real only"), N_ ("Simulated only"), NULL },
  [PARTIAL] = { N_ ("Whole and partial"), N_ ("Whole only"), N_ ("Partial only"), NULL },
};

/* From the place in a list of three: both, the usual, the other one. */
static int
get_side (GtkDropDown *choice)
{
  guint selected = gtk_drop_down_get_selected (choice);

  return selected == 1 ? -1 : selected == 2 ? 1 : 0;
}

static void
set_side (GtkDropDown *choice, int side)
{
  gtk_drop_down_set_selected (choice, side < 0 ? 1 : side > 0 ? 2 : 0);
}

static void
show_count (PronyHistoryFilter *self)
{
  g_auto (PronyRunSearch) search = { 0 };
  g_autofree char *label = NULL;
  guint n;

  prony_history_filter_get_search (self, &search);
  n = prony_run_search_count_filters (&search);
  if (n > 0)
    /* Translators: on a button: how many filters are in use */
    label = g_strdup_printf (_ ("_Filter (%u)"), n);
  gtk_menu_button_set_label (self->button, label != NULL ? label : _ ("_Filter"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history-filter.clear", n > 0);
}

static void
on_changed_cb (PronyHistoryFilter *self)
{
  g_assert (PRONY_IS_HISTORY_FILTER (self));

  if (self->setting)
    return;

  show_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
count_names (PronyNameChoice *choice, GStrv names, GStrv name_titles)
{
  for (guint i = 0; names[i] != NULL; i++)
    prony_name_choice_count (
      choice, names[i], name_titles != NULL ? prony_scenario_translate (name_titles[i]) : NULL);
}

/* The names of the runs that there are now. */
static void
fill (PronyHistoryFilter *self)
{
  guint n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;

  self->setting = TRUE;
  for (guint i = 0; i < N_NAMES; i++)
    prony_name_choice_begin (self->names[i]);
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (self->runs, i);
      const PronyRunEntry *entry = prony_run_item_get_entry (item);

      count_names (self->names[ENGINE], entry->targets, NULL);
      count_names (self->names[MODEL], entry->models, NULL);
      count_names (self->names[SCENARIO], entry->scenarios, entry->scenario_titles);
      count_names (self->names[TAG], entry->tags, NULL);
    }
  for (guint i = 0; i < N_NAMES; i++)
    prony_name_choice_end (self->names[i], NULL);
  self->setting = FALSE;
}

static void
on_open_cb (GtkMenuButton *button, gpointer user_data)
{
  fill (user_data);
}

static void
clear_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyHistoryFilter *self = PRONY_HISTORY_FILTER (widget);
  const PronyRunSearch nothing = { 0 };

  prony_history_filter_set_search (self, &nothing);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Making ------------------------------------------------------------------------ */

static void
attach (GtkGrid *grid, int row, const char *title, GtkWidget *widget)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, widget, 1, row, 1, 1);
}

static void
add_choice (PronyHistoryFilter *self, GtkGrid *grid, int row, guint choice, const char *title)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (guint i = 0; titles[choice][i] != NULL; i++)
    gtk_string_list_append (list, _ (titles[choice][i]));
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (list)), NULL);
  prony_drop_down_set_label (GTK_DROP_DOWN (drop_down), title);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->choices[choice] = GTK_DROP_DOWN (drop_down);
  attach (grid, row, title, drop_down);
}

static void
add_names (
  PronyHistoryFilter *self, GtkGrid *grid, int row, guint name, const char *title, const char *any)
{
  GtkWidget *choice = prony_name_choice_new (title, any);

  g_signal_connect_object (choice, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_size_request (choice, 180, -1);
  self->names[name] = PRONY_NAME_CHOICE (choice);
  attach (grid, row, title, choice);
}

static GtkWidget *
make_grid (PronyHistoryFilter *self)
{
  GtkWidget *grid =
    g_object_new (GTK_TYPE_GRID, "row-spacing", 6, "column-spacing", 12, "margin-top", 6,
                  "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  GtkWidget *clear = gtk_button_new_with_mnemonic (_ ("_Clear Filters"));

  add_choice (self, GTK_GRID (grid), 0, GROUPING, _ ("Group by"));
  add_names (self, GTK_GRID (grid), 1, ENGINE, _ ("Engine"), _ ("Any engine"));
  add_names (self, GTK_GRID (grid), 2, MODEL, _ ("Model"), _ ("Any model"));
  add_names (self, GTK_GRID (grid), 3, SCENARIO, _ ("Scenario"), _ ("Any scenario"));
  add_names (self, GTK_GRID (grid), 4, TAG, _ ("Tag"), _ ("Any tag"));
  add_choice (self, GTK_GRID (grid), 5, SPAN, _ ("Date"));
  add_choice (self, GTK_GRID (grid), 6, SIMULATED, _ ("Engines"));
  add_choice (self, GTK_GRID (grid), 7, PARTIAL, _ ("Results"));
  self->pinned = GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_ ("_Baselines only")));
  g_signal_connect_object (self->pinned, "toggled", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->pinned), 0, 8, 2, 1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (clear), "history-filter.clear");
  gtk_grid_attach (GTK_GRID (grid), clear, 0, 9, 2, 1);

  return grid;
}

static void
prony_history_filter_dispose (GObject *object)
{
  PronyHistoryFilter *self = PRONY_HISTORY_FILTER (object);

  g_clear_object (&self->runs);

  G_OBJECT_CLASS (prony_history_filter_parent_class)->dispose (object);
}

static void
prony_history_filter_class_init (PronyHistoryFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_history_filter_dispose;
  gtk_widget_class_install_action (widget_class, "history-filter.clear", NULL, clear_action);

  /**
   * PronyHistoryFilter::changed:
   * @self: the filter
   */
  signals[CHANGED] = g_signal_new ("changed", PRONY_TYPE_HISTORY_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_history_filter_init (PronyHistoryFilter *self)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), make_grid (self));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_use_underline (self->button, TRUE);
  gtk_menu_button_set_popover (self->button, popover);
  gtk_menu_button_set_create_popup_func (self->button, on_open_cb, self, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  show_count (self);
}

/* --- Public ------------------------------------------------------------------------ */

/**
 * prony_history_filter_set_runs:
 * @self: a filter
 * @runs: a list of #PronyRunItem; what can be chosen is looked for in it
 */
void
prony_history_filter_set_runs (PronyHistoryFilter *self, GListModel *runs)
{
  g_return_if_fail (PRONY_IS_HISTORY_FILTER (self));
  g_return_if_fail (G_IS_LIST_MODEL (runs));

  g_set_object (&self->runs, runs);
}

/**
 * prony_history_filter_set_search:
 * @self: a filter
 * @search: what to look for; its words are no business of a filter
 */
void
prony_history_filter_set_search (PronyHistoryFilter *self, const PronyRunSearch *search)
{
  g_return_if_fail (PRONY_IS_HISTORY_FILTER (self));
  g_return_if_fail (search != NULL);

  fill (self);
  self->setting = TRUE;
  prony_name_choice_choose (self->names[ENGINE], search->engine);
  prony_name_choice_choose (self->names[MODEL], search->model);
  prony_name_choice_choose (self->names[SCENARIO], search->scenario);
  prony_name_choice_choose (self->names[TAG], search->tag);
  gtk_drop_down_set_selected (self->choices[SPAN], search->span);
  set_side (self->choices[SIMULATED], search->simulated);
  set_side (self->choices[PARTIAL], search->partial);
  gtk_check_button_set_active (self->pinned, search->pinned);
  self->setting = FALSE;
  show_count (self);
}

/**
 * prony_history_filter_get_search:
 * @self: a filter
 * @search: (inout): gets what is looked for; its words stay
 */
void
prony_history_filter_get_search (PronyHistoryFilter *self, PronyRunSearch *search)
{
  GStrv words;

  g_return_if_fail (PRONY_IS_HISTORY_FILTER (self));
  g_return_if_fail (search != NULL);

  words = g_steal_pointer (&search->words);
  prony_run_search_clear (search);
  search->words = words;
  search->engine = g_strdup (prony_name_choice_get_name (self->names[ENGINE]));
  search->model = g_strdup (prony_name_choice_get_name (self->names[MODEL]));
  search->scenario = g_strdup (prony_name_choice_get_name (self->names[SCENARIO]));
  search->tag = g_strdup (prony_name_choice_get_name (self->names[TAG]));
  search->span = gtk_drop_down_get_selected (self->choices[SPAN]);
  search->simulated = get_side (self->choices[SIMULATED]);
  search->partial = get_side (self->choices[PARTIAL]);
  search->pinned = gtk_check_button_get_active (self->pinned);
}

/**
 * prony_history_filter_set_grouping:
 * @self: a filter
 * @grouping: what to put runs together by
 */
void
prony_history_filter_set_grouping (PronyHistoryFilter *self, PronyRunGrouping grouping)
{
  g_return_if_fail (PRONY_IS_HISTORY_FILTER (self));

  gtk_drop_down_set_selected (self->choices[GROUPING], grouping);
}

/**
 * prony_history_filter_get_grouping:
 * @self: a filter
 *
 * Returns: what runs are put together by
 */
PronyRunGrouping
prony_history_filter_get_grouping (PronyHistoryFilter *self)
{
  g_return_val_if_fail (PRONY_IS_HISTORY_FILTER (self), PRONY_RUN_GROUPING_NONE);

  return gtk_drop_down_get_selected (self->choices[GROUPING]);
}

/**
 * prony_history_filter_open:
 * @self: a filter
 *
 * Shows what can be chosen.
 */
void
prony_history_filter_open (PronyHistoryFilter *self)
{
  g_return_if_fail (PRONY_IS_HISTORY_FILTER (self));

  gtk_menu_button_popup (self->button);
}
