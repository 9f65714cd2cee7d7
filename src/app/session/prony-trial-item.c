/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-trial-item.h"

struct _PronyTrialItem
{
  GObject parent_instance;

  PronyTrial *trial;
  PronyState state;
  PronySummary *summary; /* (nullable) */
  char *error;           /* (nullable) */
  char *lead;            /* (nullable): who is ahead at its scenario and load */
  gboolean expanded;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PronyTrialItem, prony_trial_item, G_TYPE_OBJECT)

static void
prony_trial_item_finalize (GObject *object)
{
  PronyTrialItem *self = PRONY_TRIAL_ITEM (object);

  prony_trial_unref (self->trial);
  g_clear_pointer (&self->summary, prony_summary_unref);
  g_free (self->error);
  g_free (self->lead);

  G_OBJECT_CLASS (prony_trial_item_parent_class)->finalize (object);
}

static void
prony_trial_item_class_init (PronyTrialItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_trial_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_trial_item_init (PronyTrialItem *self)
{
}

/**
 * prony_trial_item_new:
 * @trial: a trial; only its constant fields are read
 *
 * Returns: (transfer full): the item of a trial that waits
 */
PronyTrialItem *
prony_trial_item_new (PronyTrial *trial)
{
  PronyTrialItem *self = g_object_new (PRONY_TYPE_TRIAL_ITEM, NULL);

  self->trial = prony_trial_ref (trial);
  return self;
}

/**
 * prony_trial_item_get_trial:
 * @self: an item
 *
 * Returns: (transfer none): its trial; only its constant fields may be read
 */
PronyTrial *
prony_trial_item_get_trial (PronyTrialItem *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), NULL);

  return self->trial;
}

/**
 * prony_trial_item_get_state:
 * @self: an item
 *
 * Returns: how far the trial is
 */
PronyState
prony_trial_item_get_state (PronyTrialItem *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), PRONY_STATE_WAITING);

  return self->state;
}

/**
 * prony_trial_item_get_summary:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what the trial came to, once it was measured
 */
PronySummary *
prony_trial_item_get_summary (PronyTrialItem *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), NULL);

  return self->summary;
}

/**
 * prony_trial_item_get_error:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): a sentence
 */
const char *
prony_trial_item_get_error (PronyTrialItem *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), NULL);

  return self->error;
}

/**
 * prony_trial_item_get_lead:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): a sentence, who is ahead at its scenario and load
 */
const char *
prony_trial_item_get_lead (PronyTrialItem *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), NULL);

  return self->lead;
}

/**
 * prony_trial_item_get_expanded:
 * @self: an item
 *
 * Returns: whether its result is shown
 */
gboolean
prony_trial_item_get_expanded (PronyTrialItem *self)
{
  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), FALSE);

  return self->expanded;
}

/**
 * prony_trial_item_set_expanded:
 * @self: an item
 * @expanded: whether its result is shown
 */
void
prony_trial_item_set_expanded (PronyTrialItem *self, gboolean expanded)
{
  g_return_if_fail (PRONY_IS_TRIAL_ITEM (self));

  expanded = !!expanded;
  if (self->expanded == expanded)
    return;

  self->expanded = expanded;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * prony_trial_item_update:
 * @self: an item
 * @trial: how its trial stands
 *
 * Returns: whether the trial has ended by this
 */
gboolean
prony_trial_item_update (PronyTrialItem *self, const PronyTrialSnapshot *trial)
{
  gboolean ended;

  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), FALSE);

  if (self->state == trial->state && self->summary == trial->summary &&
      g_strcmp0 (self->error, trial->error) == 0)
    return FALSE;

  ended = prony_state_is_final (trial->state) && !prony_state_is_final (self->state);
  self->state = trial->state;
  g_free (self->error);
  self->error = g_strdup (trial->error);
  g_clear_pointer (&self->summary, prony_summary_unref);
  self->summary = trial->summary != NULL ? prony_summary_ref (trial->summary) : NULL;
  g_signal_emit (self, signals[CHANGED], 0);
  return ended;
}

/**
 * prony_trial_item_set_lead:
 * @self: an item
 * @lead: (nullable): a sentence, who is ahead at its scenario and load; %NULL where that is
 *   not clear
 */
void
prony_trial_item_set_lead (PronyTrialItem *self, const char *lead)
{
  g_return_if_fail (PRONY_IS_TRIAL_ITEM (self));

  if (g_strcmp0 (self->lead, lead) == 0)
    return;

  g_free (self->lead);
  self->lead = g_strdup (lead);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * prony_trial_item_describe:
 * @self: an item
 *
 * Returns: (transfer full): its headline figures, or why there are none; may be empty
 */
char *
prony_trial_item_describe (PronyTrialItem *self)
{
  g_autofree char *ttft = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *success = NULL;

  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), NULL);

  if (self->summary == NULL)
    return g_strdup (self->error != NULL ? self->error : "");

  ttft =
    prony_format_value (prony_summary_get (self->summary, PRONY_METRIC_TTFT), PRONY_UNIT_SECONDS);
  rate = prony_format_value (prony_summary_get (self->summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC),
                             PRONY_UNIT_TOKENS_PER_SECOND);
  success = prony_format_value (prony_summary_get (self->summary, PRONY_METRIC_SUCCESS_RATE),
                                PRONY_UNIT_RATIO);
  /* Translators: three figures with units */
  return g_strdup_printf (_ ("First token %s · output rate %s · success %s"), ttft, rate, success);
}

static void
add_line (GString *text, const char *line)
{
  if (line == NULL)
    return;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
add_counts (GString *text, PronySummary *summary)
{
  guint n = (guint) MIN (prony_summary_count_requests (summary), G_MAXUINT);
  guint failed = (guint) MIN (prony_summary_count_failed (summary), G_MAXUINT);
  g_autofree char *window = prony_format_duration (summary->window_s);
  g_autofree char *requests = g_strdup_printf (
    /* Translators: how many requests, then a duration */
    ngettext ("%u request in %s", "%u requests in %s", n), n, window);
  /* Translators: %s is such as "24 requests in 12 s" */
  g_autofree char *with_failed = g_strdup_printf (_ ("%s, %u failed"), requests, failed);

  add_line (text, failed > 0 ? with_failed : requests);
}

/**
 * prony_trial_item_describe_result:
 * @self: an item
 *
 * Returns: (transfer full): what is known of the trial beside its headline figures: its
 *   requests, right answers, and what was found to be wrong, a sentence a line; may be
 *   empty
 */
char *
prony_trial_item_describe_result (PronyTrialItem *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *quality = NULL;
  g_autofree char *model = NULL;

  g_return_val_if_fail (PRONY_IS_TRIAL_ITEM (self), NULL);

  if (self->summary == NULL)
    return g_strdup ("");

  quality = prony_summary_describe_quality (self->summary);
  model = prony_summary_describe_model (self->summary, self->trial->target->model);
  add_counts (text, self->summary);
  add_line (text, self->error);
  add_line (text, quality);
  add_line (text, model);
  if (self->summary->client_limit != PRONY_CLIENT_LIMIT_NONE)
    add_line (text, prony_client_limit_describe (self->summary->client_limit));
  for (guint i = 0; i < PRONY_N_CHECKS; i++)
    {
      g_autofree char *check = prony_check_describe (i, &self->summary->checks[i]);

      add_line (text, check);
    }
  return g_strdup (text->str);
}
