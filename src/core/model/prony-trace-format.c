/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/model/prony-trace-format.h"

/*
 * Traces that are published, and their first lines:
 *
 * - Azure LLM inference 2023 and 2024 (github.com/Azure/AzurePublicDataset):
 *   TIMESTAMP,ContextTokens,GeneratedTokens
 *   2023-11-16 18:15:46.6805900,374,44
 * - BurstGPT (github.com/HPMLL/BurstGPT), seconds; failed requests have 0 response
 *   tokens: Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
 * - Mooncake (github.com/kvcache-ai/Mooncake), milliseconds:
 *   {"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": […]}
 * - Qwen-Bailian (github.com/alibaba-edu/qwen-bailian-usagetraces-anon), the same
 *   names but seconds, and a chat_id, by which it is known.
 *
 * Only three members of an object with many are wanted, from a million of lines: so
 * they are scanned for, and no tree is built.
 */

/* More than any model takes. */
#define MAX_TOKENS 10000000

/* Either way from 1970; differences fit into an int64_t too. */
#define MAX_TIME_NS G_GINT64_CONSTANT (4500000000000000000)

#define NS_PER_S G_GINT64_CONSTANT (1000000000)
#define NS_PER_MS G_GINT64_CONSTANT (1000000)

/* Without capitals, spaces, hyphens and underscores. */
static const struct
{
  const char *name;
  PronyTraceField field;
} names[] = {
  { "timestamp", PRONY_TRACE_TIME },
  { "timestampms", PRONY_TRACE_TIME },
  { "time", PRONY_TRACE_TIME },
  { "prompttokens", PRONY_TRACE_PROMPT_TOKENS },
  { "inputtokens", PRONY_TRACE_PROMPT_TOKENS },
  { "inputlength", PRONY_TRACE_PROMPT_TOKENS },
  { "contexttokens", PRONY_TRACE_PROMPT_TOKENS },
  { "requesttokens", PRONY_TRACE_PROMPT_TOKENS },
  { "outputtokens", PRONY_TRACE_OUTPUT_TOKENS },
  { "outputlength", PRONY_TRACE_OUTPUT_TOKENS },
  { "completiontokens", PRONY_TRACE_OUTPUT_TOKENS },
  { "generatedtokens", PRONY_TRACE_OUTPUT_TOKENS },
  { "responsetokens", PRONY_TRACE_OUTPUT_TOKENS },
};

/* A part of a line. */
typedef struct
{
  const char *text;
  gsize length;
} Piece;

/* --- Names ------------------------------------------------------------------- */

static void
simplify_name (Piece name, char simple[32])
{
  gsize n = 0;

  for (gsize i = 0; i < name.length && n < 31; i++)
    if (!strchr (" _-", name.text[i]))
      simple[n++] = g_ascii_tolower (name.text[i]);
  simple[n] = '\0';
}

/* Returns: the field, or PRONY_TRACE_N_FIELDS for another. */
static PronyTraceField
find_field (Piece name)
{
  char simple[32];

  simplify_name (name, simple);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (simple, names[i].name) == 0)
      return names[i].field;

  return PRONY_TRACE_N_FIELDS;
}

static gboolean
is_in_ms (Piece name)
{
  char simple[32];

  simplify_name (name, simple);
  return g_str_has_suffix (simple, "ms");
}

/* --- Rows of CSV ------------------------------------------------------------- */

