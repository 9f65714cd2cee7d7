/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyNameChoice:
 *
 * A choice among names, some of them told apart by a title for people; the first may be for
 * none of them. Signal `changed`: another name is chosen, not by prony_name_choice_end().
 * Main thread only.
 */
#define PRONY_TYPE_NAME_CHOICE (prony_name_choice_get_type ())

G_DECLARE_FINAL_TYPE (PronyNameChoice, prony_name_choice, PRONY, NAME_CHOICE, GtkWidget)

GtkWidget *prony_name_choice_new (const char *label, const char *none);
void prony_name_choice_begin (PronyNameChoice *self);
void prony_name_choice_count (PronyNameChoice *self, const char *name, const char *title);
void prony_name_choice_end (PronyNameChoice *self, const char *wanted);
const char *prony_name_choice_get_name (PronyNameChoice *self);
guint prony_name_choice_get_n_names (PronyNameChoice *self);
void prony_name_choice_choose (PronyNameChoice *self, const char *name);

G_END_DECLS
