/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <json-glib/json-glib.h>

#include "core/model/prony-engine-kind.h"

G_BEGIN_DECLS

/**
 * PronyCatalogEngine:
 * @name: as people call it; the key of the entry
 * @kind: the #PronyEngineKind, as a file has it
 * @port: where it usually listens
 * @health: (nullable): the path that tells whether it is ready
 * @completions: (nullable): the paths that take requests
 * @command: (nullable): starts it on this computer
 * @image: (nullable): its container image
 * @container_port: where it listens in its container; -1 means @port
 * @volumes: (nullable): folders that its container needs, as "HERE:THERE"
 * @arguments: (nullable): what its container is started with
 * @gpu: whether its container is for an NVIDIA GPU
 * @ipc_host: whether its container needs the host's shared memory
 *
 * An engine that is known, whether or not it runs. MODEL.gguf and ORG/MODEL in its
 * commands stand for a model. Reference counted, immutable.
 */
typedef struct
{
  char *name;
  char *kind;
  gint64 port;
  char *health;
  char **completions;
  char *command;
  char *image;
  gint64 container_port;
  char **volumes;
  char **arguments;
  gboolean gpu;
  gboolean ipc_host;
} PronyCatalogEngine;

PronyCatalogEngine *prony_catalog_engine_from_json (JsonObject *object, GError **error);
JsonObject *prony_catalog_engine_to_json (const PronyCatalogEngine *self);
PronyCatalogEngine *prony_catalog_engine_ref (PronyCatalogEngine *self);
void prony_catalog_engine_unref (PronyCatalogEngine *self);
char *prony_catalog_engine_build_container_command (const PronyCatalogEngine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyCatalogEngine, prony_catalog_engine_unref)

G_END_DECLS
