/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include "core/tokens/prony-added-tokens.h"
#include "core/tokens/prony-white-space.h"

/* A trie over bytes: its edges lie in a pair map, from a node and a byte to a node.
 * Node 0 is the root. */

typedef struct
{
  guint32 id; /* PRONY_NO_TOKEN where no token ends */
  PronyAddedFlags flags;
} Node;

struct _PronyAddedTokens
{
  PronyPairMap edges;
  GArray *nodes;
  gboolean begins[256];
  gboolean any;
};

/**
 * prony_added_tokens_new:
 *
 * Returns: (transfer full): no added tokens
 */
PronyAddedTokens *
prony_added_tokens_new (void)
{
  PronyAddedTokens *self = g_new0 (PronyAddedTokens, 1);
  Node root = { PRONY_NO_TOKEN, 0 };

  prony_pair_map_init (&self->edges, 0);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  g_array_append_val (self->nodes, root);
  return self;
}

/**
 * prony_added_tokens_free:
 * @self: (transfer full): added tokens
 *
 * Frees them.
 */
void
prony_added_tokens_free (PronyAddedTokens *self)
{
  prony_pair_map_clear (&self->edges);
  g_array_unref (self->nodes);
  g_free (self);
}

/**
 * prony_added_tokens_add:
 * @self: added tokens
 * @bytes: how the token is written in a text
 * @length: how many bytes, at least one
 * @id: its id
 * @flags: how it is found
 *
 * Adds a token. Of the same bytes twice the last counts.
 */
void
prony_added_tokens_add (
  PronyAddedTokens *self, const char *bytes, gsize length, guint32 id, PronyAddedFlags flags)
{
  guint32 node = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = bytes[i];
      const PronyPair *edge = prony_pair_map_find (&self->edges, node, byte);

      if (edge == NULL)
        {
          PronyPair new_edge = { node, byte, 0, self->nodes->len };
          Node empty = { PRONY_NO_TOKEN, 0 };

          prony_pair_map_set (&self->edges, &new_edge);
          g_array_append_val (self->nodes, empty);
          node = new_edge.result;
        }
      else
        node = edge->result;
    }
  g_array_index (self->nodes, Node, node).id = id;
  g_array_index (self->nodes, Node, node).flags = flags;
  self->begins[(guchar) bytes[0]] = TRUE;
  self->any = TRUE;
}

/* The longest token that begins at the first place where one does. */
static const Node *
find_next (const PronyAddedTokens *self, PronyAddedSearch *search, gsize *start)
{
  const guchar *text = (const guchar *) search->text;

  for (gsize i = search->from; i < search->length; i++)
    {
      const Node *found = NULL;
      guint32 node = 0;

      if (!self->begins[text[i]])
        continue;

      for (gsize j = i; j < search->length; j++)
        {
          const PronyPair *edge = prony_pair_map_find (&self->edges, node, text[j]);

          if (edge == NULL)
            break;
          node = edge->result;
          if (g_array_index (self->nodes, Node, node).id != PRONY_NO_TOKEN)
            {
              found = &g_array_index (self->nodes, Node, node);
              search->from = j + 1;
            }
        }
      if (found != NULL)
        {
          *start = i;
          return found;
        }
    }

  return NULL;
}

static gboolean
is_word (gunichar c)
{
  return c == '_' || g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static gboolean
stands_alone (const PronyAddedSearch *search, gsize start)
{
  const char *text = search->text;

  return (start == 0 || !is_word (g_utf8_get_char (g_utf8_prev_char (text + start)))) &&
         (search->from == search->length || !is_word (g_utf8_get_char (text + search->from)));
}

static gsize
skip_white_space_back (const char *text, gsize at, gsize floor)
{
  while (at > floor)
    {
      const char *before = g_utf8_prev_char (text + at);

      if (!prony_is_white_space (g_utf8_get_char (before)))
        break;
      at = before - text;
    }
  return MAX (at, floor);
}

static gsize
skip_white_space (const char *text, gsize at, gsize length)
{
  while (at < length && prony_is_white_space (g_utf8_get_char (text + at)))
    at = g_utf8_next_char (text + at) - text;
  return at;
}

/**
 * prony_added_tokens_next:
 * @self: added tokens
 * @search: a search
 * @start: (out): where the token begins, with the white space that it takes
 * @id: (out): its id
 *
 * Finds the next added token: the longest of those that begin first. What lies between
 * the `done` of before and @start is text; then `done` is behind the token.
 *
 * Returns: %FALSE when there is no further one
 */
gboolean
prony_added_tokens_next (const PronyAddedTokens *self,
                         PronyAddedSearch *search,
                         gsize *start,
                         guint32 *id)
{
  const Node *node;

  if (!self->any)
    return FALSE;

  while ((node = find_next (self, search, start)) != NULL)
    {
      if ((node->flags & PRONY_ADDED_SINGLE_WORD) != 0 && !stands_alone (search, *start))
        continue;

      *id = node->id;
      if ((node->flags & PRONY_ADDED_LSTRIP) != 0)
        *start = skip_white_space_back (search->text, *start, search->done);
      search->done = (node->flags & PRONY_ADDED_RSTRIP) != 0
                       ? skip_white_space (search->text, search->from, search->length)
                       : search->from;
      return TRUE;
    }

  return FALSE;
}
