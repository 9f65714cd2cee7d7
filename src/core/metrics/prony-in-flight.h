/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-request-record.h"

G_BEGIN_DECLS

gint64 prony_in_flight_begin (const PronyRequestRecord *record);
gint64 prony_in_flight_end (const PronyRequestRecord *record);
double prony_in_flight_time (GPtrArray *records, gint64 start_ns, gint64 end_ns);
double prony_in_flight_fairness (GPtrArray *records);

G_END_DECLS
