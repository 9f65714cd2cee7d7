/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-charts.h"
#include "app/widgets/prony-result-charts.h"
#include "app/widgets/prony-result-section.h"
#include "app/widgets/prony-stepper.h"

struct _PronyResultCharts
{
  AdwBin parent_instance;

  /* Template children */
  GtkBox *sections;
  GtkLabel *problem;
  GtkWidget *progress;

  /* Owned */
  PronySession *session;
  PronyRun *run;
  PronyRunChartData *data;   /* (nullable): once it was seen */
  GCancellable *cancellable; /* of what is being made */
  GPtrArray *kinds;          /* (element-type PronyRunChartKind): what is being made */
  GPtrArray *made;           /* (nullable) (element-type PronyRunChart): not shown yet */
  PronyStepper *stepper;

  /* Plain */
  PronyRunChartNeeds needs; /* how far it is */
  guint n_shown;            /* how many of those made are shown */
  gboolean resources;
  GtkWidget *by_section[PRONY_N_RUN_SECTIONS]; /* borrowed; NULL before it has anything */
};

enum
{
  PROP_0,
  PROP_RESOURCES,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyResultCharts, prony_result_charts, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static void make_next (PronyResultCharts *self);

/* --- What it shows ------------------------------------------------------------ */

/* Sections come in their order, though that of reading is another. */
static PronyResultSection *
get_section (PronyResultCharts *self, PronyRunSection section)
{
  GtkWidget *before = NULL;

  if (self->by_section[section] != NULL)
    return PRONY_RESULT_SECTION (self->by_section[section]);

  for (guint i = 0; i < section; i++)
    if (self->by_section[i] != NULL)
      before = self->by_section[i];
  self->by_section[section] = prony_result_section_new (prony_run_section_title (section));
  gtk_box_insert_child_after (self->sections, self->by_section[section], before);
  return PRONY_RESULT_SECTION (self->by_section[section]);
}

/* A kind of chart at a time. Returns whether there is another one. */
static gboolean
show_next (GtkWidget *widget)
{
  PronyResultCharts *self = PRONY_RESULT_CHARTS (widget);

  if (self->made == NULL)
    return FALSE;

  if (self->n_shown < self->made->len)
    {
      const PronyRunChartKind *kind = g_ptr_array_index (self->kinds, self->n_shown);

      prony_result_section_add (get_section (self, kind->section), kind,
                                g_ptr_array_index (self->made, self->n_shown));
      self->n_shown++;
      return TRUE;
    }

  g_clear_pointer (&self->made, g_ptr_array_unref);
  self->needs++;
  make_next (self);
  return FALSE;
}

/* --- Making ------------------------------------------------------------------- */

static GPtrArray *
list_kinds (PronyResultCharts *self)
{
  GPtrArray *listed = g_ptr_array_new ();
  guint n_kinds;
  const PronyRunChartKind *kinds = prony_run_catalogue_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    if (kinds[i].needs == self->needs &&
        (kinds[i].section == PRONY_RUN_SECTION_COST) == self->resources)
      g_ptr_array_add (listed, (gpointer) &kinds[i]);
  return listed;
}

static void
on_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyResultCharts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) made =
    prony_session_make_charts_finish (PRONY_SESSION (source), result, &error);

  /* Another run is shown, or the widget is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  if (made == NULL)
    {
      gtk_widget_set_visible (self->progress, FALSE);
      gtk_label_set_text (self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }

  self->made = g_steal_pointer (&made);
  self->n_shown = 0;
  prony_stepper_go_on (self->stepper);
}

/* What is known at once comes first, and what has to be read last. */
static void
make_next (PronyResultCharts *self)
{
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  for (; self->needs < PRONY_N_RUN_CHART_NEEDS; self->needs++)
    {
      self->kinds = list_kinds (self);
      if (self->kinds->len > 0)
        break;
      g_clear_pointer (&self->kinds, g_ptr_array_unref);
    }

  gtk_widget_set_visible (self->progress, self->kinds != NULL);
  if (self->kinds != NULL)
    prony_session_make_charts_async (self->session, self->data, self->kinds, self->cancellable,
                                     on_made_cb, g_object_ref (self));
  else
    g_clear_pointer (&self->data, prony_run_chart_data_unref);
}

