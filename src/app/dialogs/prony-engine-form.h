/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-credentials.h"
#include "core/model/prony-engine-spec.h"

G_BEGIN_DECLS

/**
 * PronyEngineForm:
 *
 * The settings of an engine, to be typed in: its address, name and key, and folded
 * away all that may differ from the usual. Main thread only. Signals: `changed` when
 * the user changes something, `activated` when they press Enter.
 */
#define PRONY_TYPE_ENGINE_FORM (prony_engine_form_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineForm, prony_engine_form, PRONY, ENGINE_FORM, AdwBin)

void prony_engine_form_fill (PronyEngineForm *self,
                             PronyEngineSpec *spec,
                             PronyCredentials *credentials);
gboolean prony_engine_form_is_empty (PronyEngineForm *self);
PronyEngineSpec *prony_engine_form_make_spec (PronyEngineForm *self, GError **error);
PronyCredentials *prony_engine_form_make_credentials (PronyEngineForm *self, GError **error);
void prony_engine_form_focus_key (PronyEngineForm *self);
void prony_engine_form_focus_trust (PronyEngineForm *self);

G_END_DECLS
