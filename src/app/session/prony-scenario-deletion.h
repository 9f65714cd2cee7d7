/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-scenario-item.h"
#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyScenarioDeletion:
 *
 * The deletion of one scenario, which can be undone until it is committed. It lives from
 * its start until it has ended. Main thread only.
 *
 * Signals: `deleted` (it can be undone now), `restored` (string: the scenario's name; it
 * was undone), `failed` (string: a sentence, why something was not done), `ended` (there is
 * nothing more to undo).
 */
#define PRONY_TYPE_SCENARIO_DELETION (prony_scenario_deletion_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyScenarioDeletion, prony_scenario_deletion, PRONY, SCENARIO_DELETION, GObject)

PronyScenarioDeletion *prony_scenario_deletion_new (PronySession *session, PronyScenarioItem *item);
const char *prony_scenario_deletion_get_title (PronyScenarioDeletion *self);
void prony_scenario_deletion_start (PronyScenarioDeletion *self);
void prony_scenario_deletion_undo (PronyScenarioDeletion *self);
void prony_scenario_deletion_commit (PronyScenarioDeletion *self);

G_END_DECLS
