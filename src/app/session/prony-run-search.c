/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-search.h"

#define DAYS_OF_WEEK 7
#define DAYS_OF_MONTH 30

/**
 * prony_run_search_clear:
 * @self: what is looked for
 *
 * Frees its strings; everything is found then.
 */
void
prony_run_search_clear (PronyRunSearch *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->words);
  g_free (self->engine);
  g_free (self->model);
  g_free (self->scenario);
  g_free (self->tag);
  *self = (PronyRunSearch){ 0 };
}

/**
 * prony_run_search_copy:
 * @self: what is looked for
 * @other: what to look for instead
 */
void
prony_run_search_copy (PronyRunSearch *self, const PronyRunSearch *other)
{
  g_return_if_fail (self != NULL && other != NULL && self != other);

  prony_run_search_clear (self);
  *self = *other;
  self->words = g_strdupv (other->words);
  self->engine = g_strdup (other->engine);
  self->model = g_strdup (other->model);
  self->scenario = g_strdup (other->scenario);
  self->tag = g_strdup (other->tag);
}

/**
 * prony_run_search_count_filters:
 * @self: what is looked for
 *
 * Returns: how many things besides words are asked of a run
 */
guint
prony_run_search_count_filters (const PronyRunSearch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (self->engine != NULL) + (self->model != NULL) + (self->scenario != NULL) +
         (self->tag != NULL) + (self->span != PRONY_RUN_SPAN_ALL) + (self->simulated != 0) +
         (self->partial != 0) + !!self->pinned;
}

/**
 * prony_run_search_get_since:
 * @self: what is looked for
 * @now_us: wall clock
 *
 * Returns: from when on runs are looked for, on this computer's calendar; 0 for always
 */
gint64
prony_run_search_get_since (const PronyRunSearch *self, gint64 now_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) since = NULL;
  int days = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->span == PRONY_RUN_SPAN_ALL || now == NULL)
    return 0;
  if (self->span == PRONY_RUN_SPAN_WEEK)
    days = DAYS_OF_WEEK - 1;
  else if (self->span == PRONY_RUN_SPAN_MONTH)
    days = DAYS_OF_MONTH - 1;

  midnight = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                    g_date_time_get_day_of_month (now), 0, 0, 0);
  since = midnight != NULL ? g_date_time_add_days (midnight, -days) : NULL;
  return since != NULL ? g_date_time_to_unix (since) * G_USEC_PER_SEC : 0;
}

static gboolean
has (GStrv list, const char *wanted)
{
  return wanted == NULL || g_strv_contains ((const char *const *) list, wanted);
}

/* Of 1 and -1, which ask for one of two; 0 asks for neither. */
static gboolean
fits (int wanted, gboolean value)
{
  return wanted == 0 || (wanted > 0) == !!value;
}

/**
 * prony_run_search_matches:
 * @self: what is looked for
 * @entry: a run
 * @since_us: what prony_run_search_get_since() says
 *
 * Returns: whether it is found
 */
gboolean
prony_run_search_matches (const PronyRunSearch *self, const PronyRunEntry *entry, gint64 since_us)
{
  g_return_val_if_fail (self != NULL && entry != NULL, FALSE);

  return entry->started_us >= since_us && fits (self->simulated, entry->simulated) &&
         fits (self->partial, entry->partial) && (!self->pinned || entry->pinned) &&
         has (entry->targets, self->engine) && has (entry->models, self->model) &&
         has (entry->scenarios, self->scenario) && has (entry->tags, self->tag) &&
         prony_run_entry_matches (entry, (const char *const *) self->words);
}
