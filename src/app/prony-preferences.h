/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/report/prony-report.h"

G_BEGIN_DECLS

gboolean prony_preferences_get_export_automatically (void);
char *prony_preferences_get_export_folder (void);
PronyReportFormat prony_preferences_get_export_formats (void);
gboolean prony_preferences_get_notify (void);

G_END_DECLS
