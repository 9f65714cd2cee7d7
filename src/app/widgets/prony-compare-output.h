/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

#include "core/report/prony-report-comparison.h"

G_BEGIN_DECLS

void prony_compare_output_copy_table (GtkWidget *widget, const PronyReportComparison *comparison);
void prony_compare_output_copy_command (GtkWidget *widget, const PronyReportComparison *comparison);
void prony_compare_output_save (GtkWidget *widget,
                                const PronyReportComparison *comparison,
                                const char *file_name);

G_END_DECLS
