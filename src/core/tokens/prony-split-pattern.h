/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8

#include <gio/gio.h>
#include <pcre2.h>

G_BEGIN_DECLS

/**
 * PRONY_SPLIT_PATTERN_GPT_2:
 *
 * The pattern of GPT-2, which tokenizer.json only names (`use_regex`).
 */
#define PRONY_SPLIT_PATTERN_GPT_2                                                                  \
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

/**
 * PronySplitPattern:
 *
 * A compiled pattern. Never changes, so that all threads may use it.
 */
typedef pcre2_code PronySplitPattern;

char *prony_split_pattern_translate (const char *pattern, GError **error);
char *prony_split_pattern_quote (const char *text);
PronySplitPattern *prony_split_pattern_new (const char *pattern, GError **error);
void prony_split_pattern_free (PronySplitPattern *self);

G_END_DECLS
