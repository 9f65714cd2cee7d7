/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-text-splitter-private.h"

/* A pattern from a file may need exponential time. One match is bounded by the
 * limits of PCRE2, a whole text by a deadline that real patterns are far from: they
 * need a tenth of a second for a megabyte. */
#define MATCH_LIMIT 10000000
#define MATCHES_BETWEEN_LOOKS 16
#define DEADLINE_US (10 * G_USEC_PER_SEC)
#define DEADLINE_US_PER_BYTE 10

#define JIT_STACK_MIN (32 * 1024)
#define JIT_STACK_MAX (1024 * 1024)

struct _PronySplitRun
{
  PronyTextSplitter *splitter;
  pcre2_match_context *context;
  pcre2_match_data *matches;
  pcre2_jit_stack *stack;
  GString *rooms[PRONY_SPLIT_MAX_STAGES]; /* where a stage writes the piece with its marks */
  gint64 deadline;
  guint n_matches;
  PronyWordFunc func;
  gpointer user_data;
};

/* What a stage is going to hand on, until it is known what the next match is. */
typedef struct
{
  const char *start;
  const char *end; /* the start itself: nothing */
  gboolean is_match;
} Piece;

static gboolean run_stage (PronySplitRun *self,
                           guint index,
                           const char *text,
                           gsize length,
                           gboolean is_first,
                           GError **error);

/**
 * prony_split_run_new:
 * @splitter: a splitter, which must outlive the run
 *
 * Returns: (transfer full): a run, for one thread at a time
 */
PronySplitRun *
prony_split_run_new (PronyTextSplitter *splitter)
{
  PronySplitRun *self = g_new0 (PronySplitRun, 1);

  self->splitter = splitter;
  self->context = pcre2_match_context_create (NULL);
  self->matches = pcre2_match_data_create (1, NULL);
  self->stack = pcre2_jit_stack_create (JIT_STACK_MIN, JIT_STACK_MAX, NULL);
  pcre2_jit_stack_assign (self->context, NULL, self->stack);
  pcre2_set_match_limit (self->context, MATCH_LIMIT);
  return self;
}

/**
 * prony_split_run_free:
 * @self: (transfer full): a run
 *
 * Frees it.
 */
void
prony_split_run_free (PronySplitRun *self)
{
  for (guint i = 0; i < PRONY_SPLIT_MAX_STAGES; i++)
    if (self->rooms[i] != NULL)
      g_string_free (self->rooms[i], TRUE);
  pcre2_match_data_free (self->matches);
  pcre2_match_context_free (self->context);
  pcre2_jit_stack_free (self->stack);
  g_free (self);
}

/**
 * prony_split_run_begin:
 * @self: a run
 * @length: how many bytes are going to be fed
 *
 * Begins a text: its time counts from now on.
 */
void
prony_split_run_begin (PronySplitRun *self, gsize length)
{
  self->deadline = g_get_monotonic_time () + DEADLINE_US + (gint64) length * DEADLINE_US_PER_BYTE;
  self->n_matches = 0;
}

static gboolean
give_up (GError **error)
{
  g_set_error_literal (
    error, PRONY_ERROR, PRONY_ERROR_TIMEOUT,
    _ ("A pattern of the vocabulary takes too long with this text, so its tokens "
       "were not counted."));
  return FALSE;
}

/* The next match from an offset on: 1 found, 0 none, -1 given up. Where it is, is copied,
 * since later stages use the same memory. */
static int
find_match (PronySplitRun *self,
            const PronySplitStage *stage,
            const char *text,
            gsize length,
            gsize from,
            PCRE2_SIZE where[2],
            GError **error)
{
  int n;

  if (++self->n_matches % MATCHES_BETWEEN_LOOKS == 0 && g_get_monotonic_time () > self->deadline)
    return give_up (error) - 1;

  n = pcre2_match (stage->pattern, (PCRE2_SPTR) text, length, from, PCRE2_NO_UTF_CHECK,
                   self->matches, self->context);
  if (n >= 0)
    {
      memcpy (where, pcre2_get_ovector_pointer (self->matches), 2 * sizeof *where);
      return 1;
    }
  return n == PCRE2_ERROR_NOMATCH ? 0 : give_up (error) - 1;
}

static gboolean
joins (PronySplitBehavior behavior, const Piece *before, gboolean is_match)
{
  if (before->start == before->end)
    return FALSE;

  switch (behavior)
    {
    case PRONY_SPLIT_CONTIGUOUS:
      return is_match == before->is_match;
    case PRONY_SPLIT_WITH_PREVIOUS:
      return is_match && !before->is_match;
    case PRONY_SPLIT_WITH_NEXT:
      return !is_match && before->is_match;
    case PRONY_SPLIT_ISOLATED:
    case PRONY_SPLIT_REMOVED:
    default:
      return FALSE;
    }
}

