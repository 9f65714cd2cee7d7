/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/scenarios/prony-row-splitter.h"

typedef enum
{
  /* Lines and CSV */
  STATE_BETWEEN, /* lines: where the next one begins */
  STATE_IN_LINE, /* in CSV: in a field without quotes */
  STATE_FIELD,   /* where a field begins */
  STATE_QUOTED,
  STATE_QUOTE, /* the end of the quoted text, or a quote in it */

  /* JSON */
  STATE_BEFORE,      /* the array */
  STATE_FIRST_VALUE, /* or the array's end */
  STATE_VALUE,
  STATE_IN_WORD, /* a number or something else that is no object */
  STATE_NESTED,
  STATE_STRING,
  STATE_ESCAPE,
  STATE_COMMA, /* or the array's end */
  STATE_AFTER, /* the array */
} State;

/* What a byte is to the row. */
typedef enum
{
  STEP_NONE,
  STEP_BEGINS, /* its first byte */
  STEP_ENDS,   /* its last byte */
  STEP_BEHIND, /* the byte behind its last one */
  STEP_BROKEN, /* the file cannot be read on */
} Step;

struct _PronyRowSplitter
{
  PronyDatasetFormat format;
  PronyProblems *problems;
  PronyDatasetRowFunc func;
  gpointer user_data;

  State state;
  guint depth;
  guint line; /* of the next byte, like the column */
  guint column;
  guint mark_line; /* of the text that is open, for the mistake that it never ends */
  guint mark_column;

  PronyDatasetRow row; /* that has begun */
  gboolean in_row;
  gboolean too_long;
  GByteArray *kept; /* of it, from pieces before */
};

/**
 * prony_row_splitter_new:
 * @format: what is in the file, known by now
 * @problems: where mistakes go; must outlive the splitter
 * @func: gets each row, except those that are too long, which are mistakes
 * @user_data: for @func
 *
 * Returns: (transfer full): a splitter that stands before a file's first byte
 */
PronyRowSplitter *
prony_row_splitter_new (PronyDatasetFormat format,
                        PronyProblems *problems,
                        PronyDatasetRowFunc func,
                        gpointer user_data)
{
  PronyRowSplitter *self = g_new0 (PronyRowSplitter, 1);

  g_return_val_if_fail (format != PRONY_DATASET_AUTO, NULL);

  self->format = format;
  self->problems = problems;
  self->func = func;
  self->user_data = user_data;
  self->state = format == PRONY_DATASET_SHAREGPT ? STATE_BEFORE : STATE_BETWEEN;
  self->line = 1;
  self->column = 1;
  self->kept = g_byte_array_new ();
  return self;
}

/**
 * prony_row_splitter_free:
 * @self: (transfer full): a splitter
 */
void
prony_row_splitter_free (PronyRowSplitter *self)
{
  g_byte_array_unref (self->kept);
  g_free (self);
}

static void
set_mark (PronyRowSplitter *self)
{
  self->mark_line = self->line;
  self->mark_column = self->column;
}

/* --- Lines and CSV --------------------------------------------------------------------- */

static Step
step_in_csv (PronyRowSplitter *self, char c)
{
  if (self->state == STATE_QUOTED)
    {
      if (c == '"')
        self->state = STATE_QUOTE;
      return STEP_NONE;
    }
  if (c == '"' && (self->state == STATE_FIELD || self->state == STATE_QUOTE))
    {
      if (self->state == STATE_FIELD)
        set_mark (self);
      self->state = STATE_QUOTED;
      return STEP_NONE;
    }

  self->state = c == ',' ? STATE_FIELD : STATE_IN_LINE;
  return STEP_NONE;
}

static Step
step_in_lines (PronyRowSplitter *self, char c)
{
  gboolean begins = self->state == STATE_BETWEEN;

  if (c == '\n' && self->state != STATE_QUOTED)
    {
      self->state = STATE_BETWEEN;
      return begins ? STEP_NONE : STEP_BEHIND;
    }

  if (begins)
    self->state = STATE_FIELD;
  if (self->format == PRONY_DATASET_CSV)
    step_in_csv (self, c);
  return begins ? STEP_BEGINS : STEP_NONE;
}

