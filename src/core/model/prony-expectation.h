/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyExpectationKind:
 * @PRONY_EXPECT_ALL: every one of the rules in it holds
 * @PRONY_EXPECT_ANY: at least one does
 * @PRONY_EXPECT_NONE: not one does
 * @PRONY_EXPECT_CONTAINS: a text occurs in the answer, in small or capital letters
 * @PRONY_EXPECT_EQUALS: the answer is a text, apart from white space around it
 * @PRONY_EXPECT_REGEX: a regular expression matches somewhere in the answer
 * @PRONY_EXPECT_JSON: the answer is valid JSON, alone or in one fenced block
 * @PRONY_EXPECT_NUMBER: the last number of the answer is within bounds
 */
typedef enum
{
  PRONY_EXPECT_ALL,
  PRONY_EXPECT_ANY,
  PRONY_EXPECT_NONE,
  PRONY_EXPECT_CONTAINS,
  PRONY_EXPECT_EQUALS,
  PRONY_EXPECT_REGEX,
  PRONY_EXPECT_JSON,
  PRONY_EXPECT_NUMBER,
} PronyExpectationKind;

/**
 * PronyExpectation:
 * @kind: what kind of rule
 * @text: (nullable): the text or regular expression, with `{placeholders}`
 * @low: of a number: least, included; -INFINITY for no bound
 * @high: of a number: most, included; INFINITY for no bound
 * @keys: (nullable) (array zero-terminated=1): of JSON: keys that the object must have
 * @rules: (nullable) (element-type PronyExpectation): what %PRONY_EXPECT_ALL, ANY and
 *   NONE combine
 *
 * A rule on an answer, or several: whether a request's quality is good. Reference
 * counted, immutable once it is made.
 */
struct _PronyExpectation
{
  PronyExpectationKind kind;
  char *text;
  double low;
  double high;
  char **keys;
  GPtrArray *rules;
};

const char *prony_expectation_kind_to_string (PronyExpectationKind kind);
gboolean prony_expectation_kind_from_string (const char *text, PronyExpectationKind *kind);
PronyExpectation *prony_expectation_new (PronyExpectationKind kind);
PronyExpectation *prony_expectation_ref (PronyExpectation *self);
void prony_expectation_unref (PronyExpectation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyExpectation, prony_expectation_unref)

G_END_DECLS
