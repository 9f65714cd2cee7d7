/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/wire/prony-delta.h"

static void
assert_empty (const PronyDelta *delta)
{
  g_assert_cmpuint (delta->kind, ==, 0);
  g_assert_cmpstr (delta->text->str, ==, "");
  g_assert_cmpstr (delta->thinking->str, ==, "");
  g_assert_cmpint (delta->tokens, ==, -1);
  g_assert_cmpint (delta->total_tokens, ==, -1);
  g_assert_false (delta->finish);
  g_assert_cmpstr (delta->finish_reason->str, ==, "");
  g_assert_cmpstr (delta->model->str, ==, "");
  g_assert_cmpint (delta->prompt_tokens, ==, -1);
  g_assert_cmpint (delta->completion_tokens, ==, -1);
  g_assert_cmpint (delta->reasoning_tokens, ==, -1);
  g_assert_cmpint (delta->cached_tokens, ==, -1);
  g_assert_true (isnan (delta->load_time_s));
  g_assert_true (isnan (delta->queue_time_s));
  g_assert_true (isnan (delta->prompt_eval_time_s));
  g_assert_true (isnan (delta->eval_time_s));
  g_assert_false (delta->failed);
  g_assert_cmpuint (delta->error_code, ==, 0);
  g_assert_cmpstr (delta->error_type->str, ==, "");
  g_assert_cmpstr (delta->error_message->str, ==, "");
}

static void
test_clear (void)
{
  PronyDelta delta;
  const char *memory;

  prony_delta_init (&delta);
  assert_empty (&delta);

  delta.kind = 3;
  g_string_assign (delta.text, "text");
  g_string_assign (delta.thinking, "thinking");
  delta.tokens = 1;
  delta.total_tokens = 2;
  delta.finish = TRUE;
  g_string_assign (delta.finish_reason, "stop");
  g_string_assign (delta.model, "model");
  delta.prompt_tokens = delta.completion_tokens = delta.reasoning_tokens = delta.cached_tokens = 3;
  delta.load_time_s = delta.queue_time_s = delta.prompt_eval_time_s = delta.eval_time_s = 1;
  delta.failed = TRUE;
  delta.error_code = 500;
  g_string_assign (delta.error_type, "type");
  g_string_assign (delta.error_message, "message");

  memory = delta.text->str;
  prony_delta_clear (&delta);
  assert_empty (&delta);
  g_assert_true (delta.text->str == memory);

  prony_delta_destroy (&delta);
  prony_delta_destroy (&delta);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/delta/clear", test_clear);

  return g_test_run ();
}
