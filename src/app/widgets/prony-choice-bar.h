/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyChoiceBar:
 *
 * Choices beside and, where there is less room, below each other, each with its title above.
 * Main thread only.
 */
#define PRONY_TYPE_CHOICE_BAR (prony_choice_bar_get_type ())

G_DECLARE_FINAL_TYPE (PronyChoiceBar, prony_choice_bar, PRONY, CHOICE_BAR, GtkWidget)

GtkWidget *prony_choice_bar_new (void);
void prony_choice_bar_add (PronyChoiceBar *self, const char *title, GtkWidget *choice);
void prony_choice_bar_set_shown (PronyChoiceBar *self, GtkWidget *choice, gboolean shown);

G_END_DECLS
