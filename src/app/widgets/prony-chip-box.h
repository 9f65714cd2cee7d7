/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PronyChipBox:
 *
 * Short words in rounded boxes, one after another, in as many lines as they need. The boxes
 * are used again. Main thread only.
 */
#define PRONY_TYPE_CHIP_BOX (prony_chip_box_get_type ())

G_DECLARE_FINAL_TYPE (PronyChipBox, prony_chip_box, PRONY, CHIP_BOX, GtkWidget)

GtkWidget *prony_chip_box_new (void);
void prony_chip_box_begin (PronyChipBox *self);
void prony_chip_box_add (PronyChipBox *self,
                         const char *text,
                         const char *icon_name,
                         const char *style,
                         const char *tooltip);
void prony_chip_box_end (PronyChipBox *self);

G_END_DECLS
