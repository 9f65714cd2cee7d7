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

typedef enum
{
  ABOUT,
  AT_LEAST,
  AT_MOST,
} Bound;

static Bound
find_bound (const PronyPlanEstimate *estimate)
{
  if (estimate->at_least == estimate->at_most)
    return ABOUT;

  return estimate->at_least ? AT_LEAST : AT_MOST;
}

static char *
describe_seconds (guint n, Bound bound)
{
  if (bound == AT_LEAST)
    return g_strdup_printf (ngettext ("At least %u second", "At least %u seconds", n), n);
  if (bound == AT_MOST)
    return g_strdup_printf (ngettext ("At most %u second", "At most %u seconds", n), n);

  return g_strdup_printf (ngettext ("About %u second", "About %u seconds", n), n);
}

static char *
describe_minutes (guint n, Bound bound)
{
  if (bound == AT_LEAST)
    return g_strdup_printf (ngettext ("At least %u minute", "At least %u minutes", n), n);
  if (bound == AT_MOST)
    return g_strdup_printf (ngettext ("At most %u minute", "At most %u minutes", n), n);

  return g_strdup_printf (ngettext ("About %u minute", "About %u minutes", n), n);
}

static char *
describe_hours (guint n, Bound bound)
{
  if (bound == AT_LEAST)
    return g_strdup_printf (ngettext ("At least %u hour", "At least %u hours", n), n);
  if (bound == AT_MOST)
    return g_strdup_printf (ngettext ("At most %u hour", "At most %u hours", n), n);

  return g_strdup_printf (ngettext ("About %u hour", "About %u hours", n), n);
}

/* An upper bound is rounded up, so that it is one. */
static char *
describe_duration (double seconds, Bound bound)
{
  double minutes = bound == AT_MOST ? ceil (seconds / 60) : round (seconds / 60);

  if (seconds < 59.5)
    return describe_seconds ((guint) MAX (ceil (seconds), 1), bound);
  if (minutes <= MOST_MINUTES)
    return describe_minutes ((guint) minutes, bound);

  return describe_hours (
    (guint) MIN (bound == AT_MOST ? ceil (seconds / 3600) : round (seconds / 3600), G_MAXINT),
    bound);
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
      g_autofree char *duration = describe_duration (estimate->duration_s, find_bound (estimate));

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
