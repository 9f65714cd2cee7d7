/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "core/engines/prony-loading-banner.h"
#include "core/model/prony-request-record.h"

/* llama-swap with `sendLoadingState` answers at once and passes the time until the
 * model is loaded with lines of its own, as thinking: a rule, "llama-swap loading
 * model: NAME", remarks, "Done! (3.20s)", a rule, a blank. None of them is from a
 * model, and none of their chunks names one. */

#define RULE "━━━━━"
#define TITLE "llama-swap loading model"

/**
 * prony_loading_banner_take:
 * @self: where in the banner the answer is
 * @delta: an event before which nothing of the model's own has come
 *
 * Returns: whether the event is a part of the banner, and so only a sign of life
 */
gboolean
prony_loading_banner_take (PronyLoadingBanner *self, const PronyDelta *delta)
{
  const char *text = delta->text->str;
  gboolean rule = g_str_has_prefix (text, RULE);

  if (delta->kind != PRONY_EVENT_REASONING || delta->model->len > 0)
    return FALSE;

  switch (*self)
    {
    case PRONY_BANNER_ABSENT:
      if (!rule && !g_str_has_prefix (text, TITLE))
        return FALSE;
      *self = PRONY_BANNER_OPEN;
      return TRUE;

    case PRONY_BANNER_OPEN:
      if (rule)
        *self = PRONY_BANNER_CLOSED;
      return TRUE;

    case PRONY_BANNER_CLOSED:
    default:
      return strspn (text, " \n") == delta->text->len;
    }
}
