/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-attempt-result.h"

static void
attempt_result_clear (gpointer data)
{
  PronyAttemptResult *self = data;

  prony_target_unref (self->target);
  prony_request_spec_unref (self->spec);
  g_clear_pointer (&self->record, prony_request_record_unref);
  g_array_unref (self->events);
  prony_exchange_log_unref (self->log);
  g_strfreev (self->dropped);
  g_clear_error (&self->error);
}

/**
 * prony_attempt_result_new:
 * @target: who is asked
 * @spec: what is asked
 *
 * Returns: (transfer full): a result of an attempt that begins now, to be filled in
 */
PronyAttemptResult *
prony_attempt_result_new (PronyTarget *target, PronyRequestSpec *spec)
{
  PronyAttemptResult *self;

  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (spec != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyAttemptResult);
  self->target = prony_target_ref (target);
  self->spec = prony_request_spec_ref (spec);
  self->asked_us = g_get_real_time ();
  self->events = g_array_new (FALSE, FALSE, sizeof (PronyAttemptEvent));
  self->log = prony_exchange_log_new ();
  return self;
}

/**
 * prony_attempt_result_ref:
 * @self: a result
 *
 * Returns: (transfer full): @self
 */
PronyAttemptResult *
prony_attempt_result_ref (PronyAttemptResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_attempt_result_unref:
 * @self: (transfer full): a result
 */
void
prony_attempt_result_unref (PronyAttemptResult *self)
{
  g_atomic_rc_box_release_full (self, attempt_result_clear);
}

/**
 * prony_attempt_result_set_target:
 * @self: a result that is not shared yet
 * @target: the same target, better known
 */
void
prony_attempt_result_set_target (PronyAttemptResult *self, PronyTarget *target)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (target != NULL);

  prony_target_ref (target);
  prony_target_unref (self->target);
  self->target = target;
}

/**
 * prony_attempt_result_succeeded:
 * @self: a result
 *
 * Returns: whether there is a whole answer
 */
gboolean
prony_attempt_result_succeeded (const PronyAttemptResult *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->record != NULL && self->record->outcome == PRONY_OUTCOME_OK;
}

/**
 * prony_attempt_result_get_trouble:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): a sentence that says why there is no whole
 *   answer; %NULL if there is one
 */
const char *
prony_attempt_result_get_trouble (const PronyAttemptResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->error != NULL)
    return self->error->message;
  if (self->record == NULL || self->record->outcome == PRONY_OUTCOME_OK)
    return NULL;

  return self->record->error_message != NULL ? self->record->error_message
                                             : prony_outcome_title (self->record->outcome);
}

/**
 * prony_attempt_result_get_piece:
 * @self: a result
 * @index: which of its events
 *
 * Takes steps in proportion to the distance to the event before of the same text,
 * which is one as a rule.
 *
 * Returns: (transfer full) (nullable): the text that came with the event, valid
 *   UTF-8; %NULL if none did
 */
char *
prony_attempt_result_get_piece (const PronyAttemptResult *self, guint index)
{
  const PronyAttemptEvent *event;
  const GString *text;
  gboolean reasoning;
  gsize start = 0;

  g_return_val_if_fail (self != NULL && index < self->events->len, NULL);

  event = &g_array_index (self->events, PronyAttemptEvent, index);
  reasoning = event->event.kind == PRONY_EVENT_REASONING;
  text = reasoning ? self->record->reasoning : self->record->answer;
  for (guint i = index; i > 0; i--)
    {
      const PronyAttemptEvent *before = &g_array_index (self->events, PronyAttemptEvent, i - 1);

      if ((before->event.kind == PRONY_EVENT_REASONING) != reasoning)
        continue;
      start = before->text_end;
      break;
    }

  if (text == NULL || event->text_end > text->len || start >= event->text_end)
    return NULL;
  return g_utf8_make_valid (text->str + start, (gssize) (event->text_end - start));
}
