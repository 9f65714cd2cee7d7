/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-filler-grammar.h"
#include "core/scenarios/prony-filler.h"

/* The estimate that lengths are made by: all of the grammar is ASCII. */
#define BYTES_PER_TOKEN 4

/* How often another draw is made for a sentence that was there already. The
 * grammar has so many that a second draw is rare. */
#define MAX_REDRAWS 64

/* Who writes: the state of the random numbers, the names that hold for the unit
 * under way, and a log's clock. */
typedef struct
{
  guint64 state;
  const char *names[3];
  guint units;
  guint64 clock_ms;
} Writer;

static const char *const kind_names[PRONY_N_FILLERS] = {
  [PRONY_FILLER_TEXT] = "text",
  [PRONY_FILLER_CONTRACT] = "contract",
  [PRONY_FILLER_LOG] = "log",
  [PRONY_FILLER_CODE] = "code",
};

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

/* SplitMix64. GRand would do as well, but what it gives depends on an
 * environment variable, and the same seed must give the same bytes everywhere. */
static guint
draw (Writer *self, guint below)
{
  self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint) ((prony_filler_mix (self->state) >> 32) * below >> 32);
}

static void
expand (Writer *self, GString *out, const char *pattern)
{
  for (const char *p = pattern; *p != '\0'; p++)
    {
      const char *const *choices;
      guint n_choices;

      if (*p != '$')
        {
          g_string_append_c (out, *p);
          continue;
        }

      switch (*++p)
        {
        case '1':
          g_string_append_printf (out, "%u", 2 + draw (self, 8));
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
        case 'X':
          g_string_append_printf (out, "%08x", draw (self, G_MAXUINT));
          break;
        case 'p':
        case 'q':
        case 'r':
          g_string_append (out, self->names[*p - 'p']);
          break;
        default:
          choices = prony_filler_choices (*p, &n_choices);
          g_assert (n_choices > 0);
          expand (self, out, choices[draw (self, n_choices)]);
          break;
        }
    }
}

/* Three different names for a function of a program. */
static void
draw_names (Writer *self)
{
  guint n;
  const char *const *names = prony_filler_choices ('i', &n);
  guint first = draw (self, n);
  guint step = 1 + draw (self, n / 2 - 1);

  for (guint i = 0; i < G_N_ELEMENTS (self->names); i++)
    self->names[i] = names[(first + i * step) % n];
}

/* Writes a unit (a sentence, a clause, a line, a function) that is not in @seen
 * yet into @unit. */
static void
write_unit (Writer *self, PronyFillerKind kind, GHashTable *seen, GString *unit)
{
  static const char *const starts[PRONY_N_FILLERS] = {
    [PRONY_FILLER_TEXT] = "$t.",
    [PRONY_FILLER_CONTRACT] = "$c",
    [PRONY_FILLER_LOG] = "$L",
    [PRONY_FILLER_CODE] = "$f",
  };

  for (guint i = 0; i < MAX_REDRAWS; i++)
    {
      g_string_truncate (unit, 0);
      draw_names (self);
      expand (self, unit, starts[kind]);
      unit->str[0] = kind == PRONY_FILLER_TEXT ? g_ascii_toupper (unit->str[0]) : unit->str[0];
      if (g_hash_table_add (seen, g_strdup (unit->str)))
        return;
    }
}

/* What goes between the units, and before each. */
static void
write_lead (Writer *self, PronyFillerKind kind, GString *out)
{
  guint n = self->units++;

  switch (kind)
    {
    case PRONY_FILLER_CONTRACT:
      g_string_append_printf (out, "%s%u.%u ", n > 0 ? "\n" : "", n / 7 + 1, n % 7 + 1);
      break;

    case PRONY_FILLER_LOG:
      self->clock_ms += 3 + draw (self, 1800);
      g_string_append_printf (
        out, "%s%02u:%02u:%02u.%03u ", n > 0 ? "\n" : "", (guint) (self->clock_ms / 3600000 % 24),
        (guint) (self->clock_ms / 60000 % 60), (guint) (self->clock_ms / 1000 % 60),
        (guint) (self->clock_ms % 1000));
      break;

    case PRONY_FILLER_CODE:
      g_string_append (out, n > 0 ? "\n\n" : "");
      break;

    case PRONY_FILLER_TEXT:
    default:
      g_string_append (out, n == 0 ? "" : draw (self, 5) == 0 ? "\n\n" : " ");
      break;
    }
}

/* Cuts the first unit of a very short filler to its length, at a word if one
 * ends there. */
static void
cut_at_word (GString *text, gsize length)
{
  gsize end = MIN (length, text->len);

  while (end > 0 && end < text->len && !g_ascii_isspace (text->str[end]))
    end--;
  g_string_truncate (text, end > 0 ? end : MIN (length, text->len));
}

/**
 * prony_filler_make:
 * @kind: what it reads like
 * @tokens: how long: about this many tokens, by the estimate of four bytes each;
 *   at least 1
 * @seed: what it is drawn from
 *
 * Writes readable text of a wanted length, from Prony's own grammar. The same
 * arguments give the same bytes on every machine. No sentence, clause, line or
 * function comes twice. The length is met to within half a unit.
 *
 * Returns: (transfer full): ASCII text
 */
char *
prony_filler_make (PronyFillerKind kind, guint tokens, guint64 seed)
{
  Writer self = { .state = prony_filler_mix (seed + (guint64) kind + 1) };
  gsize wanted = (gsize) tokens * BYTES_PER_TOKEN;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) unit = g_string_new (NULL);
  g_autoptr (GString) lead = g_string_new (NULL);
  GString *out = g_string_sized_new (wanted + 512);

  g_return_val_if_fail (kind < PRONY_N_FILLERS, NULL);

  self.clock_ms = draw (&self, 86400000);
  while (out->len < wanted)
    {
      gsize length;

      g_string_truncate (lead, 0);
      write_lead (&self, kind, lead);
      write_unit (&self, kind, seen, unit);
      length = lead->len + unit->len;
      if (out->len > 0 && out->len + length / 2 > wanted)
        break;
      g_string_append_len (out, lead->str, (gssize) lead->len);
      g_string_append_len (out, unit->str, (gssize) unit->len);
    }

  if (self.units == 1)
    cut_at_word (out, wanted);
  return g_string_free (out, FALSE);
}

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
