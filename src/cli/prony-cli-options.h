/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli.h"
#include "core/model/prony-credentials.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyCliUses:
 * @PRONY_CLI_USES_STORE: the command reads or writes the database
 * @PRONY_CLI_USES_KEY: the command talks to engines, which may ask for a key
 *
 * Which of the shared options a command has, besides `--json` and `--quiet`.
 */
typedef enum
{
  PRONY_CLI_USES_STORE = 1 << 0,
  PRONY_CLI_USES_KEY = 1 << 1,
} PronyCliUses;

/**
 * PronyCliOptions:
 * @json: print one JSON document on standard output
 * @quiet: no progress and no messages
 * @no_store: store nothing
 * @db: (nullable): the database; %NULL means the app's own
 * @key_env: (nullable): the environment variable that holds the API key
 * @key_file: (nullable): the file that holds the API key
 * @header_file: (nullable): the file that holds further headers
 * @arguments: what is not an option
 *
 * The options that commands share. Begin with all zero.
 */
typedef struct
{
  gboolean json;
  gboolean quiet;
  gboolean no_store;
  char *db;
  char *key_env;
  char *key_file;
  char *header_file;
  char **arguments;
} PronyCliOptions;

gboolean prony_cli_options_parse (PronyCliOptions *self,
                                  PronyCliUses uses,
                                  const GOptionEntry *entries,
                                  const char *arguments,
                                  const char *summary,
                                  int argc,
                                  char *argv[]);
void prony_cli_options_clear (PronyCliOptions *self);
gboolean prony_cli_options_check_arguments (PronyCliOptions *self, guint low, guint high);
PronyStore *prony_cli_options_open_store (PronyCliOptions *self, GError **error);
gboolean prony_cli_options_read_credentials (PronyCliOptions *self,
                                             PronyCredentials **credentials,
                                             GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyCliOptions, prony_cli_options_clear)

G_END_DECLS
