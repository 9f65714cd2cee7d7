/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include <string.h>

#include "core/prompts/prony-filler-grammar.h"
#include "core/prompts/prony-filler.h"

/* The estimate that lengths are made by where nothing counts: all is ASCII. */
#define BYTES_PER_TOKEN 4

/* How often another draw is made for a unit that was there already. The grammars have
 * so many that a second draw is rare. */
#define MAX_REDRAWS 64

/* Of a contract's article. */
#define CLAUSES_PER_ARTICLE 7

/* What holds for a unit: the letter, and the rule that it is drawn from. */
static const struct
{
  char letter;
  char rule;
} held[] = {
  { 'p', 'i' }, { 'q', 'j' }, { 'r', 'j' }, { 's', 'k' }, { 'v', 'L' }, { 'z', 'T' },
};

struct _PronyFiller
{
  PronyFillerKind kind;
  guint64 state; /* of the random numbers */
  guint n_units;
  guint first_number;
  guint64 clock_ms;
  guint schema;      /* which of the tables */
  gboolean markdown; /* or CSV */
  gboolean capital;  /* the next letter is one */

  GString *text;
  GArray *ends;     /* of gsize: where the units end */
  GHashTable *seen; /* of what the units say */
  GString *unit;
  GString *held[G_N_ELEMENTS (held)];
};

static const char *const kind_names[PRONY_N_FILLERS] = {
  [PRONY_FILLER_TEXT] = "text", [PRONY_FILLER_CONTRACT] = "contract", [PRONY_FILLER_LOG] = "log",
  [PRONY_FILLER_CODE] = "code", [PRONY_FILLER_TABLE] = "table",
};

/**
 * prony_filler_kind_to_string:
 * @kind: a kind
 *
 * Returns: (transfer none): its name in templates
 */
const char *
prony_filler_kind_to_string (PronyFillerKind kind)
{
  g_return_val_if_fail (kind < PRONY_N_FILLERS, NULL);

  return kind_names[kind];
}

/**
 * prony_filler_kind_from_string:
 * @text: a name as in templates
 * @kind: (out): the kind
 *
 * Returns: whether there is such a kind
 */
