/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRequestFactFunc:
 * @title: what it is
 * @value: such as a name or a figure
 * @user_data: given with the function
 *
 * Takes a fact of a request.
 */
typedef void (*PronyRequestFactFunc) (const char *title, const char *value, gpointer user_data);

/**
 * PronyRequestTextFunc:
 * @title: what it is
 * @text: a prompt or an answer, of any length
 * @length: in bytes
 * @user_data: given with the function
 *
 * Takes a text of a request.
 */
typedef void (*PronyRequestTextFunc) (const char *title,
                                      const char *text,
                                      gsize length,
                                      gpointer user_data);

char *prony_request_text_outcome (const PronyRequestRecord *record);
char *prony_request_text_quality (const PronyRequestRecord *record, const char *broken_rule);
void prony_request_text_each_fact (PronyTrial *trial,
                                   const PronyRequestRecord *record,
                                   const char *broken_rule,
                                   PronyRequestFactFunc take,
                                   gpointer user_data);
void prony_request_text_each_text (const PronyRequestRecord *record,
                                   PronyRequestTextFunc take,
                                   gpointer user_data);
gsize prony_request_text_bound (const char *text, gsize length, char **note);
char *prony_request_text_all (PronyTrial *trial,
                              const PronyRequestRecord *record,
                              const char *broken_rule,
                              const char *advice);

G_END_DECLS
