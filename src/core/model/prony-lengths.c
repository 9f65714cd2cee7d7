/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-lengths.h"

static const char *const kind_names[] = {
  [PRONY_LENGTHS_NONE] = "none",
  [PRONY_LENGTHS_FIXED] = "fixed",
  [PRONY_LENGTHS_UNIFORM] = "uniform",
  [PRONY_LENGTHS_NORMAL] = "normal",
  [PRONY_LENGTHS_LOG_NORMAL] = "log-normal",
  [PRONY_LENGTHS_LIST] = "list",
};

/**
 * prony_lengths_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name in files
 */
const char *
prony_lengths_kind_to_string (PronyLengthsKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

/**
 * prony_lengths_kind_from_string:
 * @text: (nullable): a name
 * @kind: (out): the kind
 *
 * Returns: whether @text names a distribution
 */
gboolean
prony_lengths_kind_from_string (const char *text, PronyLengthsKind *kind)
{
  for (guint i = PRONY_LENGTHS_FIXED; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind_names[i], text) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_lengths_clear:
 * @self: lengths, whose memory is freed
 */
void
prony_lengths_clear (PronyLengths *self)
{
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->values, g_array_unref);
}

/**
 * prony_lengths_copy:
 * @self: lengths
 * @copy: (out caller-allocates): the same; the list is shared, as it does not change
 */
void
prony_lengths_copy (const PronyLengths *self, PronyLengths *copy)
{
  *copy = *self;
  copy->file = g_strdup (self->file);
  copy->values = self->values != NULL ? g_array_ref (self->values) : NULL;
}
