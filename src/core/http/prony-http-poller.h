/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/http/prony-http-deadlines.h"

G_BEGIN_DECLS

/**
 * PronyHttpReadyFunc:
 * @user_data: as given
 *
 * Reads from a descriptor that has something to read.
 *
 * Returns: whether it stopped before it had read everything, and wants to be
 *   called again without waiting for the descriptor
 */
typedef gboolean (*PronyHttpReadyFunc) (gpointer user_data);

/**
 * PronyHttpWatch:
 * @waiting: while its function is called: how many bytes were found to be waiting
 *   in the socket at @waiting_ns; 0 where they were not counted
 * @waiting_ns: when they were counted
 *
 * A descriptor that is waited for. Part of its owner's memory; all zero while it
 * is not waited for. The other fields are private to the poller.
 */
typedef struct
{
  int waiting;
  gint64 waiting_ns;

  /*< private >*/
  PronyHttpReadyFunc func;
  gpointer user_data;
  GList link;
  int fd;
  gboolean active;
  gboolean queued;
} PronyHttpWatch;

typedef struct _PronyHttpPoller PronyHttpPoller;

PronyHttpPoller *prony_http_poller_new (GMainContext *context);
void prony_http_poller_free (PronyHttpPoller *self);
gboolean prony_http_poller_watch (PronyHttpPoller *self,
                                  PronyHttpWatch *watch,
                                  int fd,
                                  PronyHttpReadyFunc func,
                                  gpointer user_data);
void prony_http_poller_unwatch (PronyHttpPoller *self, PronyHttpWatch *watch);
void prony_http_poller_enqueue (PronyHttpPoller *self,
                                PronyHttpWatch *watch,
                                PronyHttpReadyFunc func,
                                gpointer user_data);
void prony_http_poller_set_deadline (PronyHttpPoller *self,
                                     PronyHttpDeadline *deadline,
                                     gint64 at_ns,
                                     PronyHttpDeadlineFunc func,
                                     gpointer user_data);
void prony_http_poller_clear_deadline (PronyHttpPoller *self, PronyHttpDeadline *deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyHttpPoller, prony_http_poller_free)

G_END_DECLS
