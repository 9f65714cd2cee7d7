/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib-object.h>

#include "core/model/prony-credentials.h"
#include "core/model/prony-engine-info.h"

G_BEGIN_DECLS

/**
 * PronyEngineItem:
 *
 * An engine in the session's list: its spec and what the latest probe found.
 * Main thread only. Properties: `title`, `url`, `spec`, `info` (notify when a probe
 * ends), `probing` (notify while one is under way), `checking` (while it is asked what
 * it can do), `simulated`, `key-trouble` (nullable string: a sentence, why its key is
 * not in the keyring or cannot be read from there).
 */
#define PRONY_TYPE_ENGINE_ITEM (prony_engine_item_get_type ())

G_DECLARE_FINAL_TYPE (PronyEngineItem, prony_engine_item, PRONY, ENGINE_ITEM, GObject)

PronyEngineItem *prony_engine_item_new (PronyEngineSpec *spec);
PronyEngineSpec *prony_engine_item_get_spec (PronyEngineItem *self);
void prony_engine_item_set_spec (PronyEngineItem *self, PronyEngineSpec *spec);
PronyEngineInfo *prony_engine_item_get_info (PronyEngineItem *self);
void prony_engine_item_set_info (PronyEngineItem *self, PronyEngineInfo *info);
gboolean prony_engine_item_get_probing (PronyEngineItem *self);
void prony_engine_item_set_probing (PronyEngineItem *self, gboolean probing);
gboolean prony_engine_item_get_checking (PronyEngineItem *self);
void prony_engine_item_set_checking (PronyEngineItem *self, gboolean checking);
const char *prony_engine_item_get_title (PronyEngineItem *self);
const char *prony_engine_item_get_url (PronyEngineItem *self);
PronyEngineStatus prony_engine_item_get_status (PronyEngineItem *self);
gboolean prony_engine_item_can_run (PronyEngineItem *self);
gboolean prony_engine_item_get_simulated (PronyEngineItem *self);
gboolean prony_engine_item_get_transient (PronyEngineItem *self);
void prony_engine_item_set_transient (PronyEngineItem *self, gboolean transient);
PronyCredentials *prony_engine_item_get_credentials (PronyEngineItem *self);
void prony_engine_item_set_credentials (PronyEngineItem *self, PronyCredentials *credentials);
const char *prony_engine_item_get_key_trouble (PronyEngineItem *self);
void prony_engine_item_set_key_trouble (PronyEngineItem *self, const char *text);

G_END_DECLS
