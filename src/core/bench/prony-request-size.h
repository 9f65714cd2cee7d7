/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-plan.h"

G_BEGIN_DECLS

/**
 * PronyRequestSize:
 * @prompt_tokens: of a prompt, on average
 * @output_tokens: of the longest answers, or what is assumed
 *
 * How much a scenario asks. Plain memory, without anything to free. The other fields are
 * private.
 */
typedef struct
{
  double prompt_tokens;
  double output_tokens;

  /*< private >*/
  double n;
  double sum_tokens;
} PronyRequestSize;

void prony_request_size_init (PronyRequestSize *self,
                              PronyPlan *plan,
                              guint scenario,
                              double prompt_tokens,
                              double output_tokens);
void prony_request_size_add (PronyRequestSize *self, double tokens);
double prony_request_size_get_tokens (const PronyRequestSize *self);

G_END_DECLS
