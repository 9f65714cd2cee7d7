/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-expander.h"
#include "app/widgets/prony-number-row.h"
#include "app/widgets/prony-objectives-row.h"
#include "base/prony-format.h"

/* Guide values, of each request: by use as GuideLLM's guide to objectives has them, and
 * the limits of MLPerf Inference 6.0 for its models of 8 and 70 billion parameters. */
static const struct
{
  const char *name;
  const char *title;
  double ttft_s;
  double itl_s;
  double latency_s;
} presets[] = {
  { "none", N_ ("None"), NAN, NAN, NAN },
  { "chat", N_ ("Chat"), 0.2, 0.05, NAN },
  { "retrieval", N_ ("Retrieval"), 0.3, 0.1, 3 },
  { "agents", N_ ("Agents"), NAN, NAN, 5 },
  { "code", N_ ("Code Generation"), 0.5, 0.15, NAN },
  { "completion", N_ ("Code Completion"), NAN, NAN, 2 },
  { "writing", N_ ("Writing"), 0.6, 0.2, NAN },
  { "mlperf-interactive-8b", N_ ("MLPerf Interactive, 8B"), 0.5, 0.03, NAN },
  { "mlperf-server-8b", N_ ("MLPerf Server, 8B"), 2, 0.1, NAN },
  { "mlperf-interactive-70b", N_ ("MLPerf Interactive, 70B"), 0.45, 0.04, NAN },
  { "mlperf-server-70b", N_ ("MLPerf Server, 70B"), 2, 0.2, NAN },
};

/* The choice after all of them: values of the user's own. */
#define OWN G_N_ELEMENTS (presets)

struct _PronyObjectivesRow
{
  AdwExpanderRow parent_instance;

  /* Template children */
  AdwComboRow *preset_row;
  PronyNumberRow *ttft_row;
  PronyNumberRow *itl_row;
  PronyNumberRow *latency_row;

  /* Plain */
  gboolean setting; /* the rows follow one another */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyObjectivesRow, prony_objectives_row, ADW_TYPE_EXPANDER_ROW)

static guint signals[N_SIGNALS];

/* --- Words ------------------------------------------------------------------------ */

static void
add_words (GStrvBuilder *words, const char *format, double seconds)
{
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;

  if (!isfinite (seconds))
    return;

  value = prony_format_value (seconds, PRONY_UNIT_SECONDS);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_printf (format, value);
#pragma GCC diagnostic pop
  g_strv_builder_add (words, text);
}

/* Such as "first token 200 ms · between tokens 50 ms", or empty. */
static char *
describe (double ttft_s, double itl_s, double latency_s)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  /* Translators: the longest time until the first token */
  add_words (words, _ ("first token %s"), ttft_s);
  /* Translators: the longest time from one token to the next */
  add_words (words, _ ("between tokens %s"), itl_s);
  /* Translators: the longest time until an answer is complete */
  add_words (words, _ ("whole answer %s"), latency_s);
  all = g_strv_builder_end (words);

  return g_strjoinv (" · ", all);
}

static void
fill_presets (PronyObjectivesRow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autofree char *values =
        describe (presets[i].ttft_s, presets[i].itl_s, presets[i].latency_s);
      g_autofree char *title = *values == '\0'
                                 ? g_strdup (_ (presets[i].title))
                                 /* Translators: a use, and times such as "first token 200 ms" */
                                 : g_strdup_printf (_ ("%s: %s"), _ (presets[i].title), values);

      gtk_string_list_append (titles, title);
    }
  gtk_string_list_append (titles, _ ("Own Values"));
  adw_combo_row_set_model (self->preset_row, G_LIST_MODEL (titles));
}

/* --- In step ---------------------------------------------------------------------- */

static gboolean
is_equal (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static guint
find_preset (double ttft_s, double itl_s, double latency_s)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (is_equal (presets[i].ttft_s, ttft_s) && is_equal (presets[i].itl_s, itl_s) &&
        is_equal (presets[i].latency_s, latency_s))
      return i;

  return OWN;
}

