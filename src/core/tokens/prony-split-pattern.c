/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-split-pattern.h"

/* Vocabularies write their patterns for Oniguruma (tokenizer.json) or for Rust's
 * regular expressions (.tiktoken). PCRE2 reads most of that alike, but not all: its
 * white space has U+180E, its word characters have no marks, its \v and \h are others,
 * \p{Han} goes by script extensions. So each pattern is written anew with what is
 * explicit, and whatever is not known to mean the same is refused. */

/* The longest published pattern has some 600 bytes. */
#define MAX_PATTERN 8192

#define SPACE                                                                                      \
  "\\t-\\r "                                                                                       \
  "\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}"
#define NOT_SPACE                                                                                  \
  "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"        \
  "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{"     \
  "10ffff}"
#define WORD "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}"

typedef struct
{
  const char *at;
  GString *result;
  guint class_depth; /* 0 outside of [ ] */
} Translation;

static gboolean
refuse (Translation *self, GError **error, const char *at, gsize length)
{
  g_autofree char *part = g_strndup (at, MIN (length, strlen (at)));

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is a part of a regular expression, such as \X */
               _ ("A pattern of the vocabulary has “%s”, which Prony cannot read."), part);
  return FALSE;
}

static void
append_set (Translation *self, const char *set, gboolean negated)
{
  if (self->class_depth > 0)
    g_string_append (self->result, set);
  else
    g_string_append_printf (self->result, negated ? "[^%s]" : "[%s]", set);
}

/* \p{…}: a general category is meant alike everywhere; anything else is a script. */
static gboolean
translate_property (Translation *self, GError **error)
{
  static const char *const categories[] = {
    "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl",
    "No", "P",  "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S",  "Sm", "Sc", "Sk",
    "So", "Z",  "Zs", "Zl", "Zp", "C",  "Cc", "Cf", "Cs", "Co", "Cn", NULL,
  };
  const char *start = self->at;
  gboolean negated = start[1] == 'P';
  const char *end = strchr (start, '}');
  const char *at = start + 3;
  g_autofree char *name = NULL;

  if (start[2] != '{' || end == NULL)
    return refuse (self, error, start, 3);
  if (*at == '^')
    {
      negated = !negated;
      at++;
    }
  name = g_strndup (at, end - at);
  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalpha (*c) && *c != '_')
      return refuse (self, error, start, end + 1 - start);

  g_string_append_printf (self->result, "\\%c{%s%s}", negated ? 'P' : 'p',
                          g_strv_contains (categories, name) ? "" : "sc:", name);
  self->at = end + 1;
  return TRUE;
}

