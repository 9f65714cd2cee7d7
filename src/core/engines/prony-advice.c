/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/engines/prony-advice.h"
#include "core/engines/prony-engine-class.h"

static gint
get_port (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL)
    return -1;
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/**
 * prony_advice_place:
 * @url: an address
 *
 * Returns: (transfer full): where it is, for a sentence: "127.0.0.1 port 8000"
 */
char *
prony_advice_place (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (url);

  /* Translators: a computer's name or number and a port number; it is put into
   * sentences such as "Nothing listens on 127.0.0.1 port 8000." */
  return g_strdup_printf (_ ("%s port %d"), g_uri_get_host (uri), get_port (url));
}

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
  gint port;

  g_return_val_if_fail (url != NULL, NULL);

  /* Without knowledge of what should be there, the usual ports tell. */
  port = get_port (url);
  if (port > 0 && (kind == PRONY_ENGINE_UNKNOWN || kind == PRONY_ENGINE_OPENAI))
    engine_class = prony_engine_class_find_by_port ((guint) port);
  if (port <= 0 || engine_class == NULL)
    engine_class = prony_engine_class_get (PRONY_ENGINE_OPENAI);

  return engine_class->advise_start ((guint) MAX (port, 0));
}
