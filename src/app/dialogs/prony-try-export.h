/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-attempt-result.h"

G_BEGIN_DECLS

void prony_try_export (GtkWindow *window,
                       AdwToastOverlay *overlay,
                       PronyAttemptResult *result,
                       const char *file_name);

G_END_DECLS
