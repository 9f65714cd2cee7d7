/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/**
 * PronyReportNumbers:
 * @plain: a locale with the numbers of C
 * @before: what the thread had
 *
 * While there is one, whatever the thread writes has a decimal point.
 */
typedef struct
{
  locale_t plain;
  locale_t before;
} PronyReportNumbers;

void prony_report_numbers_begin (PronyReportNumbers *self);
void prony_report_numbers_end (PronyReportNumbers *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyReportNumbers, prony_report_numbers_end)

G_END_DECLS