gboolean
prony_filler_kind_from_string (const char *text, PronyFillerKind *kind)
{
  for (guint i = 0; i < PRONY_N_FILLERS; i++)
    if (strcmp (text, kind_names[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_filler_mix:
 * @value: any number
 *
 * Stirs the bits of a number (the finalizer of the SplitMix64 generator): two
 * numbers that differ in one bit become two that share nothing. It is a bijection.
 *
 * Returns: the stirred number
 */
guint64
prony_filler_mix (guint64 value)
{
  value ^= value >> 30;
  value *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  value ^= value >> 27;
  value *= G_GUINT64_CONSTANT (0x94d049bb133111eb);
  value ^= value >> 31;
  return value;
}

/* --- The grammar ------------------------------------------------------------------------ */

/* SplitMix64. GRand would do as well, but what it gives depends on an
 * environment variable, and the same seed must give the same bytes everywhere. */
static guint
draw (PronyFiller *self, guint below)
{
  self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint) ((prony_filler_mix (self->state) >> 32) * below >> 32);
}

static void
append (PronyFiller *self, GString *out, const char *text, gsize length)
{
  gsize start = out->len;

  g_string_append_len (out, text, (gssize) length);
  if (self->capital && length > 0)
    out->str[start] = g_ascii_toupper (out->str[start]);
  self->capital = self->capital && length == 0;
}

/* Appends what a letter stands for that is no rule of the grammar. */
static gboolean
append_made (PronyFiller *self, GString *out, char letter)
{
  switch (letter)
    {
    case '1':
      g_string_append_c (out, (char) ('2' + draw (self, 8)));
      break;
    case 'd':
      g_string_append_printf (out, "%u", 11 + draw (self, 89));
      break;
    case 'h':
      g_string_append_printf (out, "%u", 100 + draw (self, 9900));
      break;
    case 'y':
      g_string_append_printf (out, "%u", 1870 + draw (self, 150));
      break;
    case 'x':
      g_string_append_printf (out, "%08x", draw (self, G_MAXUINT));
      break;
    case '2':
      g_string_append_printf (out, "%02u", 1 + draw (self, 12));
      break;
    case '5':
      g_string_append_printf (out, "%02u", draw (self, 60));
      break;
    case '8':
      g_string_append_printf (out, "%02u", 1 + draw (self, 28));
      break;
    case '#':
      g_string_append_printf (out, "%u", self->first_number + self->n_units);
      break;
    case '^':
      self->capital = TRUE;
      break;
    default:
      return FALSE;
    }
  return TRUE;
}

static void
expand (PronyFiller *self, GString *out, const char *pattern)
{
  const char *p = pattern;

  while (*p != '\0')
    {
      gsize length = strcspn (p, "$");
      const char *const *choices;
      guint n_choices;
      guint i;

      append (self, out, p, length);
      p += length;
      if (*p == '\0')
        break;

      for (i = 0; i < G_N_ELEMENTS (held) && held[i].letter != p[1]; i++)
        ;
      if (i < G_N_ELEMENTS (held))
        append (self, out, self->held[i]->str, self->held[i]->len);
      else if (!append_made (self, out, p[1]))
        {
          choices = prony_filler_choices (self->kind, p[1], &n_choices);
          g_assert (n_choices > 0);
          expand (self, out, choices[draw (self, n_choices)]);
        }
      p += 2;
    }
}

/* Draws what holds for the next unit; two of the same rule are never the same. */
static void
draw_held (PronyFiller *self)
{
  guint first = 0;

  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    {
      guint n;
      const char *const *choices = prony_filler_choices (self->kind, held[i].rule, &n);
      gboolean again = i > 0 && held[i].rule == held[i - 1].rule;

      if (n == 0)
        continue;
      first = again ? (first + 1 + draw (self, n - 1)) % n : draw (self, n);
      g_string_truncate (self->held[i], 0);
      expand (self, self->held[i], choices[first]);
    }
}

/* --- Units -------------------------------------------------------------------------------- */

/* Writes the cells between its bars as the table has them. */
static void
append_row (PronyFiller *self, const char *cells)
{
  const char *separator = self->markdown ? " | " : ",";

  if (self->markdown)
    g_string_append (self->text, "| ");
  for (const char *p = cells; *p != '\0'; p++)
    if (*p == '|')
      g_string_append (self->text, separator);
    else
      g_string_append_c (self->text, *p);
  if (self->markdown)
    g_string_append (self->text, " |");
}

static void
append_heading (PronyFiller *self)
{
  guint n;
  const char *cells = prony_filler_choices (self->kind, 'h', &n)[self->schema];

  append_row (self, cells);
  if (self->markdown)
    {
      g_string_append (self->text, "\n|");
      for (const char *p = strchr (cells, '|'); p != NULL; p = strchr (p + 1, '|'))
        g_string_append (self->text, " --- |");
      g_string_append (self->text, " --- |");
    }
}

/* What goes between the units, and before each. */
static void
append_lead (PronyFiller *self)
{
  guint n = self->n_units;

  switch (self->kind)
    {
    case PRONY_FILLER_CONTRACT:
      if (n % CLAUSES_PER_ARTICLE == 0)
        {
          g_string_append_printf (self->text, "%sArticle %u. ", n > 0 ? "\n\n" : "",
                                  n / CLAUSES_PER_ARTICLE + 1);
          expand (self, self->text, "$H");
        }
      g_string_append_printf (self->text, "\n%u.%u ", n / CLAUSES_PER_ARTICLE + 1,
                              n % CLAUSES_PER_ARTICLE + 1);
      break;

    case PRONY_FILLER_LOG:
      self->clock_ms += 3 + draw (self, 1800);
      g_string_append_printf (
        self->text, "%s%02u:%02u:%02u.%03u ", n > 0 ? "\n" : "",
        (guint) (self->clock_ms / 3600000 % 24), (guint) (self->clock_ms / 60000 % 60),
        (guint) (self->clock_ms / 1000 % 60), (guint) (self->clock_ms % 1000));
      break;

    case PRONY_FILLER_CODE:
      g_string_append (self->text, n > 0 ? "\n\n\n" : "");
      break;

    case PRONY_FILLER_TABLE:
      if (n == 0)
        append_heading (self);
      g_string_append_c (self->text, '\n');
      break;

    case PRONY_FILLER_TEXT:
    default:
      g_string_append (self->text, n == 0 ? "" : draw (self, 5) == 0 ? "\n\n" : " ");
      break;
    }
}

/* Writes a unit that was not there yet. */
static void
append_unit (PronyFiller *self)
{
  guint n;
  const char *const *choices = prony_filler_choices (self->kind, 'u', &n);

  append_lead (self);
  for (guint i = 0; i < MAX_REDRAWS; i++)
    {
      guint choice = self->kind == PRONY_FILLER_TABLE ? self->schema : draw (self, n);

      g_string_truncate (self->unit, 0);
      draw_held (self);
      expand (self, self->unit, choices[choice]);
      if (g_hash_table_add (self->seen, g_strdup (self->unit->str)))
        break;
    }

  if (self->kind == PRONY_FILLER_TABLE)
    append_row (self, self->unit->str);
  else
    g_string_append_len (self->text, self->unit->str, (gssize) self->unit->len);
  g_array_append_val (self->ends, self->text->len);
  self->n_units++;
}

/* --- Texts -------------------------------------------------------------------------------- */

/**
 * prony_filler_new:
 * @kind: what it reads like
 * @seed: what it is drawn from
 *
 * Returns: (transfer full): a text of which nothing is written yet
 */
PronyFiller *
prony_filler_new (PronyFillerKind kind, guint64 seed)
{
  PronyFiller *self;
  guint n_schemas;

  g_return_val_if_fail (kind < PRONY_N_FILLERS, NULL);

  self = g_new0 (PronyFiller, 1);
  self->kind = kind;
  self->state = prony_filler_mix (seed + (guint64) kind + 1);
  self->text = g_string_new (NULL);
  self->unit = g_string_new (NULL);
  self->ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    self->held[i] = g_string_new (NULL);

  self->clock_ms = draw (self, 86400000);
  self->first_number = 1000 + draw (self, 90000);
  self->markdown = draw (self, 2) == 0;
  prony_filler_choices (PRONY_FILLER_TABLE, 'u', &n_schemas);
  self->schema = draw (self, n_schemas);
  return self;
}

/**
 * prony_filler_free:
 * @self: (transfer full): a text
 */
void
prony_filler_free (PronyFiller *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->unit, TRUE);
  g_array_unref (self->ends);
  g_hash_table_unref (self->seen);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    g_string_free (self->held[i], TRUE);
  g_free (self);
}

/**
 * prony_filler_get_kind:
 * @self: a text
 *
 * Returns: what it reads like
 */
PronyFillerKind
prony_filler_get_kind (PronyFiller *self)
{
  return self->kind;
}

/**
 * prony_filler_get:
 * @self: a text
 * @length: how many bytes are needed
 *
 * Returns: (transfer none): the text, of which at least @length bytes are written; until
 *   more is asked for
 */
const char *
prony_filler_get (PronyFiller *self, gsize length)
{
  while (self->text->len < length)
    append_unit (self);
  return self->text->str;
}

/* The unit's end that is next to @length. */
static gsize
find_unit_end (PronyFiller *self, gsize length)
{
  guint low = 0;
  guint high = self->ends->len;
  gsize after;
  gsize before;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->ends, gsize, middle) < length)
        low = middle + 1;
      else
        high = middle;
    }
  after = g_array_index (self->ends, gsize, low);
  before = low > 0 ? g_array_index (self->ends, gsize, low - 1) : 0;
  return length - before < after - length ? before : after;
}