static gboolean
hand_on (PronySplitRun *self,
         guint index,
         const Piece *piece,
         const char *text,
         gboolean is_first,
         GError **error)
{
  const PronySplitStage *stage = g_ptr_array_index (self->splitter->stages, index);

  if (piece->start == piece->end || (stage->behavior == PRONY_SPLIT_REMOVED && piece->is_match))
    return TRUE;

  return run_stage (self, index + 1, piece->start, piece->end - piece->start,
                    is_first && piece->start == text, error);
}

/* Takes the text up to @end as a match, or as what is between two. */
static gboolean
take (PronySplitRun *self,
      guint index,
      Piece *piece,
      const char *text,
      const char *end,
      gboolean found,
      gboolean is_first,
      GError **error)
{
  const PronySplitStage *stage = g_ptr_array_index (self->splitter->stages, index);
  gboolean is_match = found != stage->invert;

  if (end == piece->end)
    return TRUE;

  if (!joins (stage->behavior, piece, is_match))
    {
      if (!hand_on (self, index, piece, text, is_first, error))
        return FALSE;
      piece->start = piece->end;
    }
  piece->end = end;
  piece->is_match = is_match;
  return TRUE;
}

static gboolean
split (PronySplitRun *self,
       guint index,
       const PronySplitStage *stage,
       const char *text,
       gsize length,
       gboolean is_first,
       GError **error)
{
  Piece piece = { text, text, FALSE };
  gsize from = 0;

  while (from < length)
    {
      PCRE2_SIZE where[2];
      int found = find_match (self, stage, text, length, from, where, error);

      if (found < 0)
        return FALSE;
      if (found == 0)
        break;

      from = where[1] > from ? where[1] : (gsize) (g_utf8_next_char (text + from) - text);
      if (!take (self, index, &piece, text, text + where[0], FALSE, is_first, error) ||
          !take (self, index, &piece, text, text + where[1], TRUE, is_first, error))
        return FALSE;
    }

  return take (self, index, &piece, text, text + length, FALSE, is_first, error) &&
         hand_on (self, index, &piece, text, is_first, error);
}

/* The piece with marks in place of its spaces, and one before it where it is due. */
static GString *
mark_spaces (PronySplitRun *self,
             guint index,
             const PronySplitStage *stage,
             const char *text,
             gsize length,
             gboolean is_first)
{
  const char *mark = stage->mark != NULL ? stage->mark : " ";
  GString *room = self->rooms[index];
  const char *end = text + length;

  if (room == NULL)
    room = self->rooms[index] = g_string_new (NULL);

  g_string_truncate (room, 0);
  if ((stage->prefix == PRONY_SPLIT_PREFIX_ALWAYS ||
       (stage->prefix == PRONY_SPLIT_PREFIX_FIRST && is_first)) &&
      *text != ' ' && (length < strlen (mark) || memcmp (text, mark, strlen (mark)) != 0))
    g_string_append (room, mark);

  while (stage->mark != NULL && text < end)
    {
      const char *space = memchr (text, ' ', end - text);

      if (space == NULL)
        break;
      g_string_append_len (room, text, space - text);
      g_string_append (room, mark);
      text = space + 1;
    }
  g_string_append_len (room, text, end - text);
  return room;
}

static gboolean
run_stage (PronySplitRun *self,
           guint index,
           const char *text,
           gsize length,
           gboolean is_first,
           GError **error)
{
  const PronySplitStage *stage;
  GString *room;

  if (index == self->splitter->stages->len)
    {
      self->func (text, length, self->user_data);
      return TRUE;
    }

  stage = g_ptr_array_index (self->splitter->stages, index);
  if (stage->pattern != NULL)
    return split (self, index, stage, text, length, is_first, error);

  room = mark_spaces (self, index, stage, text, length, is_first);
  return run_stage (self, index + 1, room->str, room->len, is_first, error);
}

/**
 * prony_split_run_feed:
 * @self: a run
 * @text: a text, valid UTF-8
 * @length: how many bytes, at least one
 * @is_first: whether this is the beginning of the whole text
 * @func: is called for each word, in order
 * @user_data: for @func
 * @error: return location for an error
 *
 * Cuts a text into words.
 *
 * Returns: %FALSE when a pattern takes too long; the words until then were handed out
 */
gboolean
prony_split_run_feed (PronySplitRun *self,
                      const char *text,
                      gsize length,
                      gboolean is_first,
                      PronyWordFunc func,
                      gpointer user_data,
                      GError **error)
{
  self->func = func;
  self->user_data = user_data;
  return run_stage (self, 0, text, length, is_first, error);
}
