/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyResultFigures:
 *
 * The table of a run's figures, as Prony or another tool defines them. Hidden where there
 * are none. Main thread only. Action: `figures.show-as` (name of a definition).
 */
#define PRONY_TYPE_RESULT_FIGURES (prony_result_figures_get_type ())

G_DECLARE_FINAL_TYPE (PronyResultFigures, prony_result_figures, PRONY, RESULT_FIGURES, AdwBin)

GtkWidget *prony_result_figures_new (void);
void prony_result_figures_set_session (PronyResultFigures *self, PronySession *session);
void prony_result_figures_set_run (PronyResultFigures *self, PronyRun *run);

G_END_DECLS
