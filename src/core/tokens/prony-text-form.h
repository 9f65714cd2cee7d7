/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyTextForm:
 *
 * One of Unicode's normalization forms, with what is needed to bring long texts into
 * it quickly. Never changes, so that all threads may use it.
 */
typedef struct _PronyTextForm PronyTextForm;

PronyTextForm *prony_text_form_new (GNormalizeMode mode);
void prony_text_form_free (PronyTextForm *self);
void
prony_text_form_run (const PronyTextForm *self, const char *text, gsize length, GString *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyTextForm, prony_text_form_free)

G_END_DECLS
