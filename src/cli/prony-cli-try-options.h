/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli-options.h"
#include "core/model/prony-request-spec.h"

G_BEGIN_DECLS

/**
 * PronyCliTryOptions:
 * @shared: the options that commands share
 * @targets: (nullable) (array zero-terminated=1): `--target`
 * @events: show the events
 * @raw: show the raw exchange
 * @curl: show the command instead of sending anything
 * @output: (nullable): the file that the document goes to
 *
 * The options of `try`. Begin with all zero. The other fields are private.
 */
typedef struct
{
  PronyCliOptions shared;
  char **targets;
  gboolean events;
  gboolean raw;
  gboolean curl;
  char *output;

  /*< private >*/
  char *prompt;
  char *system;
  char *max_tokens;
  char *min_tokens;
  char *temperature;
  char *top_p;
  char *seed;
  char **stop;
  gboolean ignore_eos;
  gboolean no_stream;
  char *timeout;
} PronyCliTryOptions;

gboolean prony_cli_try_options_parse (PronyCliTryOptions *self, int argc, char *argv[]);
PronyRequestSpec *
prony_cli_try_options_make_spec (PronyCliTryOptions *self, double *timeout_s, GError **error);
void prony_cli_try_options_clear (PronyCliTryOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyCliTryOptions, prony_cli_try_options_clear)

G_END_DECLS
