/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-plan-rest-row.h"
#include "base/prony-format.h"
#include "base/prony-util.h"

struct _PronyPlanRestRow
{
  AdwActionRow parent_instance;

  /* Owned */
  PronyPlan *plan; /* where the rest is from; the usual settings otherwise */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyPlanRestRow, prony_plan_rest_row, ADW_TYPE_ACTION_ROW)

static guint signals[N_SIGNALS];

static void
take (GStrvBuilder *words, char *text)
{
  g_autofree char *owned = text;

  g_strv_builder_add (words, owned);
}

static void
add_numbers (PronyPlan *plan, PronyPlan *usual, GStrvBuilder *words)
{
  if (isfinite (plan->temperature))
    /* Translators: a setting of an engine that chooses words more or less freely */
    take (words, g_strdup_printf (_ ("temperature %g"), plan->temperature));
  if (plan->seed != usual->seed)
    {
      g_autofree char *seed = g_strdup_printf ("%" G_GINT64_FORMAT, plan->seed);

      /* Translators: the number that everything drawn at random follows from */
      take (words, g_strdup_printf (_ ("seed %s"), seed));
    }
  if (plan->threads != usual->threads)
    take (words,
          g_strdup_printf (ngettext ("%u thread", "%u threads", plan->threads), plan->threads));
  if (plan->grace_s != usual->grace_s)
    {
      g_autofree char *time = prony_format_value (plan->grace_s, PRONY_UNIT_SECONDS);

      /* Translators: %s is a time; requests that are under way at the end get it */
      take (words, g_strdup_printf (_ ("%s for requests to end"), time));
    }
  if (plan->requests > 0 && plan->iterations > 0)
    take (words, g_strdup_printf (
                   ngettext ("%u iteration at most", "%u iterations at most", plan->iterations),
                   plan->iterations));
}

/* Such as "seed 7 · no streaming", or NULL for nothing. */
static char *
describe (PronyPlan *plan)
{
  g_autoptr (PronyPlan) usual = prony_plan_new ();
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (plan->name != NULL)
    /* Translators: %s is the name of a plan */
    take (words, g_strdup_printf (_ ("named “%s”"), plan->name));
  add_numbers (plan, usual, words);
  if (plan->repeatable)
    g_strv_builder_add (words, _ ("the same prompts in each run"));
  if (!plan->stream)
    g_strv_builder_add (words, _ ("answers in one piece"));
  if (plan->own_loads && !plan->own_bounds)
    g_strv_builder_add (words, _ ("not the scenarios’ own bounds"));
  if (plan->own_loads && !plan->own_warmup)
    g_strv_builder_add (words, _ ("not the scenarios’ own warm-up"));
  all = g_strv_builder_end (words);

  return *all != NULL ? g_strjoinv (" · ", all) : NULL;
}

static void
on_reset_cb (PronyPlanRestRow *self)
{
  g_autoptr (PronyPlan) usual = prony_plan_new ();

  prony_plan_rest_row_set_plan (self, usual);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
prony_plan_rest_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_PLAN_REST_ROW);

  G_OBJECT_CLASS (prony_plan_rest_row_parent_class)->dispose (object);
}

static void
prony_plan_rest_row_finalize (GObject *object)
{
  prony_plan_unref (PRONY_PLAN_REST_ROW (object)->plan);

  G_OBJECT_CLASS (prony_plan_rest_row_parent_class)->finalize (object);
}

static void
prony_plan_rest_row_class_init (PronyPlanRestRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_plan_rest_row_dispose;
  object_class->finalize = prony_plan_rest_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-plan-rest-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_reset_cb);
}

static void
prony_plan_rest_row_init (PronyPlanRestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->plan = prony_plan_new ();
}

/**
 * prony_plan_rest_row_fill:
 * @self: a row
 * @plan: a plan that has nothing but the usual settings
 *
 * Gives a plan the settings that no other row has; to be done before the others.
 */
void
prony_plan_rest_row_fill (PronyPlanRestRow *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_PLAN_REST_ROW (self));
  g_return_if_fail (plan != NULL);

  prony_set_str (&plan->name, self->plan->name);
  plan->temperature = self->plan->temperature;
  plan->seed = self->plan->seed;
  plan->threads = self->plan->threads;
  plan->grace_s = self->plan->grace_s;
  plan->repeatable = self->plan->repeatable;
  plan->stream = self->plan->stream;
  plan->own_bounds = self->plan->own_bounds;
  plan->own_warmup = self->plan->own_warmup;
  if (self->plan->requests > 0)
    plan->iterations = self->plan->iterations;
}

/**
 * prony_plan_rest_row_set_plan:
 * @self: a row
 * @plan: a plan that nobody changes any more
 *
 * Keeps the settings of a plan that no other row has.
 */
void
prony_plan_rest_row_set_plan (PronyPlanRestRow *self, PronyPlan *plan)
{
  g_autofree char *text = NULL;
  PronyPlan *old;

  g_return_if_fail (PRONY_IS_PLAN_REST_ROW (self));
  g_return_if_fail (plan != NULL);

  old = self->plan;
  self->plan = prony_plan_ref (plan);
  prony_plan_unref (old);
  text = describe (plan);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text != NULL ? text : "");
}
