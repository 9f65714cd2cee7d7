/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-quality"

#include "config.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/quality/prony-answer-pattern.h"

/* How far a search goes from one place of the text: a few milliseconds. */
#define MATCH_LIMIT 200000
#define HEAP_LIMIT_KIB 20000
#define JIT_STACK_MIN (32 * 1024)
#define JIT_STACK_MAX (1024 * 1024)
/* So many places of the text are tried between two looks at the clock: more where they
 * take no time. */
#define FIRST_STEP 1
#define QUICK_NS (2 * 1000 * 1000)

struct _PronyAnswerPattern
{
  pcre2_code *code;
  pcre2_match_context *context;
  pcre2_match_data *matches;
  pcre2_jit_stack *stack;
};

/* --- Placeholders ------------------------------------------------------------------------ */

/* The closing brace of a placeholder whose opening one is at @brace. */
static const char *
find_closing_brace (const char *brace)
{
  const char *p = brace + 1;

  if (!g_ascii_isalpha (*p) && *p != '_')
    return NULL;
  while (g_ascii_isalnum (*p) || *p == '_')
    p++;
  return *p == '}' ? p : NULL;
}

/* The braces of `\p{Lu}`, `\x{e9}`, `\k{name}` and the like belong to the expression. */
static const char *
skip_escape (const char *backslash)
{
  const char *p = backslash + 1;
  const char *end;

  if (*p == '\0')
    return p;
  if (p[1] != '{' || strchr ("pPxkgNo", *p) == NULL)
    return g_utf8_next_char (p);

  end = strchr (p, '}');
  return end != NULL ? end + 1 : p + 1;
}

/* A value is found as it stands, whatever it consists of. Where there is no test case,
 * any letter does for a value. */
static void
append_value (GString *out, const PronyTestCase *test_case, const char *name)
{
  const char *value = test_case != NULL ? prony_test_case_get_value (test_case, name) : "x";

  if (value == NULL)
    g_string_append_printf (out, "\\{%s\\}", name);
  for (; value != NULL && *value != '\0'; value++)
    {
      if (g_ascii_ispunct (*value) || g_ascii_isspace (*value))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *value);
    }
}

/* Fills the values in until so much is written; returns where it has got to. The names
 * of the placeholders are added to @names, if it is given. */
static const char *
expand (
  const char *pattern, const PronyTestCase *test_case, gsize limit, GString *out, GPtrArray *names)
{
  const char *p = pattern;

  while (*p != '\0' && out->len < limit)
    {
      gboolean is_doubled = *p == '{' && p[1] == '{';
      const char *end = *p == '{' ? find_closing_brace (p + is_doubled) : NULL;

      if (end != NULL && !is_doubled)
        {
          g_autofree char *name = g_strndup (p + 1, end - p - 1);

          append_value (out, test_case, name);
          if (names != NULL)
            g_ptr_array_add (names, g_steal_pointer (&name));
          p = end + 1;
        }
      else if (end != NULL && end[1] == '}')
        {
          g_string_append_len (out, p + 1, end - p);
          p = end + 2;
        }
      else
        {
          const char *next = *p == '\\' ? skip_escape (p) : p + 1;

          g_string_append_len (out, p, next - p);
          p = next;
        }
    }
  return p;
}

/**
 * prony_answer_pattern_list_placeholders:
 * @pattern: a regular expression
 *
 * The braces of escapes such as `\p{Lu}` and of quantifiers are none.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names of its `{placeholders}`,
 *   in their order
 */
