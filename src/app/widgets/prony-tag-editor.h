/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyTagEditor:
 *
 * An entry for tags with commas between them, and below it tags that are in use, to be put in
 * or taken out. Main thread only.
 */
#define PRONY_TYPE_TAG_EDITOR (prony_tag_editor_get_type ())

G_DECLARE_FINAL_TYPE (PronyTagEditor, prony_tag_editor, PRONY, TAG_EDITOR, AdwBin)

GtkWidget *prony_tag_editor_new (const char *const *tags, const char *const *known);
GStrv prony_tag_editor_get_tags (PronyTagEditor *self);
GStrv prony_tag_editor_parse (const char *text);

G_END_DECLS
