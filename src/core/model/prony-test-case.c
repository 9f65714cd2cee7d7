/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include "core/model/prony-test-case.h"

/**
 * prony_test_case_new:
 *
 * Returns: (transfer full): a case without values and tags, to be filled
 */
PronyTestCase *
prony_test_case_new (void)
{
  PronyTestCase *self = g_new0 (PronyTestCase, 1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tags = g_new0 (char *, 1);
  return self;
}

/**
 * prony_test_case_free:
 * @self: (transfer full): a case
 */
void
prony_test_case_free (PronyTestCase *self)
{
  g_hash_table_unref (self->values);
  g_strfreev (self->tags);
  g_clear_pointer (&self->expect, prony_expectation_unref);
  g_free (self->system);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_free (self);
}

/**
 * prony_test_case_copy:
 * @self: a case
 *
 * Returns: (transfer full): a copy
 */
PronyTestCase *
prony_test_case_copy (const PronyTestCase *self)
{
  PronyTestCase *copy = prony_test_case_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (copy->values, g_strdup (name), g_strdup (value));
  g_strfreev (copy->tags);
  copy->tags = g_strdupv (self->tags);
  copy->expect = self->expect != NULL ? prony_expectation_ref (self->expect) : NULL;
  copy->system = g_strdup (self->system);
  copy->messages = prony_messages_copy (self->messages);
  return copy;
}

/**
 * prony_test_case_get_value:
 * @self: a case
 * @name: a placeholder's name
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
prony_test_case_get_value (const PronyTestCase *self, const char *name)
{
  return g_hash_table_lookup (self->values, name);
}
