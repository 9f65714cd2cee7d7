/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PRONY_TYPE_APPLICATION (prony_application_get_type ())

G_DECLARE_FINAL_TYPE (PronyApplication, prony_application, PRONY, APPLICATION, AdwApplication)

PronyApplication *prony_application_new (void);

G_END_DECLS