char **
prony_answer_pattern_list_placeholders (const char *pattern)
{
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  expand (pattern, NULL, G_MAXSIZE, text, names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/* --- Compiling --------------------------------------------------------------------------- */

static void
report (const char *pattern, int number, gsize at, char **message, gsize *offset)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PCRE2_UCHAR buffer[160];

  if (message != NULL)
    {
      pcre2_get_error_message (number, buffer, sizeof buffer);
      *message = g_strdup ((const char *) buffer);
    }
  if (offset != NULL)
    *offset = (gsize) (expand (pattern, NULL, at, text, NULL) - pattern);
}

/**
 * prony_answer_pattern_new:
 * @pattern: a regular expression as PCRE2 takes it, in UTF-8; its `{placeholders}` stand
 *   for the values of @test_case, which are found as they are written; `{{x}}` is `{x}`
 * @test_case: (nullable): %NULL to see only whether the expression can be used
 * @message: (out) (optional) (nullable) (transfer full): what is wrong with it, in a few
 *   words of PCRE2
 * @offset: (out) (optional): where it is wrong, in bytes from the start of @pattern
 *
 * Compiles an expression. Characters are those of Unicode: `\w`, `\d` and `\b` too.
 *
 * Returns: (transfer full) (nullable): the pattern; %NULL where it cannot be used
 */
PronyAnswerPattern *
prony_answer_pattern_new (const char *pattern,
                          const PronyTestCase *test_case,
                          char **message,
                          gsize *offset)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PronyAnswerPattern *self;
  PCRE2_SIZE at = 0;
  pcre2_code *code;
  int number = 0;

  expand (pattern, test_case, G_MAXSIZE, text, NULL);
  code = pcre2_compile ((PCRE2_SPTR) text->str, text->len,
                        PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT,
                        &number, &at, NULL);
  if (code == NULL)
    {
      report (pattern, number, at, message, offset);
      return NULL;
    }

  /* Where the system forbids new machine code, PCRE2 goes on without. */
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  self = g_new0 (PronyAnswerPattern, 1);
  self->code = code;
  self->matches = pcre2_match_data_create (1, NULL);
  self->context = pcre2_match_context_create (NULL);
  self->stack = pcre2_jit_stack_create (JIT_STACK_MIN, JIT_STACK_MAX, NULL);
  pcre2_jit_stack_assign (self->context, NULL, self->stack);
  pcre2_set_match_limit (self->context, MATCH_LIMIT);
  pcre2_set_heap_limit (self->context, HEAP_LIMIT_KIB);
  return self;
}

/**
 * prony_answer_pattern_free:
 * @self: (transfer full): a pattern
 */
void
prony_answer_pattern_free (PronyAnswerPattern *self)
{
  pcre2_match_data_free (self->matches);
  pcre2_match_context_free (self->context);
  pcre2_jit_stack_free (self->stack);
  pcre2_code_free (self->code);
  g_free (self);
}

/* --- Searching --------------------------------------------------------------------------- */

/**
 * prony_answer_pattern_search:
 * @self: a pattern
 * @text: valid UTF-8
 * @length: its length in bytes
 * @deadline_ns: when to give up, on the clock of prony_clock_now_ns()
 *
 * Searches a text. From each place of it PCRE2 goes only so far, and between places the
 * clock is looked at, so that this ends a few milliseconds after @deadline_ns at most.
 *
 * Returns: whether the pattern matches somewhere
 */
PronyPatternResult
prony_answer_pattern_search (PronyAnswerPattern *self,
                             const char *text,
                             gsize length,
                             gint64 deadline_ns)
{
  gint64 before_ns = prony_clock_now_ns ();
  gsize step = FIRST_STEP;
  gsize from = 0;

  for (;;)
    {
      gsize last = MIN (from + step, length);
      gint64 now_ns;
      int n;

      pcre2_set_offset_limit (self->context, last);
      n = pcre2_match (self->code, (PCRE2_SPTR) text, length, from, PCRE2_NO_UTF_CHECK,
                       self->matches, self->context);
      if (n != PCRE2_ERROR_NOMATCH)
        return n >= 0 ? PRONY_PATTERN_MATCH : PRONY_PATTERN_GAVE_UP;
      if (last == length)
        return PRONY_PATTERN_NO_MATCH;

      now_ns = prony_clock_now_ns ();
      if (now_ns > deadline_ns)
        return PRONY_PATTERN_GAVE_UP;
      step = now_ns - before_ns < QUICK_NS ? step * 2 : MAX (step / 2, 1);
      before_ns = now_ns;
      for (from = last + 1; from < length && (text[from] & 0xc0) == 0x80;)
        from++;
    }
}
