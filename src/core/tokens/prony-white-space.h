/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Unicode's property White_Space, which has not changed since Unicode 6.3;
 * g_unichar_isspace() leaves out U+000B and U+0085. */
static inline gboolean
prony_is_white_space (gunichar c)
{
  return (c >= 0x9 && c <= 0xd) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

G_END_DECLS
