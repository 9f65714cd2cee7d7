/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "cli/prony-cli-options.h"

G_BEGIN_DECLS

/**
 * PronyCliRenderOptions:
 * @targets: (nullable) (array zero-terminated=1): the values of `--target`, one at most
 * @count: (nullable): how many prompts
 * @from: (nullable): the first of them, from 1
 * @seed: (nullable): of everything that is drawn
 * @price: (nullable): what the target costs in an hour
 *
 * What `scenarios render` was asked for, as it was typed. Begin with all zero.
 */
typedef struct
{
  char **targets;
  char *count;
  char *from;
  char *seed;
  char *price;
} PronyCliRenderOptions;

void prony_cli_render_options_add_entries (PronyCliRenderOptions *self, GArray *entries);
void prony_cli_render_options_clear (PronyCliRenderOptions *self);
PronyCliStatus
prony_cli_render (PronyCliOptions *shared, PronyCliRenderOptions *self, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyCliRenderOptions, prony_cli_render_options_clear)

G_END_DECLS
