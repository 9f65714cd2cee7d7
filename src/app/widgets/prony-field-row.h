/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"
#include "app/widgets/prony-field-editor.h"

G_BEGIN_DECLS

#define PRONY_TYPE_FIELD_ROW (prony_field_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyFieldRow, prony_field_row, PRONY, FIELD_ROW, AdwPreferencesRow)

GtkWidget *prony_field_row_new (PronyFieldKind kind, const char *path, const char *title);
void prony_field_row_set_edit (PronyFieldRow *self, PronyScenarioEdit *edit);
void prony_field_row_set_path (PronyFieldRow *self, const char *path);
void prony_field_row_add_suffix (PronyFieldRow *self, GtkWidget *widget);
gboolean prony_field_row_is_wrong (PronyFieldRow *self);

G_END_DECLS
