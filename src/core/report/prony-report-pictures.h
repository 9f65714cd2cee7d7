/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/report/prony-report.h"

G_BEGIN_DECLS

gboolean prony_report_pictures_write (GPtrArray *document,
                                      const char *folder,
                                      PronyReportFormat formats,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
