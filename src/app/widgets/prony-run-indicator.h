/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

#define PRONY_TYPE_RUN_INDICATOR (prony_run_indicator_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunIndicator, prony_run_indicator, PRONY, RUN_INDICATOR, AdwBin)

void prony_run_indicator_set_session (PronyRunIndicator *self, PronySession *session);

G_END_DECLS