static void
show_values (PronyObjectivesRow *self)
{
  double ttft_s;
  double itl_s;
  double latency_s;
  gboolean right = prony_number_row_get (self->ttft_row, &ttft_s, NULL);
  g_autofree char *text = NULL;

  right = prony_number_row_get (self->itl_row, &itl_s, NULL) && right;
  right = prony_number_row_get (self->latency_row, &latency_s, NULL) && right;
  text = describe (ttft_s, itl_s, latency_s);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 *text != '\0' ? text : _ ("None but those of the scenarios"));

  self->setting = TRUE;
  adw_combo_row_set_selected (self->preset_row,
                              right ? find_preset (ttft_s, itl_s, latency_s) : OWN);
  self->setting = FALSE;
}

static void
on_value_changed_cb (PronyObjectivesRow *self)
{
  if (self->setting || self->latency_row == NULL)
    return;

  show_values (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_values (PronyObjectivesRow *self, double ttft_s, double itl_s, double latency_s)
{
  self->setting = TRUE;
  prony_number_row_set (self->ttft_row, ttft_s);
  prony_number_row_set (self->itl_row, itl_s);
  prony_number_row_set (self->latency_row, latency_s);
  self->setting = FALSE;
  on_value_changed_cb (self);
}

static void
on_preset_selected_cb (PronyObjectivesRow *self)
{
  guint preset;

  if (self->setting)
    return;

  preset = adw_combo_row_get_selected (self->preset_row);
  if (preset < G_N_ELEMENTS (presets))
    set_values (self, presets[preset].ttft_s, presets[preset].itl_s, presets[preset].latency_s);
  else
    show_values (self);
}

/* --- The widget --------------------------------------------------------------------- */

static void
prony_objectives_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_OBJECTIVES_ROW);

  G_OBJECT_CLASS (prony_objectives_row_parent_class)->dispose (object);
}

static void
prony_objectives_row_class_init (PronyObjectivesRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_objectives_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-objectives-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyObjectivesRow, preset_row);
  gtk_widget_class_bind_template_child (widget_class, PronyObjectivesRow, ttft_row);
  gtk_widget_class_bind_template_child (widget_class, PronyObjectivesRow, itl_row);
  gtk_widget_class_bind_template_child (widget_class, PronyObjectivesRow, latency_row);
  gtk_widget_class_bind_template_callback (widget_class, on_value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_selected_cb);
}

static void
prony_objectives_row_init (PronyObjectivesRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_expander_save_layout (ADW_EXPANDER_ROW (self));
  self->setting = TRUE;
  fill_presets (self);
  self->setting = FALSE;
  show_values (self);
}

/**
 * prony_objectives_row_fill:
 * @self: a row
 * @plan: a plan
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Gives a plan the objectives.
 *
 * Returns: whether they are numbers; otherwise @error says what to correct
 */
gboolean
prony_objectives_row_fill (PronyObjectivesRow *self, PronyPlan *plan, GError **error)
{
  g_return_val_if_fail (PRONY_IS_OBJECTIVES_ROW (self), FALSE);
  g_return_val_if_fail (plan != NULL, FALSE);

  return prony_number_row_get (self->ttft_row, &plan->slo_ttft_s, error) &&
         prony_number_row_get (self->itl_row, &plan->slo_itl_s, error) &&
         prony_number_row_get (self->latency_row, &plan->slo_latency_s, error);
}

/**
 * prony_objectives_row_set_plan:
 * @self: a row
 * @plan: a plan
 *
 * Takes the objectives of a plan.
 */
void
prony_objectives_row_set_plan (PronyObjectivesRow *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_OBJECTIVES_ROW (self));
  g_return_if_fail (plan != NULL);

  set_values (self, plan->slo_ttft_s, plan->slo_itl_s, plan->slo_latency_s);
}

/**
 * prony_objectives_row_choose:
 * @self: a row
 * @name: of guide values, such as "chat" or "none"; another one is ignored
 *
 * Takes guide values.
 */
void
prony_objectives_row_choose (PronyObjectivesRow *self, const char *name)
{
  g_return_if_fail (PRONY_IS_OBJECTIVES_ROW (self));

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_strcmp0 (name, presets[i].name) == 0)
      set_values (self, presets[i].ttft_s, presets[i].itl_s, presets[i].latency_s);
}