static void
begin_if_seen (PronyResultCharts *self)
{
  if (self->cancellable != NULL || self->run == NULL || self->session == NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->cancellable = g_cancellable_new ();
  self->data = prony_run_chart_data_new (self->run);
  self->needs = PRONY_RUN_CHART_NEEDS_SUMMARIES;
  make_next (self);
}

/* Nothing of the run before is left. */
static void
forget (PronyResultCharts *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->data, prony_run_chart_data_unref);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->made, g_ptr_array_unref);
}

static void
remove_sections (PronyResultCharts *self)
{
  for (guint i = 0; i < PRONY_N_RUN_SECTIONS; i++)
    if (self->by_section[i] != NULL)
      {
        gtk_box_remove (self->sections, self->by_section[i]);
        self->by_section[i] = NULL;
      }
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_result_charts_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (prony_result_charts_parent_class)->map (widget);

  begin_if_seen (PRONY_RESULT_CHARTS (widget));
}

/* Its window is closed: what is being read for it would hold it, and the store is about
 * to be closed. */
static void
prony_result_charts_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PRONY_RESULT_CHARTS (widget)->cancellable);

  GTK_WIDGET_CLASS (prony_result_charts_parent_class)->unroot (widget);
}

static void
prony_result_charts_dispose (GObject *object)
{
  PronyResultCharts *self = PRONY_RESULT_CHARTS (object);

  forget (self);
  g_clear_pointer (&self->stepper, prony_stepper_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->run, prony_run_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_CHARTS);

  G_OBJECT_CLASS (prony_result_charts_parent_class)->dispose (object);
}

static void
prony_result_charts_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RESOURCES:
      g_value_set_boolean (value, PRONY_RESULT_CHARTS (object)->resources);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_result_charts_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RESOURCES:
      PRONY_RESULT_CHARTS (object)->resources = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_result_charts_class_init (PronyResultChartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_result_charts_dispose;
  object_class->get_property = prony_result_charts_get_property;
  object_class->set_property = prony_result_charts_set_property;
  widget_class->map = prony_result_charts_map;
  widget_class->unroot = prony_result_charts_unroot;

  properties[PROP_RESOURCES] =
    g_param_spec_boolean ("resources", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-charts.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResultCharts, sections);
  gtk_widget_class_bind_template_child (widget_class, PronyResultCharts, problem);
  gtk_widget_class_bind_template_child (widget_class, PronyResultCharts, progress);
}

static void
prony_result_charts_init (PronyResultCharts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->stepper = prony_stepper_new (GTK_WIDGET (self), show_next);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_result_charts_new:
 *
 * Returns: (transfer floating): a widget without a run
 */
GtkWidget *
prony_result_charts_new (void)
{
  return g_object_new (PRONY_TYPE_RESULT_CHARTS, NULL);
}

/**
 * prony_result_charts_set_session:
 * @self: a widget for charts
 * @session: (nullable): where runs are read; set it before the run
 */
void
prony_result_charts_set_session (PronyResultCharts *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_RESULT_CHARTS (self));

  g_set_object (&self->session, session);
}

/**
 * prony_result_charts_set_run:
 * @self: a widget for charts
 * @run: a run that has ended, with its trials and summaries
 *
 * Shows the charts of a run, as soon as they are made once the widget is seen.
 */
void
prony_result_charts_set_run (PronyResultCharts *self, PronyRun *run)
{
  g_return_if_fail (PRONY_IS_RESULT_CHARTS (self));
  g_return_if_fail (run != NULL);

  forget (self);
  remove_sections (self);
  prony_run_ref (run);
  g_clear_pointer (&self->run, prony_run_unref);
  self->run = run;
  begin_if_seen (self);
}
