/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-advice.h"
#include "core/engines/prony-engine-class.h"
#include "core/http/prony-http-place.h"

/**
 * prony_advice_start:
 * @url: the address where nothing listens
 * @kind: what is believed to be there; may be unknown
 *
 * Returns: (transfer full): a sentence that tells how to start that engine
 */
char *
prony_advice_start (const char *url, PronyEngineKind kind)
{
  const PronyEngineClass *engine_class = prony_engine_class_get (kind);
  guint port;

  g_return_val_if_fail (url != NULL, NULL);

  /* Without knowledge of what should be there, the usual ports tell. */
  port = prony_http_place_get_port (url);
  if (port > 0 && (kind == PRONY_ENGINE_UNKNOWN || kind == PRONY_ENGINE_OPENAI))
    engine_class = prony_engine_class_find_by_port (port);
  if (port == 0 || engine_class == NULL)
    engine_class = prony_engine_class_get (PRONY_ENGINE_OPENAI);

  return engine_class->advise_start (port);
}
