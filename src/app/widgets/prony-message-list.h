/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

#define PRONY_TYPE_MESSAGE_LIST (prony_message_list_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyMessageList, prony_message_list, PRONY, MESSAGE_LIST, AdwPreferencesGroup)

void prony_message_list_set_edit (PronyMessageList *self, PronyScenarioEdit *edit);

G_END_DECLS
