/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-engine-item.h"

G_BEGIN_DECLS

/**
 * PronyEngineFacts:
 *
 * What is known of an engine beside its models: address, software, protocol,
 * connection and what differs from the usual. Main thread only.
 */
#define PRONY_TYPE_ENGINE_FACTS (prony_engine_facts_get_type ())

G_DECLARE_FINAL_TYPE (
  PronyEngineFacts, prony_engine_facts, PRONY, ENGINE_FACTS, AdwPreferencesGroup)

void prony_engine_facts_show (PronyEngineFacts *self, PronyEngineItem *item);

G_END_DECLS