static Piece
strip (const char *text, gsize length)
{
  while (length > 0 && g_ascii_isspace (text[0]))
    {
      text++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return (Piece){ text, length };
}

/* Takes the next cell off the row; one in quotes may hold commas. */
static gboolean
take_cell (const char **row, Piece *cell)
{
  const char *start = *row;
  const char *end;

  if (start == NULL)
    return FALSE;

  if (*start == '"')
    {
      end = ++start;
      while (*end != '\0' && (*end != '"' || end[1] == '"'))
        end += *end == '"' ? 2 : 1;
      *cell = strip (start, (gsize) (end - start));
      end = strchr (end, ',');
    }
  else
    {
      end = strchr (start, ',');
      *cell = strip (start, end != NULL ? (gsize) (end - start) : strlen (start));
    }
  *row = end != NULL ? end + 1 : NULL;
  return TRUE;
}

static gboolean
read_header (PronyTraceFormat *self, const char *line)
{
  Piece cell;

  for (int i = 0; take_cell (&line, &cell); i++)
    {
      PronyTraceField field = find_field (cell);

      if (field == PRONY_TRACE_N_FIELDS || self->columns[field] >= 0)
        continue;
      self->columns[field] = i;
      if (field == PRONY_TRACE_TIME && is_in_ms (cell))
        self->unit_ns = NS_PER_MS;
    }
  return self->columns[PRONY_TRACE_TIME] >= 0;
}

static void
split_row (const PronyTraceFormat *self, const char *line, Piece pieces[PRONY_TRACE_N_FIELDS])
{
  Piece cell;

  for (int i = 0; take_cell (&line, &cell); i++)
    for (guint field = 0; field < PRONY_TRACE_N_FIELDS; field++)
      if (self->columns[field] == i)
        pieces[field] = cell;
}

/* --- JSON objects ------------------------------------------------------------ */

static const char *
skip_space (const char *p)
{
  while (g_ascii_isspace (*p))
    p++;
  return p;
}

/* From an opening quote to behind the closing one; %NULL without one. */
static const char *
skip_string (const char *p)
{
  for (p++; *p != '"'; p++)
    {
      if (*p == '\\')
        p++;
      if (*p == '\0')
        return NULL;
    }
  return p + 1;
}

static const char *
skip_value (const char *p)
{
  guint depth = 0;

  do
    {
      if (*p == '"')
        {
          p = skip_string (p);
          if (p == NULL)
            return NULL;
          continue;
        }
      if (*p == '\0')
        return NULL;
      if (*p == '[' || *p == '{')
        depth++;
      if (*p == ']' || *p == '}')
        depth--;
      p++;
    }
  while (depth > 0 || !strchr (",}]", *p));

  return *p == '\0' ? NULL : p;
}

/* Takes the next member of an object off its text, which begins behind the brace or
 * a comma; %NULL when it is none. */
static const char *
take_member (const char *p, Piece *name, Piece *value)
{
  const char *end;

  p = skip_space (p);
  end = *p == '"' ? skip_string (p) : NULL;
  if (end == NULL)
    return NULL;
  *name = (Piece){ p + 1, (gsize) (end - p) - 2 };

  p = skip_space (end);
  if (*p != ':')
    return NULL;
  p = skip_space (p + 1);
  end = strchr (",}]", *p) ? NULL : skip_value (p);
  if (end == NULL)
    return NULL;

  *value = strip (p, (gsize) (end - p));
  if (value->length >= 2 && value->text[0] == '"')
    *value = (Piece){ value->text + 1, value->length - 2 };
  else if (value->length == 4 && memcmp (value->text, "null", 4) == 0)
    value->length = 0;
  return end;
}

/* Returns: whether it is an object. */
static gboolean
split_object (const char *line, Piece pieces[PRONY_TRACE_N_FIELDS], PronyTraceFormat *format)
{
  const char *p = skip_space (line);
  Piece name, value;

  if (*p != '{')
    return FALSE;
  if (*skip_space (p + 1) == '}')
    return *skip_space (skip_space (p + 1) + 1) == '\0';

  do
    {
      PronyTraceField field;

      p = take_member (p + 1, &name, &value);
      if (p == NULL)
        return FALSE;
      field = find_field (name);
      if (field < PRONY_TRACE_N_FIELDS)
        pieces[field] = value;
      if (format != NULL && name.length == 7 && memcmp (name.text, "chat_id", 7) == 0)
        format->unit_ns = NS_PER_S;
    }
  while (*p == ',');

  return *p == '}' && *skip_space (p + 1) == '\0';
}

/* --- Values ------------------------------------------------------------------ */

static gboolean
read_number (Piece piece, double *number)
{
  char *end;

  /* g_ascii_strtod() also takes hexadecimal, "inf" and "nan". */
  if (piece.length == 0 || strspn (piece.text, "0123456789+-.eE") < piece.length)
    return FALSE;

  *number = g_ascii_strtod (piece.text, &end);
  return end == piece.text + piece.length && isfinite (*number);
}

static gboolean
read_digits (const char **p, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *value = *value * 10 + (guint) g_ascii_digit_value (**p);
    }
  return TRUE;
}

/* What follows the time of day: nothing, "Z" or a distance from UTC, such as "+02:00". */
static gboolean
read_zone (const char *p, const char *end, gint64 *seconds)
{
  guint hours = 0, minutes = 0;
  gboolean east = *p == '+';

  *seconds = 0;
  if (p < end && *p == 'Z')
    return p + 1 == end;
  if (p == end)
    return TRUE;
  if (*p != '+' && *p != '-')
    return FALSE;
  p++;
  if (!read_digits (&p, 2, &hours))
    return FALSE;
  if (p < end && *p == ':')
    p++;
  if (p < end && !read_digits (&p, 2, &minutes))
    return FALSE;

  *seconds = (gint64) (hours * 3600 + minutes * 60) * (east ? 1 : -1);
  return p == end;
}

/* Such as 2023-11-16 18:15:46.6805900, with a "T" between or a zone behind; UTC
 * without one. */
