/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyStepper:
 *
 * Does a long work on a widget a step at a time, so that no turn of the main loop takes
 * longer than a frame: while the widget is seen, a step with each frame, which is then laid
 * out and drawn; else a step with each turn, as nothing is laid out and no frames come. Main
 * thread only.
 */
typedef struct _PronyStepper PronyStepper;

/* Does a step; returns whether there is another one to do. */
typedef gboolean (*PronyStepFunc) (GtkWidget *widget);

PronyStepper *prony_stepper_new (GtkWidget *widget, PronyStepFunc step);
void prony_stepper_free (PronyStepper *self);
void prony_stepper_go_on (PronyStepper *self);

G_END_DECLS
