/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PronyFieldKind:
 * @PRONY_FIELD_TEXT: one line of text
 * @PRONY_FIELD_LINES: several lines of text
 * @PRONY_FIELD_WORDS: a list of words, with commas between them
 * @PRONY_FIELD_TEXTS: a list of texts, one a line
 * @PRONY_FIELD_NUMBER: a number
 * @PRONY_FIELD_NUMBERS: numbers, with commas between them, or a range
 * @PRONY_FIELD_NUMBER_LIST: numbers, with commas between them, in a list even if it is one
 * @PRONY_FIELD_CHOICE: one of some words
 * @PRONY_FIELD_SWITCH: true, or nothing
 *
 * What a field holds, and how it is edited.
 */
typedef enum
{
  PRONY_FIELD_TEXT,
  PRONY_FIELD_LINES,
  PRONY_FIELD_WORDS,
  PRONY_FIELD_TEXTS,
  PRONY_FIELD_NUMBER,
  PRONY_FIELD_NUMBERS,
  PRONY_FIELD_NUMBER_LIST,
  PRONY_FIELD_CHOICE,
  PRONY_FIELD_SWITCH,
} PronyFieldKind;

#define PRONY_TYPE_FIELD_KIND (prony_field_kind_get_type ())
#define PRONY_TYPE_FIELD_EDITOR (prony_field_editor_get_type ())

G_DECLARE_FINAL_TYPE (PronyFieldEditor, prony_field_editor, PRONY, FIELD_EDITOR, AdwBin)

GType prony_field_kind_get_type (void);
GtkWidget *
prony_field_editor_new (PronyFieldKind kind, const char *const *values, GtkStringList *names);
GtkWidget *prony_field_editor_get_inner (PronyFieldEditor *self);
gboolean prony_field_editor_is_wide (PronyFieldEditor *self);
char *prony_field_editor_get_text (PronyFieldEditor *self);
void prony_field_editor_show (PronyFieldEditor *self, const char *text);

G_END_DECLS
