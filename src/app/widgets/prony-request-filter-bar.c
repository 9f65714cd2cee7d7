/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-request-columns.h"
#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-request-filter-bar.h"

/* No choice is wider than it must be for that many characters. */
#define CHOICE_CHARS 10

/* What comes before the outcomes and verdicts themselves in their choices. */
enum
{
  OUTCOME_ALL,
  OUTCOME_ANY_FAILURE,
  OUTCOME_FIRST,
};

struct _PronyRequestFilterBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkSearchEntry *search;
  GtkDropDown *trial;
  GtkDropDown *outcome;
  GtkDropDown *quality;
  GtkDropDown *order;
  GtkToggleButton *descending;
  GtkCheckButton *warmup;

  /* Plain */
  gboolean is_changing; /* from outside */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyRequestFilterBar, prony_request_filter_bar, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
on_changed_cb (PronyRequestFilterBar *self)
{
  if (!self->is_changing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_descending_cb (PronyRequestFilterBar *self)
{
  gboolean descending = gtk_toggle_button_get_active (self->descending);

  gtk_button_set_icon_name (GTK_BUTTON (self->descending), descending
                                                             ? "view-sort-descending-symbolic"
                                                             : "view-sort-ascending-symbolic");
  on_changed_cb (self);
}

/* --- Choices ---------------------------------------------------------------------------- */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (user_data != NULL)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), CHOICE_CHARS);
    }
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkListItemFactory *
make_factory (gboolean in_button)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), GINT_TO_POINTER (in_button));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  return factory;
}

/* The button shows as much of what is chosen as there is room for; the list all of it. */
static void
set_up_choice (GtkDropDown *choice, const char *label)
{
  g_autoptr (GtkListItemFactory) in_button = make_factory (TRUE);
  g_autoptr (GtkListItemFactory) in_list = make_factory (FALSE);

  gtk_drop_down_set_factory (choice, in_button);
  gtk_drop_down_set_list_factory (choice, in_list);
  prony_drop_down_set_label (choice, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (choice), label);
}

static void
fill_outcomes (PronyRequestFilterBar *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_string_list_append (titles, _ ("All outcomes"));
  gtk_string_list_append (titles, _ ("Failed"));
  for (PronyOutcome outcome = 0; outcome < PRONY_N_OUTCOMES; outcome++)
    gtk_string_list_append (titles, prony_outcome_title (outcome));
  gtk_drop_down_set_model (self->outcome, G_LIST_MODEL (titles));
}

static void
fill_qualities (PronyRequestFilterBar *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_string_list_append (titles, _ ("All verdicts"));
  gtk_string_list_append (titles, _ ("Not judged"));
  gtk_string_list_append (titles, prony_request_columns_quality_title (PRONY_QUALITY_PASS));
  gtk_string_list_append (titles, prony_request_columns_quality_title (PRONY_QUALITY_FAIL));
  gtk_drop_down_set_model (self->quality, G_LIST_MODEL (titles));
}

static void
fill_orders (PronyRequestFilterBar *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < prony_request_columns_count (); i++)
    gtk_string_list_append (titles, prony_request_columns_get_order_title (i));
  gtk_drop_down_set_model (self->order, G_LIST_MODEL (titles));
}

/* --- The object ------------------------------------------------------------------------- */

static void
prony_request_filter_bar_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_REQUEST_FILTER_BAR);

  G_OBJECT_CLASS (prony_request_filter_bar_parent_class)->dispose (object);
}

static void
prony_request_filter_bar_class_init (PronyRequestFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_request_filter_bar_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_CARD_GRID);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/widgets/prony-request-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, search);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, trial);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, outcome);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, quality);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, order);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, descending);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestFilterBar, warmup);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_descending_cb);
}

static void
prony_request_filter_bar_init (PronyRequestFilterBar *self)
{
  self->is_changing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_outcomes (self);
  fill_qualities (self);
  fill_orders (self);
  set_up_choice (self->trial, _ ("Trial"));
  set_up_choice (self->outcome, _ ("Outcome"));
  set_up_choice (self->quality, _ ("Verdict"));
  set_up_choice (self->order, _ ("Order"));
  self->is_changing = FALSE;
}

