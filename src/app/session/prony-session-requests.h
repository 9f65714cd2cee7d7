/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "app/session/prony-session.h"
#include "core/store/prony-store.h"

G_BEGIN_DECLS

/**
 * PronyRequestIds:
 * @ids: (element-type gint64): the store's numbers of those that fit, in their order
 * @n_total: how many the run has, fit or not
 *
 * Which requests of a run fit a filter. Free with prony_request_ids_free().
 */
typedef struct
{
  GArray *ids;
  guint n_total;
} PronyRequestIds;

/**
 * PronyRequestStory:
 * @record: the request, whole
 * @broken_rule: (nullable): the rule that its answer breaks, in words
 * @advice: (nullable): a sentence, what to do about its failure
 *
 * What can be told of one request. Free with prony_request_story_free().
 */
typedef struct
{
  PronyRequestRecord *record;
  char *broken_rule;
  char *advice;
} PronyRequestStory;

void prony_request_ids_free (PronyRequestIds *self);
void prony_request_story_free (PronyRequestStory *self);

void prony_session_list_requests_async (PronySession *self,
                                        const char *run_id,
                                        const PronyRequestFilter *filter,
                                        guint n_total,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
PronyRequestIds *
prony_session_list_requests_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_read_request_rows_async (PronySession *self,
                                            const gint64 *row_ids,
                                            guint n_row_ids,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
GArray *
prony_session_read_request_rows_finish (PronySession *self, GAsyncResult *result, GError **error);
void prony_session_read_request_async (PronySession *self,
                                       PronyRun *run,
                                       const PronyRequestRow *row,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
PronyRequestStory *
prony_session_read_request_finish (PronySession *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRequestIds, prony_request_ids_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRequestStory, prony_request_story_free)

G_END_DECLS
