/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PronySimQuirk PronySimQuirk;
typedef struct _PronySimQuirks PronySimQuirks;

/**
 * PRONY_SIM_MAX_QUIRKS:
 *
 * How many quirks may be asked for at once.
 */
#define PRONY_SIM_MAX_QUIRKS 16

/**
 * PronySimQuirkUse:
 * @quirk: (nullable): a quirk; %NULL ends a list
 * @field: (nullable): the field that it is about, for a quirk that needs one
 *
 * A quirk that an answer has.
 */
typedef struct
{
  const PronySimQuirk *quirk;
  const char *field;
} PronySimQuirkUse;

/**
 * PronySimReply:
 * @status: the HTTP status
 * @content_type: (nullable): the type of the body
 * @headers: (nullable): further header lines
 * @body: (transfer full): the body
 *
 * What is answered instead of an answer of the model.
 */
typedef struct
{
  guint status;
  const char *content_type;
  const char *headers;
  GBytes *body;
} PronySimReply;

const PronySimQuirk *prony_sim_quirk_find (const char *name);
const PronySimQuirk *prony_sim_quirk_get_nth (guint n);
const char *prony_sim_quirk_get_name (const PronySimQuirk *quirk);
gboolean prony_sim_quirk_needs_field (const PronySimQuirk *quirk);
gboolean prony_sim_quirk_is_of_server (const PronySimQuirk *quirk);
gboolean prony_sim_quirk_make_reply (const PronySimQuirkUse *use, PronySimReply *reply);

PronySimQuirks *
prony_sim_quirks_new (const PronySimQuirkUse *uses, const char *model, guint prompt_tokens);
void prony_sim_quirks_free (PronySimQuirks *quirks);
gboolean prony_sim_quirks_think (PronySimQuirks *quirks);
gboolean prony_sim_quirks_are_whole (PronySimQuirks *quirks);
gboolean prony_sim_quirks_are_unchunked (PronySimQuirks *quirks);
gboolean prony_sim_quirks_are_bytewise (PronySimQuirks *quirks);

const char *prony_sim_quirks_get_headers (PronySimQuirks *quirks);
const char *prony_sim_quirks_get_early (PronySimQuirks *quirks);
const char *prony_sim_quirks_get_error (PronySimQuirks *quirks, guint done, guint fault_at);
void prony_sim_quirks_apply (PronySimQuirks *quirks, GString *out);
void prony_sim_quirks_flush (PronySimQuirks *quirks, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronySimQuirks, prony_sim_quirks_free)

G_END_DECLS
