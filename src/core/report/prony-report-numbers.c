/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include "core/report/prony-report-numbers.h"

/* Names of loads, sentences and charts come from elsewhere with the user's decimal sign.
 * In a file numbers are the same in every locale. */

/**
 * prony_report_numbers_begin:
 * @self: (out caller-allocates): ended in the same thread
 *
 * Makes the calling thread write numbers as in C; words stay in the user's language.
 */
void
prony_report_numbers_begin (PronyReportNumbers *self)
{
  self->plain = newlocale (LC_NUMERIC_MASK, "C", duplocale (LC_GLOBAL_LOCALE));
  self->before = uselocale (self->plain);
}

/**
 * prony_report_numbers_end:
 * @self: what was begun, or zeros
 *
 * Makes the thread write numbers as before.
 */
void
prony_report_numbers_end (PronyReportNumbers *self)
{
  if (self->plain == (locale_t) 0)
    return;

  uselocale (self->before);
  freelocale (self->plain);
}
