/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A request in words, to be shown and to be copied. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/session/prony-request-text.h"
#include "base/prony-clock.h"
#include "base/prony-format.h"
#include "core/metrics/prony-request-metrics.h"
#include "core/model/prony-request-row.h"

/* How much of a prompt or an answer is shown: prompts may have megabytes. */
#define MAX_TEXT_BYTES (64 * 1024)

/**
 * prony_request_text_outcome:
 * @record: a request that has ended
 *
 * Returns: (transfer full): how it ended, such as "Failed: no connection"
 */
char *
prony_request_text_outcome (const PronyRequestRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  if (record->outcome == PRONY_OUTCOME_OK || record->outcome == PRONY_OUTCOME_CANCELLED)
    return g_strdup (prony_outcome_title (record->outcome));

  /* Translators: %s is how a request has failed, such as "no connection" */
  return g_strdup_printf (_ ("Failed: %s"), prony_outcome_title (record->outcome));
}

/**
 * prony_request_text_quality:
 * @record: a request that has ended
 * @broken_rule: (nullable): the rule that its answer breaks, in words
 *
 * Returns: (transfer full) (nullable): the verdict on its answer; %NULL where there is none
 */
char *
prony_request_text_quality (const PronyRequestRecord *record, const char *broken_rule)
{
  g_return_val_if_fail (record != NULL, NULL);

  switch (record->quality)
    {
    case PRONY_QUALITY_PASS:
      return g_strdup (_ ("Passed"));

    case PRONY_QUALITY_FAIL:
      if (broken_rule == NULL)
        return g_strdup (_ ("Failed"));
      /* Translators: the rule on answers that an answer breaks, such as: contains “Paris” */
      return g_strdup_printf (_ ("Failed, it breaks the rule: %s"), broken_rule);

    case PRONY_QUALITY_NONE:
    default:
      return NULL;
    }
}

static char *
describe_number (const PronyRequestRecord *record)
{
  g_autofree char *number = prony_format_value ((double) record->id, PRONY_UNIT_COUNT);

  if (!record->warmup)
    return g_steal_pointer (&number);

  /* Translators: %s is the number of a request */
  return g_strdup_printf (_ ("%s, of the warm-up"), number);
}

static void
tell (PronyRequestFactFunc take, const char *title, const char *value, gpointer user_data)
{
  if (value != NULL)
    take (title, value, user_data);
}

/**
 * prony_request_text_each_fact:
 * @trial: the trial of @record
 * @record: a request that has ended
 * @broken_rule: (nullable): the rule that its answer breaks, in words
 * @take: gets what is known of it, in the order of reading
 * @user_data: for @take
 */
void
prony_request_text_each_fact (PronyTrial *trial,
                              const PronyRequestRecord *record,
                              const char *broken_rule,
                              PronyRequestFactFunc take,
                              gpointer user_data)
{
  g_autofree char *load = NULL;
  g_autofree char *number = NULL;
  g_autofree char *status = NULL;
  g_autofree char *retries = NULL;
  g_autofree char *quality = NULL;

  g_return_if_fail (trial != NULL && record != NULL && take != NULL);

  load = prony_load_level_describe (&trial->load);
  number = describe_number (record);
  quality = prony_request_text_quality (record, broken_rule);
  if (record->http_status > 0)
    status = g_strdup_printf ("%u", record->http_status);
  if (record->retries > 0)
    retries = prony_format_value (record->retries, PRONY_UNIT_COUNT);
  tell (take, _ ("Target"), trial->target->name, user_data);
  tell (take, _ ("Model"), trial->target->model, user_data);
  tell (take, _ ("Address"), trial->target->engine->url, user_data);
  tell (take, _ ("Scenario"), prony_scenario_translate (trial->scenario_title), user_data);
  tell (take, _ ("Load"), load, user_data);
  tell (take, _ ("Request"), number, user_data);
  tell (take, _ ("HTTP Status"), status, user_data);
  tell (take, _ ("Sent Again"), retries, user_data);
  tell (take, _ ("Answer Quality"), quality, user_data);
}

/**
 * prony_request_text_bound:
 * @text: a prompt or an answer
 * @length: in bytes
 * @note: (out) (nullable) (transfer full): says that it is only the beginning; %NULL where
 *   it is all
 *
 * Returns: how much of it is shown, in bytes, without a character that is cut
 */
