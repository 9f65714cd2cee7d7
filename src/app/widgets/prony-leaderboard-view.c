/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-run-item.h"
#include "app/session/prony-session-past.h"
#include "app/widgets/prony-choice-bar.h"
#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-leaderboard-view.h"
#include "app/widgets/prony-name-choice.h"
#include "app/widgets/prony-stepper.h"

/* Nobody reads who is behind them. */
#define MAX_LEADERS 100

/* How many of them are laid out with a frame. */
#define ROWS 3

enum
{
  WHOSE_REAL,
  WHOSE_SIMULATED,
};

struct _PronyLeaderboardView
{
  AdwBin parent_instance;

  /* Borrowed, owned by the widget */
  PronyNameChoice *scenario;
  PronyNameChoice *load;
  GtkDropDown *which;
  GtkDropDown *whose;
  GtkStack *stack;
  GtkLabel *sentence;
  GtkListBox *list;
  AdwStatusPage *status;

  /* Owned */
  PronySession *session;
  GCancellable *cancellable; /* of what is being read */
  PronyLeaderboard *board;   /* (nullable): what is shown */
  PronyStepper *stepper;     /* shows the rows that are not in sight at first */

  /* Borrowed */
  const PronyLeaderGroup *group; /* of the board: whose rows are shown */

  /* Plain */
  guint n_shown; /* of its leaders */
};

G_DEFINE_FINAL_TYPE (PronyLeaderboardView, prony_leaderboard_view, ADW_TYPE_BIN)

static void
show_status (PronyLeaderboardView *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, text);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* --- Rows -------------------------------------------------------------------------- */

static char *
describe_value (const PronyLeaderGroup *group, const PronyLeader *leader)
{
  PronyUnit unit = prony_metric_get_info (group->metric)->unit;
  g_autofree char *value = prony_format_value (leader->value, unit);
  g_autofree char *low = prony_format_value (leader->low, unit);
  g_autofree char *high = prony_format_value (leader->high, unit);

  if (!isfinite (leader->low) || !isfinite (leader->high))
    return g_steal_pointer (&value);

  /* Translators: a value, and below it the ends of its 95 % interval */
  return g_strdup_printf (_ ("%s\n%s to %s"), value, low, high);
}

/* Whether one is better than the next is not tested: that takes the requests of both. But
 * where their intervals meet, it is not clear. */
static const char *
describe_lead (const PronyLeaderGroup *group, guint place)
{
  const PronyLeader *leader = g_ptr_array_index (group->leaders, place);
  const PronyLeader *next;

  if (place + 1 >= group->leaders->len)
    return NULL;

  next = g_ptr_array_index (group->leaders, place + 1);
  if (leader->value == next->value)
    return _ ("Level with the next.");
  if (!isfinite (leader->low) || !isfinite (next->low))
    return _ ("Without intervals it cannot be told whether it is clearly better than the next.");
  if (leader->low <= next->high && next->low <= leader->high)
    return _ ("Not clearly better than the next: their intervals overlap.");

  return NULL;
}

static GtkWidget *
make_row (const PronyLeaderGroup *group, guint place)
{
  const PronyLeader *leader = g_ptr_array_index (group->leaders, place);
  g_autofree char *value = describe_value (group, leader);
  g_autofree char *date = prony_format_date (leader->started_us);
  g_autofree char *title = NULL;
  g_autofree char *where = NULL;
  g_autofree char *subtitle = NULL;
  const char *lead = describe_lead (group, place);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  if (leader->model != NULL)
    /* Translators: a place, an engine, a model */
    title = g_strdup_printf (_ ("%u. %s · %s"), place + 1, leader->target, leader->model);
  else
    /* Translators: a place, an engine */
    title = g_strdup_printf (_ ("%u. %s"), place + 1, leader->target);
  /* Translators: the name of a run, and a date */
  where = g_strdup_printf (_ ("%s, %s"), leader->run_name, date);
  subtitle = lead != NULL ? g_strconcat (lead, "\n", where, NULL) : g_strdup (where);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "history.open-run");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", leader->run_id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, value, -1);

  return row;
}

/* To lay out a hundred rows takes more than a second. Returns whether there are more. */
static gboolean
show_rows (GtkWidget *widget)
{
  PronyLeaderboardView *self = PRONY_LEADERBOARD_VIEW (widget);
  guint n_leaders = self->group != NULL ? MIN (self->group->leaders->len, MAX_LEADERS) : 0;

  for (guint i = 0; i < ROWS && self->n_shown < n_leaders; i++)
    gtk_list_box_append (self->list, make_row (self->group, self->n_shown++));

  return self->n_shown < n_leaders;
}

/* --- The board --------------------------------------------------------------------- */