/* The place next to @length, at most @slack away, before one of @stops; 0 for none. */
static gsize
find_stop (const char *text, gsize length, gsize slack, const char *stops)
{
  for (gsize i = 0; i <= slack; i++)
    {
      if (i < length && strchr (stops, text[length - i]) != NULL)
        return length - i;
      if (strchr (stops, text[length + i]) != NULL)
        return length + i;
    }
  return 0;
}

/**
 * prony_filler_find_end:
 * @self: a text
 * @length: how many bytes are wanted; at least 1
 * @slack: how many it may be more or less
 *
 * Finds where the text may end: at the end of a unit if there is one near enough, else
 * of a line, else of a word, else just there.
 *
 * Returns: how many bytes to take, over 0
 */
gsize
prony_filler_find_end (PronyFiller *self, gsize length, gsize slack)
{
  const char *text;
  gsize end;

  g_return_val_if_fail (length > 0, 1);

  slack = MIN (slack, length);
  text = prony_filler_get (self, length + slack + 1);
  end = find_unit_end (self, length);
  if (end > 0 && MAX (end, length) - MIN (end, length) <= slack)
    return end;

  end = find_stop (text, length, slack, "\n");
  if (end == 0)
    end = find_stop (text, length, slack, " \n");
  return end > 0 ? end : length;
}

/**
 * prony_filler_make:
 * @kind: what it reads like
 * @tokens: how long: about this many tokens, by the estimate of four bytes each;
 *   at least 1
 * @seed: what it is drawn from
 *
 * Writes text of a length where nothing is known of a model.
 *
 * Returns: (transfer full): ASCII text, at most half a token or 1 % off
 */
char *
prony_filler_make (PronyFillerKind kind, guint tokens, guint64 seed)
{
  g_autoptr (PronyFiller) self = prony_filler_new (kind, seed);
  gsize length = (gsize) MAX (tokens, 1) * BYTES_PER_TOKEN;
  gsize end = prony_filler_find_end (self, length, MAX (length / 100, BYTES_PER_TOKEN / 2));

  return g_strndup (self->text->str, end);
}
