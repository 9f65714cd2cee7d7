/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PRONY_TYPE_MESSAGE_CARD (prony_message_card_get_type ())

G_DECLARE_FINAL_TYPE (PronyMessageCard, prony_message_card, PRONY, MESSAGE_CARD, AdwBin)

GtkWidget *prony_message_card_new (const char *role, const char *text);

G_END_DECLS