static const PronyLeaderGroup *
find_group (PronyLeaderboardView *self)
{
  for (guint i = 0; i < self->board->groups->len; i++)
    {
      const PronyLeaderGroup *group = g_ptr_array_index (self->board->groups, i);
      g_autofree char *load = prony_load_level_describe (&group->load);

      if (g_strcmp0 (group->scenario, prony_name_choice_get_name (self->scenario)) == 0 &&
          g_strcmp0 (load, prony_name_choice_get_name (self->load)) == 0)
        return group;
    }

  return NULL;
}

static char *
describe (PronyLeaderboardView *self, const PronyLeaderGroup *group)
{
  const PronyMetricInfo *info = prony_metric_get_info (group->metric);
  const char *title = prony_metric_get_title (group->metric);
  g_autofree char *ranked = NULL;

  if (info->better == PRONY_BETTER_LOWER)
    /* Translators: %s is a metric */
    ranked = g_strdup_printf (_ ("By %s: lower is better."), title);
  else
    /* Translators: %s is a metric */
    ranked = g_strdup_printf (_ ("By %s: higher is better."), title);

  return g_strconcat (ranked, " ",
                      /* xgettext:no-c-format */
                      _ ("Below each value is its 95 % interval."),
                      self->board->simulated ? " " : "",
                      self->board->simulated ? _ ("These engines are simulated.") : "", NULL);
}

static void
show_board (PronyLeaderboardView *self)
{
  const PronyLeaderGroup *group = find_group (self);
  g_autofree char *text = NULL;
  GtkListBoxRow *row;

  self->group = group;
  self->n_shown = 0;
  if (group == NULL)
    {
      show_status (self, _ ("Nobody Is Ahead Yet"),
                   self->board->simulated ? _ ("No simulated engine was measured at this scenario.")
                                          : _ ("No real engine was measured at this scenario."));
      return;
    }

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  if (show_rows (GTK_WIDGET (self)))
    prony_stepper_go_on (self->stepper);
  text = describe (self, group);
  gtk_label_set_label (self->sentence, text);
  gtk_stack_set_visible_child_name (self->stack, "board");
}

static void
fill_loads (PronyLeaderboardView *self)
{
  prony_name_choice_begin (self->load);
  for (guint i = 0; i < self->board->groups->len; i++)
    {
      const PronyLeaderGroup *group = g_ptr_array_index (self->board->groups, i);
      g_autofree char *load = prony_load_level_describe (&group->load);

      if (g_strcmp0 (group->scenario, prony_name_choice_get_name (self->scenario)) != 0)
        continue;
      for (guint k = 0; k < group->leaders->len; k++)
        prony_name_choice_count (self->load, load, NULL);
    }
  prony_name_choice_end (self->load, NULL);
}

static void
on_ranked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyLeaderboardView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyLeaderboard) board =
    prony_session_rank_finish (PRONY_SESSION (source), result, &error);

  if (self->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (board == NULL)
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      show_status (self, _ ("No Leaderboard Available"), markup);
      return;
    }

  self->group = NULL;
  g_clear_pointer (&self->board, prony_leaderboard_free);
  self->board = g_steal_pointer (&board);
  fill_loads (self);
  show_board (self);
}

static void
rank (PronyLeaderboardView *self)
{
  const char *scenario = prony_name_choice_get_name (self->scenario);

  g_assert (PRONY_IS_LEADERBOARD_VIEW (self));

  if (self->session == NULL)
    return;
  if (scenario == NULL)
    {
      show_status (self, _ ("No Runs Yet"), _ ("Which engine is ahead is shown here."));
      return;
    }

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  prony_session_rank_async (
    self->session,
    prony_leaderboard_new (-1, gtk_drop_down_get_selected (self->which) == 1,
                           gtk_drop_down_get_selected (self->whose) == WHOSE_SIMULATED),
    scenario, self->cancellable, on_ranked_cb, g_object_ref (self));
}

static void
on_load_changed_cb (PronyLeaderboardView *self)
{
  g_assert (PRONY_IS_LEADERBOARD_VIEW (self));

  if (self->board != NULL)
    show_board (self);
}

/* --- Making ------------------------------------------------------------------------ */

static GtkDropDown *
add_drop_down (PronyLeaderboardView *self,
               PronyChoiceBar *bar,
               const char *title,
               const char *first,
               const char *second)
{
  const char *const words[] = { first, second, NULL };
  GtkWidget *drop_down = gtk_drop_down_new_from_strings (words);

  prony_drop_down_set_label (GTK_DROP_DOWN (drop_down), title);
  prony_choice_bar_add (bar, title, drop_down);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (rank), self,
                           G_CONNECT_SWAPPED);

  return GTK_DROP_DOWN (drop_down);
}