/* --- JSON -------------------------------------------------------------------------------- */

static Step
break_off (PronyRowSplitter *self, const char *mistake)
{
  prony_problems_add (self->problems, self->line, self->column, "%s", mistake);
  return STEP_BROKEN;
}

static Step
begin_value (PronyRowSplitter *self, char c)
{
  switch (c)
    {
    case '{':
    case '[':
      self->depth = 1;
      self->state = STATE_NESTED;
      return STEP_BEGINS;

    case '"':
      set_mark (self);
      self->depth = 0;
      self->state = STATE_STRING;
      return STEP_BEGINS;

    case ']':
      if (self->state == STATE_VALUE)
        return break_off (self, _ ("A value is missing after the comma."));
      self->state = STATE_AFTER;
      return STEP_NONE;

    case ',':
    case '}':
    case ':':
      return break_off (self, _ ("A value is missing here: an object of JSON."));

    default:
      self->state = STATE_IN_WORD;
      return STEP_BEGINS;
    }
}

static Step
step_in_nested (PronyRowSplitter *self, char c)
{
  if (c == '"')
    {
      set_mark (self);
      self->state = STATE_STRING;
    }
  else if (c == '{' || c == '[')
    self->depth++;
  else if ((c == '}' || c == ']') && --self->depth == 0)
    {
      self->state = STATE_COMMA;
      return STEP_ENDS;
    }

  return STEP_NONE;
}

/* JSON has no line ends in texts: one tells where a quote is missing, which would
 * otherwise turn the whole rest of the file inside out. */
static Step
step_in_string (PronyRowSplitter *self, char c)
{
  if (self->state == STATE_ESCAPE)
    self->state = STATE_STRING;
  else if (c == '\\')
    self->state = STATE_ESCAPE;
  else if (c == '"')
    {
      self->state = self->depth > 0 ? STATE_NESTED : STATE_COMMA;
      return self->depth > 0 ? STEP_NONE : STEP_ENDS;
    }
  else if (c == '\n')
    {
      self->line = self->mark_line;
      self->column = self->mark_column;
      return break_off (self, _ ("The text that begins here does not end in its line: a quote is "
                                 "missing."));
    }

  return STEP_NONE;
}

static Step
step_after_value (PronyRowSplitter *self, char c)
{
  Step step = self->state == STATE_IN_WORD ? STEP_BEHIND : STEP_NONE;

  if (c == ',' || c == ']')
    self->state = c == ',' ? STATE_VALUE : STATE_AFTER;
  else if (g_ascii_isspace (c))
    self->state = STATE_COMMA;
  else if (self->state == STATE_COMMA)
    return break_off (self, _ ("A comma is missing here."));
  else
    step = STEP_NONE;

  return step;
}

static Step
step_in_json (PronyRowSplitter *self, char c)
{
  switch (self->state)
    {
    case STATE_NESTED:
      return step_in_nested (self, c);

    case STATE_STRING:
    case STATE_ESCAPE:
      return step_in_string (self, c);

    case STATE_IN_WORD:
    case STATE_COMMA:
      return step_after_value (self, c);

    case STATE_BEFORE:
      if (g_ascii_isspace (c))
        return STEP_NONE;
      if (c != '[')
        return break_off (self, _ ("An array of JSON must begin here, with “[”."));
      self->state = STATE_FIRST_VALUE;
      return STEP_NONE;

    case STATE_AFTER:
      return g_ascii_isspace (c) ? STEP_NONE
                                 : break_off (self, _ ("The array has ended, but not the file."));

    case STATE_FIRST_VALUE:
    case STATE_VALUE:
    default:
      return g_ascii_isspace (c) ? STEP_NONE : begin_value (self, c);
    }
}

