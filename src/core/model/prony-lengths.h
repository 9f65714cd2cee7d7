/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

/**
 * PronyLengthsKind:
 * @PRONY_LENGTHS_NONE: not given: the template or the limits decide
 * @PRONY_LENGTHS_FIXED: always the same
 * @PRONY_LENGTHS_UNIFORM: each whole number between two is as likely
 * @PRONY_LENGTHS_NORMAL: normally distributed
 * @PRONY_LENGTHS_LOG_NORMAL: their logarithm is normally distributed
 * @PRONY_LENGTHS_LIST: drawn from given ones, each as likely
 */
typedef enum
{
  PRONY_LENGTHS_NONE,
  PRONY_LENGTHS_FIXED,
  PRONY_LENGTHS_UNIFORM,
  PRONY_LENGTHS_NORMAL,
  PRONY_LENGTHS_LOG_NORMAL,
  PRONY_LENGTHS_LIST,
} PronyLengthsKind;

/**
 * PronyLengths:
 * @kind: how they are distributed
 * @mean: in tokens: the value of fixed ones; the mean of normal and of log-normal ones
 *   (of the lengths themselves, not of their logarithms)
 * @stddev: standard deviation in tokens, of normal and log-normal ones
 * @min: nothing shorter is drawn; at least 1
 * @max: nothing longer is drawn
 * @file: (nullable): where the list comes from, one number a line; absolute
 * @values: (nullable) (element-type guint): the list
 *
 * How long prompts or answers are to be.
 */
typedef struct
{
  PronyLengthsKind kind;
  double mean;
  double stddev;
  guint min;
  guint max;
  char *file;
  GArray *values;
} PronyLengths;

const char *prony_lengths_kind_to_string (PronyLengthsKind kind);
gboolean prony_lengths_kind_from_string (const char *text, PronyLengthsKind *kind);
void prony_lengths_clear (PronyLengths *self);
void prony_lengths_copy (const PronyLengths *self, PronyLengths *copy);

G_END_DECLS
