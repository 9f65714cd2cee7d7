/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include "base/prony-util.h"

/**
 * prony_set_str:
 * @place: (inout): a string that the caller owns
 * @text: (nullable): its new value
 *
 * Replaces a string. What g_set_str() does from GLib 2.76 on.
 *
 * Returns: whether the value changed
 */
gboolean
prony_set_str (char **place, const char *text)
{
  char *copy;

  if (g_strcmp0 (*place, text) == 0)
    return FALSE;

  copy = g_strdup (text);
  g_free (*place);
  *place = copy;
  return TRUE;
}