/* --- Rows -------------------------------------------------------------------------------- */

static void
keep (PronyRowSplitter *self, const char *bytes, gsize length)
{
  if (!self->too_long && self->kept->len + length <= PRONY_DATASET_MAX_ROW)
    {
      g_byte_array_append (self->kept, (const guint8 *) bytes, (guint) length);
      return;
    }

  self->too_long = TRUE;
  g_byte_array_set_size (self->kept, 0);
}

/* A line of white space is no row. */
static gboolean
is_blank (const PronyDatasetRow *row)
{
  gsize i = 0;

  while (i < row->length && g_ascii_isspace (row->text[i]))
    i++;
  return i == row->length;
}

/* Hands a row over, of which @bytes are the rest. */
static void
end_row (PronyRowSplitter *self, const char *bytes, gsize length)
{
  if (self->kept->len > 0 || self->too_long || length > PRONY_DATASET_MAX_ROW)
    {
      keep (self, bytes, length);
      bytes = (const char *) self->kept->data;
      length = self->kept->len;
    }

  self->row.text = bytes;
  self->row.length = length;
  if (self->format != PRONY_DATASET_SHAREGPT && length > 0 && bytes[length - 1] == '\r')
    self->row.length--;

  if (self->too_long)
    prony_problems_add (self->problems, self->row.line, self->row.column,
                        _ ("This row is longer than %u MiB."), PRONY_DATASET_MAX_ROW / 1024 / 1024);
  else if (!is_blank (&self->row))
    self->func (&self->row, self->user_data);

  self->in_row = FALSE;
  self->too_long = FALSE;
  g_byte_array_set_size (self->kept, 0);
}

static void
begin_row (PronyRowSplitter *self)
{
  self->in_row = TRUE;
  self->row.line = self->line;
  self->row.column = self->column;
}

static void
advance (PronyRowSplitter *self, char c)
{
  if (c == '\n')
    {
      self->line++;
      self->column = 1;
    }
  else if (((guchar) c & 0xc0) != 0x80)
    self->column++;
}

/**
 * prony_row_splitter_push:
 * @self: a splitter
 * @bytes: the next bytes of the file
 * @length: how many
 *
 * Hands over the rows that end in them.
 *
 * Returns: whether to go on; otherwise there was a mistake that hides what follows
 */
gboolean
prony_row_splitter_push (PronyRowSplitter *self, const char *bytes, gsize length)
{
  const char *start = bytes;

  for (const char *p = bytes; p < bytes + length; p++)
    {
      Step step =
        self->format == PRONY_DATASET_SHAREGPT ? step_in_json (self, *p) : step_in_lines (self, *p);

      if (step == STEP_BROKEN)
        {
          self->in_row = FALSE;
          self->state = STATE_AFTER;
          return FALSE;
        }
      if (step == STEP_BEGINS)
        {
          begin_row (self);
          start = p;
        }
      else if (step == STEP_ENDS || step == STEP_BEHIND)
        end_row (self, start, (gsize) (p - start) + (step == STEP_ENDS));
      advance (self, *p);
    }

  if (self->in_row)
    keep (self, start, (gsize) (bytes + length - start));
  return TRUE;
}

/**
 * prony_row_splitter_finish:
 * @self: a splitter
 *
 * Says that the file has ended: hands over the last row, if no line end came after it.
 */
void
prony_row_splitter_finish (PronyRowSplitter *self)
{
  if (self->state == STATE_QUOTED)
    prony_problems_add (self->problems, self->mark_line, self->mark_column,
                        _ ("The quote that begins here never ends."));
  else if (self->format != PRONY_DATASET_SHAREGPT && self->in_row)
    end_row (self, "", 0);
  else if (self->format == PRONY_DATASET_SHAREGPT && self->state != STATE_AFTER)
    prony_problems_add (self->problems, self->line, self->column,
                        _ ("The file ends in the middle: a “]” is missing."));
}
