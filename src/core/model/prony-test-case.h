/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-expectation.h"
#include "core/model/prony-message.h"

G_BEGIN_DECLS

/**
 * PronyTestCase:
 * @values: (element-type utf8 utf8): placeholder name to value; never %NULL
 * @tags: (array zero-terminated=1): besides those of the scenario; never %NULL
 * @expect: (nullable): the rules on the answer, in place of the scenario's
 * @system: (nullable): the system message, in place of the scenario's
 * @messages: (nullable) (element-type PronyMessage): a conversation, in place of the
 *   scenario's; begins and ends with a user's message
 *
 * One thing that a scenario asks. What is in it may ask for filler as templates do. Immutable once
 * its scenario is shared.
 */
typedef struct
{
  GHashTable *values;
  char **tags;
  PronyExpectation *expect;
  char *system;
  GPtrArray *messages;
} PronyTestCase;

PronyTestCase *prony_test_case_new (void);
void prony_test_case_free (PronyTestCase *self);
PronyTestCase *prony_test_case_copy (const PronyTestCase *self);
const char *prony_test_case_get_value (const PronyTestCase *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTestCase, prony_test_case_free)

G_END_DECLS
