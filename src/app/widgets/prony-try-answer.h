/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/bench/prony-attempt.h"

G_BEGIN_DECLS

/**
 * PronyTryAnswer:
 *
 * An answer as it comes, and apart from it the thinking before it. Main thread only.
 */
#define PRONY_TYPE_TRY_ANSWER (prony_try_answer_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryAnswer, prony_try_answer, PRONY, TRY_ANSWER, AdwBin)

void prony_try_answer_clear (PronyTryAnswer *self);
void prony_try_answer_add (PronyTryAnswer *self, const PronyAttemptNews *news);

G_END_DECLS
