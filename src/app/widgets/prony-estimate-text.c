/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-estimate-text.h"

/* Beyond that a count of minutes says less than one of hours. */
#define MOST_MINUTES 120

static char *
describe_duration (double seconds, gboolean at_least)
{
  double minutes = round (seconds / 60);
  guint n;

  if (seconds < 59.5)
    {
      n = (guint) MAX (ceil (seconds), 1);
      return at_least
               ? g_strdup_printf (ngettext ("At least %u second", "At least %u seconds", n), n)
               : g_strdup_printf (ngettext ("About %u second", "About %u seconds", n), n);
    }
  if (minutes <= MOST_MINUTES)
    {
      n = (guint) minutes;
      return at_least
               ? g_strdup_printf (ngettext ("At least %u minute", "At least %u minutes", n), n)
               : g_strdup_printf (ngettext ("About %u minute", "About %u minutes", n), n);
    }

  n = (guint) MIN (round (seconds / 3600), G_MAXINT);
  return at_least ? g_strdup_printf (ngettext ("At least %u hour", "At least %u hours", n), n)
                  : g_strdup_printf (ngettext ("About %u hour", "About %u hours", n), n);
}

/* What the user can do about it where there is something. */
static const char *
explain_unknown (const PronyPlanEstimate *estimate)
{
  return estimate->n_unknown > 0 ? _ ("Duration unknown until each target has been measured once")
                                 : _ ("Duration unknown");
}

/* For ngettext(). */
static gulong
plural_of (double count)
{
  return (gulong) MIN (count, G_MAXINT);
}

static void
add_counts (GStrvBuilder *words, const PronyPlanEstimate *estimate)
{
  double tokens = estimate->prompt_tokens + estimate->output_tokens;

  if (isfinite (estimate->requests))
    {
      g_autofree char *text = g_strdup_printf (
        ngettext ("%'.0f request", "%'.0f requests", plural_of (estimate->requests)),
        estimate->requests);

      g_strv_builder_add (words, text);
    }
  if (isfinite (tokens))
    {
      g_autofree char *text =
        g_strdup_printf (ngettext ("%'.0f token", "%'.0f tokens", plural_of (tokens)), tokens);

      g_strv_builder_add (words, text);
    }
}

/**
 * prony_estimate_text_make:
 * @estimate: what a plan amounts to
 *
 * Returns: (transfer full): the same in a line, such as "About 6 minutes · 480 requests ·
 *   120,000 tokens · 0.42", without what is not known
 */
char *
prony_estimate_text_make (const PronyPlanEstimate *estimate)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_return_val_if_fail (estimate != NULL, NULL);

  if (isfinite (estimate->duration_s))
    {
      g_autofree char *duration = describe_duration (estimate->duration_s, estimate->at_least);

      g_strv_builder_add (words, duration);
    }
  add_counts (words, estimate);
  if (isfinite (estimate->cost))
    {
      /* Translators: a sum of money, in a currency that only the user knows */
      g_autofree char *cost = g_strdup_printf (_ ("costs %'.2f"), estimate->cost);

      g_strv_builder_add (words, cost);
    }
  if (!isfinite (estimate->duration_s))
    g_strv_builder_add (words, explain_unknown (estimate));
  all = g_strv_builder_end (words);

  return g_strjoinv (" · ", all);
}
