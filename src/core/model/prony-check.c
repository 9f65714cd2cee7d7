/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/prony-format.h"
#include "core/model/prony-check.h"

static const struct
{
  const char *name;
  PronyUnit unit;
  const char *failure; /* with the actual value, the expected one, the least, the most */
  gboolean has_range;
} checks[] = {
  /* Translators: in this and the next six sentences the first %s is what was
   * found, the second what it should be. */
  [PRONY_CHECK_ACCOUNTED] = { "accounted", PRONY_UNIT_COUNT,
                              N_ ("Of the requests that were sent, %s are accounted for instead "
                                  "of %s: this is a mistake in Prony, please report it.") },
  [PRONY_CHECK_LITTLES_LAW] = { "littles_law", PRONY_UNIT_NONE,
                                N_ ("The mean concurrency is %s, but request rate times mean "
                                    "latency gives %s (Little's law): at the end requests were "
                                    "under way that had taken longer than any before, so the load "
                                    "was not steady. Compare this trial with care.") },
  [PRONY_CHECK_DELIVERED] = { "delivered", PRONY_UNIT_COUNT,
                              N_ ("%s requests were sent instead of the %s that were due: the "
                                  "asked rate was not reached.") },
  [PRONY_CHECK_STREAMED] = { "streamed", PRONY_UNIT_COUNT,
                             N_ ("%s answers came token by token instead of %s: the others were "
                                 "held back and came at once, so their times to first token and "
                                 "between tokens are left out. Look for a proxy that buffers.") },
  [PRONY_CHECK_TOKENS] = { "tokens", PRONY_UNIT_TOKENS,
                           N_ ("Prony counted %s output tokens, the engine's own counter says "
                               "%s: token rates may be wrong by as much, or somebody else used "
                               "the engine.") },
  [PRONY_CHECK_UNCACHED] = { "uncached", PRONY_UNIT_RATIO,
                             N_ ("The engine took %s of the prompt tokens from its prompt cache, "
                                 "though no more than %s can be its template, since each prompt "
                                 "began differently: times to first token are too short. Switch "
                                 "its prompt cache off, or restart it before measuring.") },
  [PRONY_CHECK_REPEATS] = { "repeats", PRONY_UNIT_SECONDS,
                            N_ ("Prompts that had been sent before got their first token after "
                                "%s, new ones after %s: something answers from memory, such as a "
                                "prompt cache, or a proxy in front of the engine. Switch it off. "
                                "If the engine was only not warm yet, use more warm-up "
                                "requests.") },
  /* Translators: two numbers of requests, then two numbers of tokens. */
  [PRONY_CHECK_PROMPT_LENGTHS] = { "prompt_lengths", PRONY_UNIT_COUNT,
                                   N_ ("The prompts of %s requests instead of %s were as long as "
                                       "the scenario says; the engine counted %s to %s tokens. "
                                       "Correct the scenario's limits, or its texts."),
                                   TRUE },
};

static const struct
{
  const char *name;
  const char *sentence;
} limits[] = {
  [PRONY_CLIENT_LIMIT_NONE] = { "none", N_ ("This computer kept up with the load.") },
  [PRONY_CLIENT_LIMIT_CPU] = { "cpu",
                               N_ ("A thread that measures used up its processor core, so the "
                                   "figures describe this computer rather than the engine. Use "
                                   "fewer streams, or close other programs.") },
  [PRONY_CLIENT_LIMIT_LAG] = { "lag",
                               N_ ("The answers were read late, so the figures describe this "
                                   "computer rather than the engine. Use fewer streams, or close "
                                   "other programs.") },
  [PRONY_CLIENT_LIMIT_SEND_LAG] = { "send_lag",
                                    N_ ("Requests went out late, so the asked rate was not kept. "
                                        "Use a lower rate, or close other programs.") },
  [PRONY_CLIENT_LIMIT_CONNECTIONS] = { "connections",
                                       N_ ("This computer ran out of connections (open files or "
                                           "ports). Raise the limit (ulimit -n), or use fewer "
                                           "requests at once.") },
  [PRONY_CLIENT_LIMIT_NETWORK] = { "network",
                                   N_ ("The network lost packets, so the figures describe it "
                                       "rather than the engine. Measure nearer to the engine.") },
};

/**
 * prony_check_kind_to_string:
 * @kind: a check
 *
 * Returns: its name in files
 */
const char *
prony_check_kind_to_string (PronyCheckKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (checks), NULL);

  return checks[kind].name;
}

/**
 * prony_check_kind_has_range:
 * @kind: a check
 *
 * Returns: whether it tells the range of what was seen
 */
gboolean
prony_check_kind_has_range (PronyCheckKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (checks), FALSE);

  return checks[kind].has_range;
}

/**
 * prony_check_describe:
 * @kind: which check
 * @check: what it came to
 *
 * Returns: (transfer full) (nullable): a translated sentence with the figures and
 *   what they mean, if the check failed; %NULL otherwise
 */
char *
prony_check_describe (PronyCheckKind kind, const PronyCheck *check)
{
  g_autofree char *expected = NULL;
  g_autofree char *actual = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (checks), NULL);

  if (check->verdict != PRONY_VERDICT_FAILED)
    return NULL;

  expected = prony_format_value (check->expected, checks[kind].unit);
  actual = prony_format_value (check->actual, checks[kind].unit);
  low = prony_format_value (check->low, PRONY_UNIT_COUNT);
  high = prony_format_value (check->high, PRONY_UNIT_COUNT);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, checks[kind].failure), actual, expected, low,
                          high);
#pragma GCC diagnostic pop
}

/**
 * prony_client_limit_to_string:
 * @limit: what limited the client
 *
 * Returns: its name in files
 */
const char *
prony_client_limit_to_string (PronyClientLimit limit)
{
  g_return_val_if_fail ((guint) limit < G_N_ELEMENTS (limits), NULL);

  return limits[limit].name;
}

/**
 * prony_client_limit_from_string:
 * @text: (nullable): a name
 * @limit: (out): the limit
 *
 * Returns: whether @text names a limit
 */
gboolean
prony_client_limit_from_string (const char *text, PronyClientLimit *limit)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (g_strcmp0 (text, limits[i].name) == 0)
      {
        *limit = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_client_limit_describe:
 * @limit: what limited the client
 *
 * Returns: a translated sentence that says so, and what to do
 */
const char *
prony_client_limit_describe (PronyClientLimit limit)
{
  g_return_val_if_fail ((guint) limit < G_N_ELEMENTS (limits), NULL);

  return g_dgettext (GETTEXT_PACKAGE, limits[limit].sentence);
}
