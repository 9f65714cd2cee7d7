/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/model/prony-expectation.h"

static const char *const kind_names[] = {
  [PRONY_EXPECT_ALL] = "all",       [PRONY_EXPECT_ANY] = "any",
  [PRONY_EXPECT_NONE] = "none",     [PRONY_EXPECT_CONTAINS] = "contains",
  [PRONY_EXPECT_EQUALS] = "equals", [PRONY_EXPECT_REGEX] = "regex",
  [PRONY_EXPECT_JSON] = "json",     [PRONY_EXPECT_NUMBER] = "number",
};

/**
 * prony_expectation_kind_to_string:
 * @kind: a kind
 *
 * Returns: its key in files
 */
const char *
prony_expectation_kind_to_string (PronyExpectationKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

/**
 * prony_expectation_kind_from_string:
 * @text: (nullable): a key
 * @kind: (out): the kind
 *
 * Returns: whether @text names a kind
 */
gboolean
prony_expectation_kind_from_string (const char *text, PronyExpectationKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind_names[i], text) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_expectation_new:
 * @kind: what kind of rule
 *
 * Returns: (transfer full): a rule without bounds, text and rules in it, to be filled
 *   before it is shared
 */
PronyExpectation *
prony_expectation_new (PronyExpectationKind kind)
{
  PronyExpectation *self = g_atomic_rc_box_new0 (PronyExpectation);

  self->kind = kind;
  self->low = -INFINITY;
  self->high = INFINITY;
  if (kind <= PRONY_EXPECT_NONE)
    self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_expectation_unref);
  return self;
}

/**
 * prony_expectation_ref:
 * @self: a rule
 *
 * Returns: (transfer full): @self
 */
PronyExpectation *
prony_expectation_ref (PronyExpectation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
expectation_clear (gpointer data)
{
  PronyExpectation *self = data;

  g_free (self->text);
  g_strfreev (self->keys);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
}

/**
 * prony_expectation_unref:
 * @self: (transfer full): a rule
 */
void
prony_expectation_unref (PronyExpectation *self)
{
  g_atomic_rc_box_release_full (self, expectation_clear);
}
