/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/engines/prony-probe-answer.h"

G_BEGIN_DECLS

/**
 * PronyProbeAnswers:
 * @items: (element-type PronyProbeAnswer): in the order in which they came
 * @models_path: where the models are listed in OpenAI's shape
 *
 * What a server has answered to a probe so far.
 */
typedef struct
{
  GPtrArray *items;
  char *models_path;
} PronyProbeAnswers;

PronyProbeAnswers *prony_probe_answers_new (const char *models_path);
void prony_probe_answers_free (PronyProbeAnswers *self);
void prony_probe_answers_add (PronyProbeAnswers *self, PronyProbeAnswer *answer);

const PronyProbeAnswer *prony_probe_answers_find (const PronyProbeAnswers *self, const char *path);
const PronyProbeAnswer *prony_probe_answers_find_models (const PronyProbeAnswers *self);
const PronyProbeAnswer *prony_probe_answers_find_response (const PronyProbeAnswers *self);
JsonObject *prony_probe_answers_get_object (const PronyProbeAnswers *self, const char *path);
const char *
prony_probe_answers_get_string (const PronyProbeAnswers *self, const char *path, const char *name);
const char *prony_probe_answers_get_header (const PronyProbeAnswers *self, const char *name);
JsonArray *prony_probe_answers_get_models (const PronyProbeAnswers *self);
const char *prony_probe_answers_get_owner (const PronyProbeAnswers *self);
guint prony_probe_answers_get_status (const PronyProbeAnswers *self, const char *path);
gboolean
prony_probe_answers_says (const PronyProbeAnswers *self, const char *path, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyProbeAnswers, prony_probe_answers_free)

G_END_DECLS