static gboolean
read_date_time (Piece piece, gint64 *ns)
{
  static const struct
  {
    guint digits;
    const char *end; /* one of these follows */
  } parts[] = { { 4, "-" }, { 2, "-" }, { 2, " T" }, { 2, ":" }, { 2, ":" }, { 2, NULL } };
  const char *p = piece.text;
  const char *end = p + piece.length;
  gint64 unit = NS_PER_S, fraction = 0, zone_s;
  guint v[G_N_ELEMENTS (parts)];
  GDate date;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!read_digits (&p, parts[i].digits, &v[i]) ||
        (parts[i].end != NULL && (*p == '\0' || !strchr (parts[i].end, *p++))))
      return FALSE;
  if (*p == '.')
    for (p++; g_ascii_isdigit (*p); p++)
      {
        unit /= 10;
        fraction += unit * g_ascii_digit_value (*p);
      }
  if (p > end || !read_zone (p, end, &zone_s) || v[3] > 23 || v[4] > 59 || v[5] > 60 ||
      v[0] < 1900 || v[0] > 2100 || !g_date_valid_dmy ((GDateDay) v[2], v[1], (GDateYear) v[0]))
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) v[2], v[1], (GDateYear) v[0]);
  /* 719163 is the first of January 1970. */
  *ns = ((gint64) g_date_get_julian (&date) - 719163) * 86400 + v[3] * 3600 + v[4] * 60 + v[5];
  *ns = (*ns - zone_s) * NS_PER_S + fraction;
  return TRUE;
}

/* What is written without an exponent is read to the nanosecond: since 1970 so many
 * have passed that a double would be off by hundreds. */
static gboolean
read_decimal (Piece piece, gint64 unit_ns, gint64 *ns)
{
  const char *p = piece.text;
  const char *end = p + piece.length;
  gboolean negative = p < end && *p == '-';
  gint64 value = 0;

  p += negative ? 1 : 0;
  if (p == end || !g_ascii_isdigit (*p))
    return FALSE;
  for (; p < end && g_ascii_isdigit (*p); p++)
    {
      value = value * 10 + g_ascii_digit_value (*p);
      if (value > MAX_TIME_NS / unit_ns)
        return FALSE;
    }
  value *= unit_ns;
  if (p < end && *p == '.')
    for (p++; p < end && g_ascii_isdigit (*p); p++)
      {
        unit_ns /= 10;
        value += unit_ns * g_ascii_digit_value (*p);
      }

  *ns = negative ? -value : value;
  return p == end;
}

static gboolean
read_time (Piece piece, gint64 unit_ns, gint64 *ns)
{
  double number;

  if (piece.length > 10 && piece.text[4] == '-')
    return read_date_time (piece, ns);
  if (read_decimal (piece, unit_ns, ns))
    return TRUE;
  if (!read_number (piece, &number) || fabs (number) > (double) (MAX_TIME_NS / unit_ns))
    return FALSE;

  *ns = (gint64) round (number * (double) unit_ns);
  return TRUE;
}

static gboolean
read_tokens (Piece piece, gint32 *tokens)
{
  double number = -1;

  if (piece.length > 0 && (!read_number (piece, &number) || !(number >= 0 && number <= MAX_TOKENS)))
    return FALSE;

  *tokens = (gint32) number;
  return TRUE;
}

/* --- Interface --------------------------------------------------------------- */

/**
 * prony_trace_format_detect:
 * @self: (out caller-allocates): a format
 * @line: the first line that is not empty
 *
 * Tells a format by its first line: an object of JSON, or a header of CSV with a
 * column of times.
 *
 * Returns: whether it is one that can be read
 */
gboolean
prony_trace_format_detect (PronyTraceFormat *self, const char *line)
{
  Piece pieces[PRONY_TRACE_N_FIELDS] = { 0 };

  *self = (PronyTraceFormat){ .columns = { -1, -1, -1 }, .unit_ns = NS_PER_S };
  if (*skip_space (line) != '{')
    return read_header (self, line);

  self->json = TRUE;
  self->unit_ns = NS_PER_MS;
  return split_object (line, pieces, self) && pieces[PRONY_TRACE_TIME].length > 0;
}

/**
 * prony_trace_format_read:
 * @self: a format
 * @line: a line that is not empty, without its end
 * @request: (out caller-allocates): what it says; its time counts from 1970 or
 *   wherever that of the file begins
 *
 * Returns: (nullable): what is wrong with the line, as an untranslated sentence that
 *   can be looked up
 */
const char *
prony_trace_format_read (const PronyTraceFormat *self, const char *line, PronyTraceRequest *request)
{
  Piece pieces[PRONY_TRACE_N_FIELDS] = { 0 };

  if (!self->json)
    split_row (self, line, pieces);
  else if (!split_object (line, pieces, NULL))
    return N_ ("It is no JSON object.");

  if (!read_time (pieces[PRONY_TRACE_TIME], self->unit_ns, &request->at_ns))
    return N_ ("It has no time that can be understood. Times are numbers, or like "
               "2024-05-10 00:00:01.5.");
  if (!read_tokens (pieces[PRONY_TRACE_PROMPT_TOKENS], &request->prompt_tokens) ||
      !read_tokens (pieces[PRONY_TRACE_OUTPUT_TOKENS], &request->output_tokens))
    return N_ ("A length in it is no number of tokens from 0 to 10,000,000.");

  return NULL;
}
