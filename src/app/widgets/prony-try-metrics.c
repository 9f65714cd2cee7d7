/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-try-metrics.h"
#include "core/metrics/prony-request-metrics.h"

/* A value takes as much of the row as it needs, up to this. */
#define MAX_VALUE_CHARS 24

struct _PronyTryMetrics
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *figures;
  AdwPreferencesGroup *absent;

  /* Borrowed from the groups */
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (PronyTryMetrics, prony_try_metrics, ADW_TYPE_BIN)

static GtkWidget *
get_group (GtkWidget *row)
{
  return gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);
}

static void
remove_rows (PronyTryMetrics *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (get_group (row)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

/* A row is read to a blind person as one sentence. */
static void
add_row (PronyTryMetrics *self,
         AdwPreferencesGroup *group,
         const char *title,
         const char *subtitle,
         const char *value)
{
  GtkWidget *row =
    g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle",
                  subtitle != NULL ? subtitle : "", "subtitle-lines", 0, NULL);
  GtkWidget *label = gtk_label_new (value);
  /* Translators: a figure or fact, and its value */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), title, value);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label),
                             (int) MIN (g_utf8_strlen (value, -1), MAX_VALUE_CHARS));
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_VALUE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_fact (PronyTryMetrics *self, const char *title, const char *value)
{
  if (value != NULL)
    add_row (self, self->facts, title, NULL, value);
}

static const char *
source_title (PronyCountSource source)
{
  switch (source)
    {
    case PRONY_COUNT_USAGE:
      return _ ("The engine’s own count");

    case PRONY_COUNT_TOKENIZE:
      return _ ("The engine’s tokenizer");

    case PRONY_COUNT_TOKENIZER:
      return _ ("A vocabulary on this computer");

    case PRONY_COUNT_CHUNKS:
      return _ ("One token for each event");

    case PRONY_COUNT_ESTIMATE:
    default:
      return _ ("An estimate from the length of the text");
    }
}

static void
add_facts (PronyTryMetrics *self, const PronyRequestRecord *record, char **dropped)
{
  g_autofree char *status =
    record->http_status != 0 ? g_strdup_printf ("%u", record->http_status) : NULL;
  g_autofree char *left_out = dropped != NULL ? g_strjoinv (", ", dropped) : NULL;

  add_fact (self, _ ("Outcome"), prony_outcome_title (record->outcome));
  add_fact (self, _ ("HTTP Status"), status);
  add_fact (self, _ ("Answered by"), record->model);
  add_fact (self, _ ("Finish Reason"), record->finish_reason);
  if (record->completion_tokens >= 0)
    add_fact (self, _ ("Tokens Counted by"), source_title (record->count_source));
  add_fact (self, _ ("Left Out, as the Engine Refuses It"), left_out);
}

static void
add_figures (PronyTryMetrics *self, const PronyRequestRecord *record)
{
  gboolean any_absent = FALSE;

  for (PronyMetric metric = 0; metric < PRONY_N_DISTRIBUTIONS; metric++)
    {
      double value = prony_request_typical (record, metric);
      g_autofree char *text = prony_format_value (value, prony_metric_get_info (metric)->unit);

      add_row (self, isfinite (value) ? self->figures : self->absent,
               prony_metric_get_title (metric), prony_metric_get_definition (metric),
               isfinite (value) ? text : _ ("None"));
      any_absent |= !isfinite (value);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->absent), any_absent);
}

static void
prony_try_metrics_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_TRY_METRICS);

  G_OBJECT_CLASS (prony_try_metrics_parent_class)->dispose (object);
}

static void
prony_try_metrics_finalize (GObject *object)
{
  PronyTryMetrics *self = (PronyTryMetrics *) object;

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (prony_try_metrics_parent_class)->finalize (object);
}

static void
prony_try_metrics_class_init (PronyTryMetricsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_try_metrics_dispose;
  object_class->finalize = prony_try_metrics_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-try-metrics.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTryMetrics, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyTryMetrics, facts);
  gtk_widget_class_bind_template_child (widget_class, PronyTryMetrics, figures);
  gtk_widget_class_bind_template_child (widget_class, PronyTryMetrics, absent);
}

static void
prony_try_metrics_init (PronyTryMetrics *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_try_metrics_set_record:
 * @self: a view
 * @record: (nullable): a request that has ended; %NULL while one is under way
 * @dropped: (nullable) (array zero-terminated=1): fields that were left out of it
 *
 * Shows the figures of a request.
 */
void
prony_try_metrics_set_record (PronyTryMetrics *self,
                              const PronyRequestRecord *record,
                              char **dropped)
{
  g_return_if_fail (PRONY_IS_TRY_METRICS (self));

  remove_rows (self);
  gtk_stack_set_visible_child_name (self->stack, record != NULL ? "figures" : "none");
  if (record == NULL)
    return;

  add_facts (self, record, dropped);
  add_figures (self, record);
}
