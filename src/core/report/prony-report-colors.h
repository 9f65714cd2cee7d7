/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyReportColors:
 *
 * The colours of all pictures in a page, each as it is on a light and on a dark
 * background. One thread at a time.
 */
typedef struct _PronyReportColors PronyReportColors;

PronyReportColors *prony_report_colors_new (void);
void prony_report_colors_free (PronyReportColors *self);
void prony_report_colors_append (PronyReportColors *self,
                                 GString *out,
                                 const char *light,
                                 const char *dark);
char *prony_report_colors_to_css (PronyReportColors *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyReportColors, prony_report_colors_free)

G_END_DECLS
