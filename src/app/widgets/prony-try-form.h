/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"
#include "core/model/prony-request-spec.h"
#include "core/model/prony-target.h"

G_BEGIN_DECLS

/**
 * PronyTryForm:
 *
 * Whom and what to ask. Main thread only. Signal `changed` when anything is.
 */
#define PRONY_TYPE_TRY_FORM (prony_try_form_get_type ())

G_DECLARE_FINAL_TYPE (PronyTryForm, prony_try_form, PRONY, TRY_FORM, AdwBin)

void prony_try_form_set_session (PronyTryForm *self, PronySession *session);
void prony_try_form_choose (PronyTryForm *self, const char *engine_id, const char *model);
PronyEngineItem *prony_try_form_get_engine (PronyTryForm *self);
PronyTarget *prony_try_form_make_target (PronyTryForm *self);
PronyTarget *prony_try_form_guess_target (PronyTryForm *self);
PronyRequestSpec *prony_try_form_make_spec (PronyTryForm *self, double *timeout_s);

G_END_DECLS