gsize
prony_request_text_bound (const char *text, gsize length, char **note)
{
  g_autofree char *total = NULL;
  const char *end;

  *note = NULL;
  if (length <= MAX_TEXT_BYTES)
    return length;

  total = prony_format_size (length);
  /* Translators: %s is the size of a text, such as "1.2 MB" */
  *note = g_strdup_printf (_ ("The beginning of %s"), total);
  end = g_utf8_find_prev_char (text, text + MAX_TEXT_BYTES);
  return end != NULL ? (gsize) (end - text) : 0;
}

/**
 * prony_request_text_each_text:
 * @record: a request that has ended
 * @take: gets its texts, in the order of reading
 * @user_data: for @take
 */
void
prony_request_text_each_text (const PronyRequestRecord *record,
                              PronyRequestTextFunc take,
                              gpointer user_data)
{
  gboolean whole;

  g_return_if_fail (record != NULL && take != NULL);

  whole = record->outcome == PRONY_OUTCOME_OK;
  if (record->prompt != NULL && *record->prompt != '\0')
    take (_ ("Prompt"), record->prompt, strlen (record->prompt), user_data);
  if (record->reasoning != NULL && record->reasoning->len > 0)
    take (whole ? _ ("Thinking") : _ ("Thinking So Far"), record->reasoning->str,
          record->reasoning->len, user_data);
  if (record->answer->len > 0)
    take (whole ? _ ("Answer") : _ ("Answer So Far"), record->answer->str, record->answer->len,
          user_data);
}

/* --- All of it --------------------------------------------------------------------------- */

static void
append_line (const char *title, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", title, value);
}

static void
append_text (const char *title, const char *text, gsize length, gpointer user_data)
{
  g_autofree char *note = NULL;
  gsize shown = prony_request_text_bound (text, length, &note);

  g_string_append_printf (user_data, "\n%s\n", title);
  g_string_append_len (user_data, text, (gssize) shown);
  g_string_append_c (user_data, '\n');
  if (note != NULL)
    g_string_append_printf (user_data, "(%s)\n", note);
}

static void
append_times (GString *all, const PronyRequestRecord *record)
{
  PronyRequestRow row;
  const char *const titles[] = { _ ("Sent"), _ ("Answer Began"), _ ("First Token"), _ ("Ended") };
  gint64 stamps[G_N_ELEMENTS (titles)];

  prony_request_row_init (&row, record, 0, 0);
  stamps[0] = row.sent_ns;
  stamps[1] = row.headers_ns;
  stamps[2] = row.first_token_ns;
  stamps[3] = row.finished_ns;
  g_string_append_printf (all, "\n%s\n", _ ("Times Since It Was Due"));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autofree char *time =
        stamps[i] != G_MININT64
          ? prony_format_value (prony_ns_to_s (stamps[i] - record->scheduled_ns),
                                PRONY_UNIT_SECONDS)
          : NULL;

      append_line (titles[i], time != NULL ? time : _ ("Not reached"), all);
    }
}

static void
append_figures (GString *all, const PronyRequestRecord *record)
{
  gboolean any = FALSE;

  for (PronyMetric metric = 0; metric < PRONY_N_DISTRIBUTIONS; metric++)
    {
      double value = prony_request_typical (record, metric);
      g_autofree char *text = prony_format_value (value, prony_metric_get_info (metric)->unit);

      if (!isfinite (value))
        continue;
      if (!any)
        g_string_append_printf (all, "\n%s\n", _ ("Figures"));
      any = TRUE;
      append_line (prony_metric_get_title (metric), text, all);
    }
}

/**
 * prony_request_text_all:
 * @trial: the trial of @record
 * @record: a request that has ended
 * @broken_rule: (nullable): the rule that its answer breaks, in words
 * @advice: (nullable): a sentence, what to do about its failure
 *
 * Returns: (transfer full): all that is shown of it, to be copied
 */
char *
prony_request_text_all (PronyTrial *trial,
                        const PronyRequestRecord *record,
                        const char *broken_rule,
                        const char *advice)
{
  GString *all = g_string_new (NULL);
  g_autofree char *outcome = prony_request_text_outcome (record);

  g_string_append_printf (all, "%s\n", outcome);
  if (record->error_message != NULL)
    g_string_append_printf (all, "%s\n", record->error_message);
  if (advice != NULL)
    g_string_append_printf (all, "%s\n", advice);
  g_string_append_c (all, '\n');
  prony_request_text_each_fact (trial, record, broken_rule, append_line, all);
  append_times (all, record);
  append_figures (all, record);
  prony_request_text_each_text (record, append_text, all);
  return g_string_free (all, FALSE);
}
