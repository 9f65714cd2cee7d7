/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyResultNote:
 * @title: what it is about
 * @text: one or more sentences
 * @warning: whether the figures are to be read with care
 *
 * Something that a reader of a result has to know of its accuracy.
 */
typedef struct
{
  char *title;
  char *text;
  gboolean warning;
} PronyResultNote;

GPtrArray *prony_result_notes_new (PronyRun *run);

G_END_DECLS
