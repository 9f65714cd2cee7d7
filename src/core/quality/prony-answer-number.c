/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-quality"

#include "config.h"

#include "core/quality/prony-answer-text.h"

#define MINUS_SIGN 0x2212
#define RIGHT_QUOTE 0x2019
#define NO_BREAK_SPACE 0x00a0
#define NARROW_NO_BREAK_SPACE 0x202f
#define THIN_SPACE 0x2009

/* A number has no more, and what is no number must not be read over and over again. */
#define MAX_SEPARATORS 32

/* Digits with separators between them, such as 1.234,56. */
typedef struct
{
  const char *start;
  const char *after_first; /* the first run of digits */
  const char *last_run;
  const char *end;
  gunichar last;   /* the last separator; 0 for none */
  gunichar others; /* those before it, if they all are the same; 0 for none */
  guint n_separators;
  gboolean is_mixed;   /* the others are not all the same */
  gboolean has_groups; /* all but the last run: one to three digits, then three each */
  guint last_digits;
} Digits;

static gboolean
is_digit (const char *p)
{
  return g_ascii_isdigit (*p) || ((guchar) *p >= 0x80 && g_unichar_isdigit (g_utf8_get_char (p)));
}

static gboolean
is_separator (gunichar c)
{
  return c == '.' || c == ',' || c == '\'' || c == RIGHT_QUOTE || c == NO_BREAK_SPACE ||
         c == NARROW_NO_BREAK_SPACE || c == THIN_SPACE;
}

static const char *
skip_digits (const char *p, guint *n_digits)
{
  for (*n_digits = 0; is_digit (p); p = g_utf8_next_char (p))
    *n_digits += 1;
  return p;
}

static void
read_digits (const char *start, Digits *self)
{
  *self = (Digits){ .start = start, .has_groups = TRUE };
  self->end = skip_digits (start, &self->last_digits);
  self->after_first = self->end;
  self->last_run = start;

  while (self->n_separators < MAX_SEPARATORS && is_separator (g_utf8_get_char (self->end)) &&
         is_digit (g_utf8_next_char (self->end)))
    {
      if (self->n_separators == 0)
        self->has_groups = self->last_digits <= 3 && *start != '0';
      else
        self->has_groups = self->has_groups && self->last_digits == 3;
      if (self->n_separators == 1)
        self->others = self->last;
      else if (self->n_separators > 1)
        self->is_mixed = self->is_mixed || self->last != self->others;
      self->last = g_utf8_get_char (self->end);
      self->n_separators++;
      self->last_run = g_utf8_next_char (self->end);
      self->end = skip_digits (self->last_run, &self->last_digits);
    }
}

/* Which separator is the decimal one: 0 for none. Digits that are no number as a whole
 * are a list, a date, a version: of these the last is taken, and of numbers in a list,
 * such as 1.5,2.5, one run of digits, so that the rest is looked at anew. */
static gunichar
find_decimal_mark (Digits *self)
{
  gboolean is_mark = self->last == '.' || self->last == ',';
  gboolean is_same = self->others == 0 || self->others == self->last;

  if (self->n_separators == 0)
    return 0;
  if (!self->is_mixed)
    {
      if (self->n_separators == 1 && self->last == '.')
        return '.';
      if (is_same && self->has_groups && self->last_digits == 3)
        return 0;
      if (is_mark && (self->n_separators == 1 || (!is_same && self->has_groups)))
        return self->last;
    }

  if (is_same && !self->is_mixed)
    self->start = self->last_run;
  else
    self->end = self->after_first;
  return 0;
}

static void
append_digits (GString *out, const Digits *self, gunichar mark)
{
  for (const char *p = self->start; p < self->end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_digit (p))
        g_string_append_c (out, (char) ('0' + g_unichar_digit_value (c)));
      else if (c == mark)
        g_string_append_c (out, '.');
    }
}

static const char *
append_exponent (GString *out, const char *p)
{
  const char *digits = p + 1;
  const char *end;

  if (*p != 'e' && *p != 'E')
    return p;
  if (*digits == '-' || *digits == '+')
    digits++;
  for (end = digits; g_ascii_isdigit (*end); end++)
    ;
  if (end == digits)
    return p;

  g_string_append_len (out, p, end - p);
  return end;
}

/* The character before a place; 0 at the beginning. */
static gunichar
get_before (const char *text, const char *p)
{
  const char *before = g_utf8_find_prev_char (text, p);

  return before != NULL ? g_utf8_get_char (before) : 0;
}

/* Chinese and Japanese have no space between words and numbers. */
static gboolean
is_in_word (gunichar before)
{
  return before == '_' || (g_unichar_isalpha (before) && !g_unichar_iswide (before));
}

/* A minus belongs to a number unless something stands right before it, as in 3-4 or
 * GPT-4. A currency may stand between. */
static gboolean
is_negative (const char *text, const char *start)
{
  const char *sign = g_utf8_find_prev_char (text, start);
  gunichar c = sign != NULL ? g_utf8_get_char (sign) : 0;
  gunichar before;

  if (g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL)
    {
      sign = g_utf8_find_prev_char (text, sign);
      c = sign != NULL ? g_utf8_get_char (sign) : 0;
    }
  if (c != '-' && c != MINUS_SIGN)
    return FALSE;

  before = get_before (text, sign);
  return !g_unichar_isalnum (before) && before != ')' && before != '-';
}

/* The rest of something like H2O or v1.2.3. */
static const char *
skip_word (const char *p)
{
  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) && !(is_separator (c) && is_digit (g_utf8_next_char (p))))
        break;
      p = g_utf8_next_char (p);
    }
  return p;
}

static const char *
read_number (const char *text, const char *start, double *value)
{
  g_autoptr (GString) number = g_string_new (NULL);
  gunichar before = get_before (text, start);
  const char *sign_end = start;
  const char *end;
  Digits digits;
  gunichar mark;

  read_digits (start, &digits);
  mark = find_decimal_mark (&digits);
  /* .5 without its zero */
  if (before == '.' && digits.start == start && !g_unichar_isalnum (get_before (text, start - 1)) &&
      get_before (text, start - 1) != '.' && digits.end == digits.after_first)
    {
      sign_end = start - 1;
      g_string_append (number, "0.");
    }
  append_digits (number, &digits, mark);
  end = append_exponent (number, digits.end);

  *value = g_ascii_strtod (number->str, NULL);
  if (digits.start == start && is_negative (text, sign_end))
    *value = -*value;
  return end;
}

/**
 * prony_answer_find_number:
 * @text: an answer, valid UTF-8
 * @value: (out): the number; infinite where it is too large
 *
 * Finds the last number of an answer. It may have a sign, an exponent, a currency before
 * it and a unit or percent sign after it, which changes nothing. A point between digits
 * is a decimal point; points, commas, apostrophes and narrow spaces before groups of
 * three are between thousands; where a point and a comma occur, or a comma not before
 * three digits, the last is the decimal mark. Digits within words, such as H2O, are none.
 *
 * Returns: whether there is one
 */
gboolean
prony_answer_find_number (const char *text, double *value)
{
  const char *p = text;
  gboolean found = FALSE;

  while (*p != '\0')
    {
      if (!is_digit (p))
        p = g_utf8_next_char (p);
      else if (is_in_word (get_before (text, p)))
        p = skip_word (p);
      else
        {
          p = read_number (text, p, value);
          found = TRUE;
        }
    }
  return found;
}