static PronyNameChoice *
add_choice (PronyLeaderboardView *self, PronyChoiceBar *bar, const char *title, GCallback callback)
{
  GtkWidget *choice = prony_name_choice_new (title, NULL);

  prony_choice_bar_add (bar, title, choice);
  g_signal_connect_object (choice, "changed", callback, self, G_CONNECT_SWAPPED);

  return PRONY_NAME_CHOICE (choice);
}

static GtkWidget *
make_board (PronyLeaderboardView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->sentence = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, NULL);
  self->list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, "valign",
                             GTK_ALIGN_START, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Leaderboard"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sentence));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));

  return box;
}

static void
prony_leaderboard_view_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_LEADERBOARD_VIEW (widget)->cancellable);

  GTK_WIDGET_CLASS (prony_leaderboard_view_parent_class)->unroot (widget);
}

static void
prony_leaderboard_view_dispose (GObject *object)
{
  PronyLeaderboardView *self = PRONY_LEADERBOARD_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  self->group = NULL;
  g_clear_pointer (&self->stepper, prony_stepper_free);
  g_clear_pointer (&self->board, prony_leaderboard_free);
  self->stack = NULL; /* what is still being read finds nothing to show it in */

  G_OBJECT_CLASS (prony_leaderboard_view_parent_class)->dispose (object);
}

static void
prony_leaderboard_view_class_init (PronyLeaderboardViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_leaderboard_view_dispose;
  GTK_WIDGET_CLASS (klass)->unroot = prony_leaderboard_view_unroot;
}

static void
prony_leaderboard_view_init (PronyLeaderboardView *self)
{
  PronyChoiceBar *bar = PRONY_CHOICE_BAR (prony_choice_bar_new ());
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                 12, "margin-top", 12, "margin-bottom", 12, "margin-start", 12,
                                 "margin-end", 12, NULL);
  GtkWidget *clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", 1100, "child", box, NULL);
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
                                      GTK_POLICY_NEVER, "child", clamp, NULL);

  self->stepper = prony_stepper_new (GTK_WIDGET (self), show_rows);
  self->scenario = add_choice (self, bar, _ ("Scenario"), G_CALLBACK (rank));
  self->load = add_choice (self, bar, _ ("Load"), G_CALLBACK (on_load_changed_cb));
  self->which = add_drop_down (self, bar, _ ("Of Each"), _ ("Latest run"), _ ("Best run"));
  self->whose = add_drop_down (self, bar, _ ("Engines"), _ ("Real"), _ ("Simulated"));
  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->status, "starred-symbolic");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->status), "status");
  gtk_stack_add_named (self->stack, make_board (self), "board");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/* --- Public ------------------------------------------------------------------------ */

/**
 * prony_leaderboard_view_new:
 *
 * Returns: (transfer floating): a view without a session
 */
GtkWidget *
prony_leaderboard_view_new (void)
{
  return g_object_new (PRONY_TYPE_LEADERBOARD_VIEW, NULL);
}

/**
 * prony_leaderboard_view_set_session:
 * @self: a view
 * @session: whose runs it ranks
 */
void
prony_leaderboard_view_set_session (PronyLeaderboardView *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_LEADERBOARD_VIEW (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  g_set_object (&self->session, session);
}

static gboolean
any_real (GListModel *runs)
{
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);

      if (!prony_run_item_get_entry (item)->simulated)
        return TRUE;
    }

  return g_list_model_get_n_items (runs) == 0;
}

/**
 * prony_leaderboard_view_refresh:
 * @self: a view with its session
 *
 * Looks what there is to choose, and ranks anew: before it is looked at, and after the runs
 * have become others.
 */
void
prony_leaderboard_view_refresh (PronyLeaderboardView *self)
{
  GListModel *runs;
  guint n_runs;

  g_return_if_fail (PRONY_IS_LEADERBOARD_VIEW (self) && self->session != NULL);

  runs = prony_session_get_runs (self->session);
  n_runs = g_list_model_get_n_items (runs);
  prony_name_choice_begin (self->scenario);
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (PronyRunItem) item = g_list_model_get_item (runs, i);
      const PronyRunEntry *entry = prony_run_item_get_entry (item);

      for (guint k = 0; entry->scenarios[k] != NULL; k++)
        prony_name_choice_count (self->scenario, entry->scenarios[k],
                                 prony_scenario_translate (entry->scenario_titles[k]));
    }
  prony_name_choice_end (self->scenario, NULL);
  /* Who has simulated engines only has not to look for them. */
  if (self->board == NULL && !any_real (runs))
    gtk_drop_down_set_selected (self->whose, WHOSE_SIMULATED);
  rank (self);
}
