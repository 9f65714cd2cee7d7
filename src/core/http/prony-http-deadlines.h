/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyHttpDeadlineFunc:
 * @user_data: as given
 */
typedef void (*PronyHttpDeadlineFunc) (gpointer user_data);

/**
 * PronyHttpDeadline:
 * @at_ns: when, on the clock of prony_clock_now_ns()
 * @active: whether it is waited for
 *
 * A moment that is waited for. Part of its owner's memory; all zero while there
 * is none. The other fields are private to the poller.
 */
typedef struct
{
  gint64 at_ns;
  gboolean active;

  /*< private >*/
  guint index;
  guint64 order;
  PronyHttpDeadlineFunc func;
  gpointer user_data;
} PronyHttpDeadline;

/**
 * PronyHttpDeadlines:
 * @n: how many there are
 *
 * Deadlines by their time, those of the same time in the order in which they were
 * added. The other fields are private.
 */
typedef struct
{
  guint n;

  /*< private >*/
  PronyHttpDeadline **heap;
  guint allocated;
  guint64 n_added;
} PronyHttpDeadlines;

void prony_http_deadlines_clear (PronyHttpDeadlines *self);
PronyHttpDeadline *prony_http_deadlines_first (const PronyHttpDeadlines *self);
void prony_http_deadlines_add (PronyHttpDeadlines *self, PronyHttpDeadline *deadline);
void prony_http_deadlines_remove (PronyHttpDeadlines *self, PronyHttpDeadline *deadline);

G_END_DECLS
