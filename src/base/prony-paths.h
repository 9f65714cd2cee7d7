/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *prony_paths_default_database (void);
char *prony_paths_calibrations (void);
char *prony_paths_user_scenarios (void);
char *prony_paths_shipped_scenarios (void);
char *prony_paths_user_catalog (void);
char *prony_paths_shipped_catalog (void);
char *prony_paths_results (void);
char *prony_paths_program (const char *name);
char *prony_paths_schemas (void);
char *prony_paths_texts (void);

G_END_DECLS
