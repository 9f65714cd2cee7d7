/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-scenario-edit.h"

G_BEGIN_DECLS

/**
 * PronyRulesNote:
 *
 * A row that says what rules ask for that no field can show, and leads to them in the
 * source. It hides itself where there are none.
 */
#define PRONY_TYPE_RULES_NOTE (prony_rules_note_get_type ())

G_DECLARE_FINAL_TYPE (PronyRulesNote, prony_rules_note, PRONY, RULES_NOTE, AdwActionRow)

GtkWidget *prony_rules_note_new (void);
void prony_rules_note_show (PronyRulesNote *self,
                            PronyScenarioDraft *draft,
                            const char *path,
                            const PronyExpectation *rules);

G_END_DECLS
