/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-request-text.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-fact-row.h"
#include "app/widgets/prony-request-overview.h"
#include "app/widgets/prony-stream-view.h"
#include "core/analysis/prony-request-charts.h"

struct _PronyRequestOverview
{
  AdwBin parent_instance;

  /* Template children */
  GtkScrolledWindow *scroller;
  GtkWidget *icon;
  GtkLabel *outcome_label;
  GtkLabel *error_label;
  GtkLabel *advice_label;
  PronyChartPane *chart;
  GtkListBox *facts;
  GtkBox *texts;
};

G_DEFINE_FINAL_TYPE (PronyRequestOverview, prony_request_overview, ADW_TYPE_BIN)

static void
add_fact (const char *title, const char *value, gpointer user_data)
{
  PronyRequestOverview *self = user_data;
  GtkWidget *row = prony_fact_row_new (title);

  prony_fact_row_set_value (PRONY_FACT_ROW (row), value);
  gtk_list_box_append (self->facts, row);
}

static void
add_text (const char *title, const char *text, gsize length, gpointer user_data)
{
  PronyRequestOverview *self = user_data;
  g_autofree char *note = NULL;
  gsize shown = prony_request_text_bound (text, length, &note);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *view;
  GtkWidget *label;

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (self->texts, heading);

  view =
    g_object_new (PRONY_TYPE_STREAM_VIEW, "label", title, "follow", FALSE, "max-height", 240, NULL);
  gtk_widget_add_css_class (view, "card");
  gtk_widget_set_overflow (view, GTK_OVERFLOW_HIDDEN);
  prony_stream_view_append (PRONY_STREAM_VIEW (view), text, shown);
  gtk_box_append (self->texts, view);
  if (note == NULL)
    return;

  label = gtk_label_new (note);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (self->texts, label);
}

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
clear_lists (PronyRequestOverview *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_list_box_remove (self->facts, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->texts))) != NULL)
    gtk_box_remove (self->texts, child);
}

static void
prony_request_overview_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_REQUEST_OVERVIEW);

  G_OBJECT_CLASS (prony_request_overview_parent_class)->dispose (object);
}

static void
prony_request_overview_class_init (PronyRequestOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_request_overview_dispose;

  g_type_ensure (PRONY_TYPE_CHART_PANE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/widgets/prony-request-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, scroller);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, icon);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, error_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, advice_label);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, chart);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, facts);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestOverview, texts);
}

static void
prony_request_overview_init (PronyRequestOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_request_overview_show:
 * @self: an overview
 * @trial: the trial of @record
 * @record: a request that has ended
 * @broken_rule: (nullable): the rule that its answer breaks, in words
 * @advice: (nullable): a sentence, what to do about its failure
 *
 * Shows a request from its beginning on.
 */
void
prony_request_overview_show (PronyRequestOverview *self,
                             PronyTrial *trial,
                             const PronyRequestRecord *record,
                             const char *broken_rule,
                             const char *advice)
{
  g_autoptr (PronyChart) chart = NULL;
  g_autofree char *outcome = NULL;

  g_return_if_fail (PRONY_IS_REQUEST_OVERVIEW (self));
  g_return_if_fail (trial != NULL && record != NULL);

  clear_lists (self);
  outcome = prony_request_text_outcome (record);
  gtk_label_set_text (self->outcome_label, outcome);
  gtk_widget_set_visible (self->icon, record->outcome != PRONY_OUTCOME_OK);
  show_label (self->error_label, record->error_message);
  show_label (self->advice_label, advice);
  chart = prony_request_chart_new (record);
  prony_chart_pane_set_chart (self->chart, chart);
  prony_request_text_each_fact (trial, record, broken_rule, add_fact, self);
  prony_request_text_each_text (record, add_text, self);
  gtk_widget_set_visible (GTK_WIDGET (self->texts),
                          gtk_widget_get_first_child (GTK_WIDGET (self->texts)) != NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}