/**
 * prony_request_filter_bar_set_run:
 * @self: a filter bar
 * @run: whose requests are shown
 *
 * Offers what the run has, and wants all of its requests but those of the warm-up.
 */
void
prony_request_filter_bar_set_run (PronyRequestFilterBar *self, PronyRun *run)
{
  const PronyRequestFilter all = { .trial = -1, .outcome = -1, .quality = -1 };
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_return_if_fail (PRONY_IS_REQUEST_FILTER_BAR (self));
  g_return_if_fail (run != NULL);

  gtk_string_list_append (titles, _ ("All trials"));
  for (guint i = 0; i < run->trials->len; i++)
    {
      g_autofree char *title = prony_trial_get_title (g_ptr_array_index (run->trials, i));

      gtk_string_list_append (titles, title);
    }
  self->is_changing = TRUE;
  gtk_drop_down_set_model (self->trial, G_LIST_MODEL (titles));
  self->is_changing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->trial), run->trials->len > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->quality), prony_run_has_verdicts (run));
  prony_request_filter_bar_set (self, &all);
}

/**
 * prony_request_filter_bar_get:
 * @self: a filter bar
 * @filter: (out caller-allocates): which requests are wanted; its text lives until the user
 *   changes it
 */
void
prony_request_filter_bar_get (PronyRequestFilterBar *self, PronyRequestFilter *filter)
{
  guint outcome;

  g_return_if_fail (PRONY_IS_REQUEST_FILTER_BAR (self));
  g_return_if_fail (filter != NULL);

  outcome = gtk_drop_down_get_selected (self->outcome);
  *filter = (PronyRequestFilter){
    .trial = (int) gtk_drop_down_get_selected (self->trial) - 1,
    .outcome = outcome >= OUTCOME_FIRST ? (int) (outcome - OUTCOME_FIRST) : -1,
    .failed = outcome == OUTCOME_ANY_FAILURE,
    .quality = (int) gtk_drop_down_get_selected (self->quality) - 1,
    .warmup = gtk_check_button_get_active (self->warmup),
    .text = gtk_editable_get_text (GTK_EDITABLE (self->search)),
    .sort = prony_request_columns_get_sort (gtk_drop_down_get_selected (self->order)),
    .descending = gtk_toggle_button_get_active (self->descending),
  };
}

/**
 * prony_request_filter_bar_set:
 * @self: a filter bar
 * @filter: which requests are shown
 *
 * Shows a filter, without a signal.
 */
void
prony_request_filter_bar_set (PronyRequestFilterBar *self, const PronyRequestFilter *filter)
{
  guint outcome;

  g_return_if_fail (PRONY_IS_REQUEST_FILTER_BAR (self));
  g_return_if_fail (filter != NULL);

  outcome = filter->failed ? OUTCOME_ANY_FAILURE : OUTCOME_ALL;
  if (filter->outcome >= 0)
    outcome = OUTCOME_FIRST + (guint) filter->outcome;
  self->is_changing = TRUE;
  gtk_drop_down_set_selected (self->trial, (guint) (filter->trial + 1));
  gtk_drop_down_set_selected (self->outcome, outcome);
  gtk_drop_down_set_selected (self->quality, (guint) (filter->quality + 1));
  gtk_drop_down_set_selected (self->order, (guint) prony_request_columns_find (filter->sort));
  gtk_toggle_button_set_active (self->descending, filter->descending);
  gtk_check_button_set_active (self->warmup, filter->warmup);
  gtk_editable_set_text (GTK_EDITABLE (self->search), filter->text != NULL ? filter->text : "");
  self->is_changing = FALSE;
}

/**
 * prony_request_filter_bar_search:
 * @self: a filter bar
 *
 * Lets the user type what is looked for.
 */
void
prony_request_filter_bar_search (PronyRequestFilterBar *self)
{
  g_return_if_fail (PRONY_IS_REQUEST_FILTER_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
