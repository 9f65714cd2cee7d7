/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-session-compare.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-compare-spread.h"
#include "core/analysis/prony-compare-charts.h"

struct _PronyCompareSpread
{
  AdwBin parent_instance;

  /* Borrowed: inside the widget tree */
  PronyChartPane *steps;
  PronyChartPane *boxes;
  GtkLabel *remark;

  /* Borrowed from who shows it, until the next one is shown */
  PronyCompareSet *set;

  /* Owned */
  GCancellable *cancellable; /* of what is being read */

  /* Plain */
  guint group;
  PronyMetric metric;
};

G_DEFINE_FINAL_TYPE (PronyCompareSpread, prony_compare_spread, ADW_TYPE_BIN)

static void
say (PronyCompareSpread *self, const char *text)
{
  gtk_label_set_text (self->remark, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), text != NULL);
}

static void
show_charts (PronyCompareSpread *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->steps), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->boxes), shown);
}

static void
show_samples (PronyCompareSpread *self, GPtrArray *samples)
{
  g_autoptr (PronyChart) steps = prony_compare_set_make_overlay (
    self->set, self->group, self->metric, PRONY_CHART_STEPS, samples);
  g_autoptr (PronyChart) boxes = prony_compare_set_make_overlay (
    self->set, self->group, self->metric, PRONY_CHART_BOXES, samples);
  gboolean any = prony_chart_has_values (steps);
  g_autofree char *text = NULL;

  show_charts (self, any);
  if (!any)
    {
      say (self, _ ("No request has a value of this metric here, or the requests were not kept."));
      return;
    }

  prony_chart_pane_set_chart (self->steps, steps);
  prony_chart_pane_set_chart (self->boxes, boxes);
  if (self->set->entries->len > PRONY_COMPARE_MAX_OVERLAY)
    text = g_strdup_printf (_ ("The first %u of %u results are drawn over one another."),
                            PRONY_COMPARE_MAX_OVERLAY, self->set->entries->len);
  say (self, text);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyCompareSpread) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) samples =
    prony_session_read_samples_finish (PRONY_SESSION (source), result, &error);

  /* Cancelled: something else is shown by now, or the widget is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || self->set == NULL)
    return;

  if (samples != NULL)
    show_samples (self, samples);
  else
    {
      show_charts (self, FALSE);
      say (self, error->message);
    }
}

static void
prony_compare_spread_dispose (GObject *object)
{
  prony_compare_spread_clear (PRONY_COMPARE_SPREAD (object));

  G_OBJECT_CLASS (prony_compare_spread_parent_class)->dispose (object);
}

static void
prony_compare_spread_class_init (PronyCompareSpreadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_compare_spread_dispose;
}

static void
prony_compare_spread_init (PronyCompareSpread *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  self->steps = PRONY_CHART_PANE (prony_chart_pane_new ());
  self->boxes = PRONY_CHART_PANE (prony_chart_pane_new ());
  self->remark = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0f, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->steps));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->boxes));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->remark));
  adw_bin_set_child (ADW_BIN (self), box);
  show_charts (self, FALSE);
  say (self, NULL);
}

/**
 * prony_compare_spread_clear:
 * @self: a spread
 *
 * Gives up what is being read, and lets go of the set that is shown.
 */
void
prony_compare_spread_clear (PronyCompareSpread *self)
{
  g_return_if_fail (PRONY_IS_COMPARE_SPREAD (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->set = NULL;
}

/**
 * prony_compare_spread_show:
 * @self: a spread
 * @session: where requests are read
 * @set: results side by side; it has to stay until prony_compare_spread_clear(), or until
 *   another one is shown
 * @group: one of its groups
 * @metric: a metric
 *
 * Shows how @metric is distributed, as soon as that has been read. What was shown before stays
 * until then.
 */
void
prony_compare_spread_show (PronyCompareSpread *self,
                           PronySession *session,
                           PronyCompareSet *set,
                           guint group,
                           PronyMetric metric)
{
  g_return_if_fail (PRONY_IS_COMPARE_SPREAD (self));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (set != NULL && group < set->groups->len);

  prony_compare_spread_clear (self);
  if (metric >= PRONY_N_DISTRIBUTIONS)
    {
      show_charts (self, FALSE);
      say (self, _ ("This metric has one value for each trial, which is not distributed over "
                    "requests."));
      return;
    }

  self->set = set;
  self->group = group;
  self->metric = metric;
  self->cancellable = g_cancellable_new ();
  prony_session_read_samples_async (session, set, group, metric, self->cancellable, on_read_cb,
                                    g_object_ref (self));
}
