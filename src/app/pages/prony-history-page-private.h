/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyHistoryPage share: prony-history-page.c has the lists, the file
 * beside it what can be done to runs. */

#pragma once

#include "app/pages/prony-history-page.h"
#include "app/session/prony-run-list.h"
#include "app/widgets/prony-history-filter.h"
#include "app/widgets/prony-leaderboard-view.h"
#include "app/widgets/prony-list-growth.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-trend-view.h"

G_BEGIN_DECLS

struct _PronyHistoryPage
{
  PronyPage parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkLabel *loading_label;
  AdwStatusPage *error_page;
  AdwViewStack *views;
  GtkSearchEntry *search_entry;
  PronyHistoryFilter *filter;
  GtkLabel *status;
  GtkStack *list_stack;
  GtkListView *list;
  PronyTrendView *trends;
  PronyLeaderboardView *leaderboard;
  PronyResultView *result;

  /* Owned */
  PronyRunList *runs;
  PronyListGrowth *growth; /* of @runs */
  GtkSelectionModel *selection;
  GCancellable *cancellable; /* of the run being read */
  GCancellable *checking;    /* of a check against a baseline */
  GStrv deleted;             /* what undo brings back */
  GtkWidget *menu;           /* of a run; it belongs to the page */

  /* Plain */
  gboolean stale_trends; /* the runs have changed since they were made */
  gboolean stale_leaderboard;
};

GPtrArray *_prony_history_page_dup_selected (PronyHistoryPage *self);
gboolean _prony_history_page_select (PronyHistoryPage *self, const char *run_id);
void _prony_history_page_begin_list (PronyHistoryPage *self);
void _prony_history_page_update (PronyHistoryPage *self);
void _prony_history_page_show_list (PronyHistoryPage *self);
void _prony_history_page_focus_view (PronyHistoryPage *self);
void _prony_history_page_add_actions (PronyPageClass *page_class);
void _prony_history_page_add_keys (PronyHistoryPage *self);

G_END_DECLS
