/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/http/prony-http-place.h"

/**
 * prony_http_place_get_port:
 * @url: an address
 *
 * Returns: the port that it means, with or without saying so; 0 for what is no
 *   address
 */
guint
prony_http_place_get_port (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL)
    return 0;
  if (g_uri_get_port (uri) > 0)
    return (guint) g_uri_get_port (uri);

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/**
 * prony_http_place_describe:
 * @url: an address
 *
 * Returns: (transfer full): where it is, for a sentence: "127.0.0.1 port 8000"
 */
char *
prony_http_place_describe (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (url);

  /* Translators: a computer's name or number and a port number; it is put into
   * sentences such as "Nothing listens on 127.0.0.1 port 8000." */
  return g_strdup_printf (_ ("%s port %d"), g_uri_get_host (uri),
                          (gint) prony_http_place_get_port (url));
}
