/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyRequestShape:
 * @n: requests that have been seen
 *
 * What the time of a request is made of: of something fixed, of its prompt and of its
 * answer. Plain memory, without anything to free. The other fields are private.
 */
typedef struct
{
  double n;

  /*< private >*/
  double first_s;
  double prompts;
  double prompts_squared;
  double prompts_first;
  double tokens;
  double decode_s;
} PronyRequestShape;

void prony_request_shape_add (PronyRequestShape *self,
                              double prompt_tokens,
                              double first_s,
                              double output_tokens,
                              double decode_s);
double
prony_request_shape_get (const PronyRequestShape *self, double prompt_tokens, double output_tokens);

G_END_DECLS
