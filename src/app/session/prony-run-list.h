/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-run-heading.h"
#include "app/session/prony-run-item.h"
#include "app/session/prony-run-search.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyRunGrouping:
 *
 * What runs in a list are put together by.
 */
typedef enum
{
  PRONY_RUN_GROUPING_NONE,
  PRONY_RUN_GROUPING_DAY,
  PRONY_RUN_GROUPING_MONTH,
  PRONY_RUN_GROUPING_ENGINE,
  PRONY_RUN_GROUPING_MODEL,
  PRONY_RUN_GROUPING_SCENARIO,
  PRONY_RUN_GROUPING_TAG,
  PRONY_N_RUN_GROUPINGS,
} PronyRunGrouping;

/**
 * PronyRunList:
 *
 * A #GListModel of those runs of another one that are looked for: #PronyRunItem, and before
 * each group a #PronyRunHeading. A run with two engines, models, scenarios or tags is in the
 * group of each. It follows the other list before the next frame. Main thread only.
 */
#define PRONY_TYPE_RUN_LIST (prony_run_list_get_type ())

G_DECLARE_FINAL_TYPE (PronyRunList, prony_run_list, PRONY, RUN_LIST, GObject)

PronyRunList *prony_run_list_new (void);
void prony_run_list_set_runs (PronyRunList *self, GListModel *runs);
void prony_run_list_set_search (PronyRunList *self, const PronyRunSearch *search);
const PronyRunSearch *prony_run_list_get_search (PronyRunList *self);
void prony_run_list_set_grouping (PronyRunList *self, PronyRunGrouping grouping);
PronyRunGrouping prony_run_list_get_grouping (PronyRunList *self);
guint prony_run_list_get_n_runs (PronyRunList *self);
void prony_run_list_refresh_soon (PronyRunList *self);
void prony_run_list_refresh (PronyRunList *self);

G_END_DECLS
