/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/model/prony-rejected-fields.h"

struct _PronyRejectedFields
{
  GMutex lock;
  GPtrArray *names; /* in the order of being learned */
  gint count;       /* atomic: most engines refuse nothing, and nothing is locked */
};

static void
rejected_fields_clear (gpointer data)
{
  PronyRejectedFields *self = data;

  g_ptr_array_unref (self->names);
  g_mutex_clear (&self->lock);
}

/**
 * prony_rejected_fields_new:
 * @names: (nullable) (array zero-terminated=1): what is known already
 *
 * Returns: (transfer full): the fields
 */
PronyRejectedFields *
prony_rejected_fields_new (const char *const *names)
{
  PronyRejectedFields *self = g_atomic_rc_box_new0 (PronyRejectedFields);

  g_mutex_init (&self->lock);
  self->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    prony_rejected_fields_add (self, names[i]);

  return self;
}

/**
 * prony_rejected_fields_ref:
 * @self: the fields
 *
 * Returns: (transfer full): @self
 */
PronyRejectedFields *
prony_rejected_fields_ref (PronyRejectedFields *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_rejected_fields_unref:
 * @self: (transfer full): the fields
 */
void
prony_rejected_fields_unref (PronyRejectedFields *self)
{
  g_atomic_rc_box_release_full (self, rejected_fields_clear);
}

/**
 * prony_rejected_fields_add:
 * @self: the fields
 * @name: a field's name, such as "stream_options"
 *
 * Remembers that the engine refuses a field.
 *
 * Returns: whether that is news
 */
gboolean
prony_rejected_fields_add (PronyRejectedFields *self, const char *name)
{
  gboolean added;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  g_mutex_lock (&self->lock);
  added = !g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL);
  if (added)
    {
      g_ptr_array_add (self->names, g_strdup (name));
      g_atomic_int_inc (&self->count);
    }
  g_mutex_unlock (&self->lock);
  return added;
}

/**
 * prony_rejected_fields_contains:
 * @self: the fields
 * @name: a field's name
 *
 * Returns: whether the engine refuses it
 */
gboolean
prony_rejected_fields_contains (PronyRejectedFields *self, const char *name)
{
  gboolean found;

  g_return_val_if_fail (self != NULL, FALSE);

  if (prony_rejected_fields_is_empty (self))
    return FALSE;

  g_mutex_lock (&self->lock);
  found = g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL);
  g_mutex_unlock (&self->lock);
  return found;
}

/**
 * prony_rejected_fields_is_empty:
 * @self: the fields
 *
 * Returns: whether nothing is refused, as far as is known
 */
gboolean
prony_rejected_fields_is_empty (PronyRejectedFields *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return g_atomic_int_get (&self->count) == 0;
}

/**
 * prony_rejected_fields_list:
 * @self: the fields
 *
 * Returns: (transfer full) (array zero-terminated=1): their names, in the order of
 *   being learned
 */
char **
prony_rejected_fields_list (PronyRejectedFields *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->names->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->names, i));
  g_mutex_unlock (&self->lock);
  return g_strv_builder_end (builder);
}

/* Whether requests without the field ask for other work. The rest only tells the engine
 * how to report. */
static gboolean
changes_work (const char *name)
{
  static const char *const names[] = {
    "do_sample",  "ignore_eos",     "max_completion_tokens",
    "max_tokens", "max_new_tokens", "min_new_tokens",
    "min_tokens", "n_predict",      "num_predict",
    "raw",        "sampling_seed",  "seed",
    "stop",       "temperature",    "think",
    "top_k",      "top_p",          NULL,
  };

  return g_strv_contains (names, name);
}

/**
 * prony_rejected_fields_describe:
 * @self: the fields
 *
 * Returns: (transfer full) (nullable): what is refused and what that means for what is
 *   measured, in translated sentences; %NULL where nothing is
 */
char *
prony_rejected_fields_describe (PronyRejectedFields *self)
{
  g_auto (GStrv) names = prony_rejected_fields_list (self);
  g_autoptr (GString) work = g_string_new (NULL);
  g_autofree char *all = NULL;
  GString *text;

  if (names[0] == NULL)
    return NULL;

  all = g_strjoinv (", ", names);
  text = g_string_new (NULL);
  g_string_append_printf (text,
                          /* Translators: names of fields */
                          _ ("The engine refuses these fields, so they are not sent: %s."), all);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "max_tokens") &&
          !prony_rejected_fields_contains (self, "max_completion_tokens"))
        {
          g_string_append_c (text, ' ');
          g_string_append (text, _ ("In place of max_tokens it gets max_completion_tokens."));
        }
      else if (changes_work (names[i]))
        {
          g_string_append_printf (work, "%s%s", work->len > 0 ? ", " : "", names[i]);
        }
    }

  if (work->len > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (
        text,
        /* Translators: names of fields */
        _ ("Without %s it does other work than was asked for: compare it with care."), work->str);
    }
  return g_string_free (text, FALSE);
}
