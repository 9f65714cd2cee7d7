/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyRegressionList:
 *
 * How a run stands against its baseline, in sentences; hidden where it has no verdict. Main
 * thread only.
 */
#define PRONY_TYPE_REGRESSION_LIST (prony_regression_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyRegressionList, prony_regression_list, PRONY, REGRESSION_LIST, AdwBin)

GtkWidget *prony_regression_list_new (void);
void prony_regression_list_set_run (PronyRegressionList *self,
                                    PronySession *session,
                                    const char *run_id);

G_END_DECLS
