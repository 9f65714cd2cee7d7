/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

#include "core/model/prony-run.h"

G_BEGIN_DECLS

char *prony_report_folder_reserve (PronyRun *run, const char *parent, GError **error);
char *prony_report_folder_begin (const char *folder, GError **error);
gboolean prony_report_folder_end (const char *draft, const char *folder, GError **error);
void prony_report_folder_remove (const char *folder);
gboolean prony_report_folder_add (const char *folder, const char *name, GError **error);

GOutputStream *prony_report_file_open (const char *folder,
                                       const char *name,
                                       GCancellable *cancellable,
                                       GError **error);
gboolean prony_report_file_write (const char *folder,
                                  const char *name,
                                  GBytes *contents,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
