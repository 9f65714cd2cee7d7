/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-attempt-result.h"

G_BEGIN_DECLS

/**
 * PRONY_REPORT_ATTEMPT_SCHEMA:
 *
 * What the document of a tried request calls itself.
 */
#define PRONY_REPORT_ATTEMPT_SCHEMA "prony.try/1"

char *prony_report_attempt (PronyAttemptResult *result);
gboolean
prony_report_attempt_write (PronyAttemptResult *result, const char *file_name, GError **error);
void prony_report_attempt_write_async (PronyAttemptResult *result,
                                       const char *file_name,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean prony_report_attempt_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