/* \xHH and \x{H…}: of the former only ASCII, since others are a byte to Oniguruma. */
static gboolean
translate_hex (Translation *self, GError **error)
{
  const char *start = self->at;
  gboolean braces = start[1] == 'x' && start[2] == '{';
  const char *digits = start + (braces ? 3 : 2);
  guint max = start[1] == 'u' ? 4 : braces ? 6 : 2;
  guint n = 0;
  guint code = 0;

  for (; n < max && g_ascii_isxdigit (digits[n]); n++)
    code = code * 16 + g_ascii_xdigit_value (digits[n]);
  if (n == 0 || (!braces && n < max) || (braces && digits[n] != '}') || (max == 2 && code > 0x7f) ||
      code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
    return refuse (self, error, start, 8);

  g_string_append_printf (self->result, "\\x{%x}", code);
  self->at = digits + n + (braces ? 1 : 0);
  return TRUE;
}

static gboolean
translate_escape (Translation *self, GError **error)
{
  gboolean in_class = self->class_depth > 0;
  char c = self->at[1];

  if (c == 'p' || c == 'P')
    return translate_property (self, error);
  if (c == 'x' || c == 'u')
    return translate_hex (self, error);

  if (c == 's')
    append_set (self, SPACE, FALSE);
  else if (c == 'S')
    append_set (self, NOT_SPACE, FALSE);
  else if (c == 'd')
    g_string_append (self->result, "\\p{Nd}");
  else if (c == 'D')
    g_string_append (self->result, "\\P{Nd}");
  else if (c == 'w')
    append_set (self, WORD, FALSE);
  else if (c == 'W' && !in_class)
    append_set (self, WORD, TRUE);
  else if (c == 'v')
    g_string_append (self->result, "\\x{b}");
  else if (strchr ("ntrfae", c) != NULL && c != '\0')
    g_string_append_printf (self->result, "\\%c", c);
  else if (c == 'A' && !in_class)
    g_string_append (self->result, "\\A");
  else if (c == 'z' && !in_class)
    g_string_append (self->result, "\\z");
  else if (g_ascii_ispunct (c) || c == ' ')
    g_string_append_printf (self->result, "\\%c", c);
  else
    return refuse (self, error, self->at, 2);

  self->at += 2;
  return TRUE;
}

static gboolean
translate_group (Translation *self, GError **error)
{
  static const char *const known[] = { "(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!", "(?i:", "(?i)" };

  if (self->at[1] == '?')
    {
      for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        if (g_str_has_prefix (self->at, known[i]))
          {
            g_string_append (self->result, known[i]);
            self->at += strlen (known[i]);
            return TRUE;
          }
      return refuse (self, error, self->at, 4);
    }
  if (self->at[1] == '*')
    return refuse (self, error, self->at, 2);

  g_string_append (self->result, "(?:");
  self->at++;
  return TRUE;
}

/* {n,m}: what a sign after it means differs, but for the lazy {n,m}?. */
static gboolean
translate_interval (Translation *self, GError **error)
{
  const char *start = self->at;
  const char *end = start + 1;
  gboolean range = FALSE;
  gboolean digits = FALSE;

  for (; g_ascii_isdigit (*end) || (*end == ',' && !range); end++)
    {
      range |= *end == ',';
      digits |= *end != ',';
    }
  if (*end != '}' || !digits)
    {
      g_string_append (self->result, "\\{");
      self->at++;
      return TRUE;
    }
  if (end[1] == '+' || (end[1] == '?' && !range))
    return refuse (self, error, start, end + 2 - start);

  g_string_append (self->result, start[1] == ',' ? "{0" : "{");
  g_string_append_len (self->result, start + 1, end - start);
  self->at = end + 1;
  return TRUE;
}

/* Inside of [ ]. A set within a set is a part of it; only one that is negated, or an
 * intersection, would be more than that. */
static gboolean
translate_in_class (Translation *self, GError **error)
{
  const char *at = self->at;

  if (*at == '\\')
    return translate_escape (self, error);
  if (*at == '&' && at[1] == '&')
    return refuse (self, error, at, 2);
  if (*at == '[')
    {
      if (at[1] == '^' || at[1] == ':' || at[1] == ']')
        return refuse (self, error, at, 2);
      self->class_depth++;
    }
  else if (*at == ']')
    {
      self->class_depth--;
      if (self->class_depth == 0)
        g_string_append_c (self->result, ']');
    }
  else
    g_string_append_c (self->result, *at);
  self->at++;
  return TRUE;
}

static gboolean
translate_next (Translation *self, GError **error)
{
  if (self->class_depth > 0)
    return translate_in_class (self, error);

  switch (*self->at)
    {
    case '\\':
      return translate_escape (self, error);
    case '(':
      return translate_group (self, error);
    case '{':
      return translate_interval (self, error);
    case '[':
      self->class_depth = 1;
      g_string_append_c (self->result, '[');
      self->at++;
      if (*self->at == '^')
        {
          g_string_append_c (self->result, '^');
          self->at++;
        }
      return *self->at != ']' || refuse (self, error, "[]", 2);
    default:
      g_string_append_c (self->result, *self->at++);
      return TRUE;
    }
}

/**
 * prony_split_pattern_translate:
 * @pattern: a regular expression for Oniguruma or Rust
 * @error: return location for an error
 *
 * Writes a pattern anew, so that PCRE2 finds the same.
 *
 * Returns: (transfer full): the pattern for PCRE2, or %NULL where it has something
 *   that is not known to mean the same
 */
char *
prony_split_pattern_translate (const char *pattern, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);
  Translation self = { pattern, result, 0 };

  if (strlen (pattern) > MAX_PATTERN)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("A pattern of the vocabulary is longer than any real one."));
      return NULL;
    }
  while (*self.at != '\0')
    if (!translate_next (&self, error))
      return NULL;

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * prony_split_pattern_quote:
 * @text: a text
 *
 * Returns: (transfer full): a pattern that finds this text and nothing else
 */
char *
prony_split_pattern_quote (const char *text)
{
  GString *result = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_ispunct (*text))
        g_string_append_c (result, '\\');
      g_string_append_c (result, *text);
    }
  return g_string_free (result, FALSE);
}

/**
 * prony_split_pattern_new:
 * @pattern: a regular expression for Oniguruma or Rust
 * @error: return location for an error
 *
 * Compiles a pattern, to machine code where that is possible.
 *
 * Returns: (transfer full): the pattern, or %NULL
 */
PronySplitPattern *
prony_split_pattern_new (const char *pattern, GError **error)
{
  g_autofree char *translated = prony_split_pattern_translate (pattern, error);
  pcre2_compile_context *context;
  PCRE2_UCHAR message[160];
  PCRE2_SIZE at;
  pcre2_code *code;
  int number;

  if (translated == NULL)
    return NULL;

  context = pcre2_compile_context_create (NULL);
  pcre2_set_newline (context, PCRE2_NEWLINE_LF);
  code =
    pcre2_compile ((PCRE2_SPTR) translated, PCRE2_ZERO_TERMINATED,
                   PCRE2_UTF | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C, &number, &at, context);
  pcre2_compile_context_free (context);
  if (code == NULL)
    {
      pcre2_get_error_message (number, message, sizeof message);
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: a regular expression, and what is wrong with it */
                   _ ("The vocabulary's pattern “%s” cannot be used: %s."), pattern,
                   (const char *) message);
      return NULL;
    }

  /* Where the system forbids new machine code, PCRE2 goes on without. */
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  return code;
}

/**
 * prony_split_pattern_free:
 * @self: (nullable) (transfer full): a pattern
 *
 * Frees it.
 */
void
prony_split_pattern_free (PronySplitPattern *self)
{
  pcre2_code_free (self);
}
