/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/prony-clock.h"
#include "core/engines/prony-http-poller.h"

#define EVENTS_PER_DISPATCH 256

/* What an I/O thread waits for, as one GSource: the sockets of all its streams
 * through one epoll descriptor, and all their deadlines. A GSource per stream
 * would make each turn of the main loop cost time in proportion to the number of
 * streams, and be counted into the latencies that are measured.
 *
 * Owned by the pool of one I/O thread and used in that thread only. Watches and
 * deadlines lie in their owners' memory, so that nothing is allocated here. */
struct _PronyHttpPoller
{
  GSource *source;
  int epoll_fd;
  gpointer fd_tag;
  GQueue queued;    /* of PronyHttpWatch: has something left to read */
  GQueue deadlines; /* of PronyHttpDeadline, earliest first */

  /* While the ready descriptors are gone through. */
  struct epoll_event ready[EVENTS_PER_DISPATCH];
  int n_ready;
};

typedef struct
{
  GSource parent;
  PronyHttpPoller *poller;
} PollerSource;

static void
poller_arm (PronyHttpPoller *self)
{
  PronyHttpDeadline *first = g_queue_peek_head (&self->deadlines);

  /* Rounded up to the microsecond, so that it is never early. */
  g_source_set_ready_time (self->source, first != NULL ? (first->at_ns + 999) / 1000 : -1);
}

static void
watch_run (PronyHttpPoller *self, PronyHttpWatch *watch)
{
  PronyHttpReadyFunc func = watch->func;
  gpointer user_data = watch->user_data;

  /* The watch may be gone after the call unless it asks for another one. */
  if (func (user_data))
    prony_http_poller_enqueue (self, watch, func, user_data);
}

static void
poller_run_queued (PronyHttpPoller *self)
{
  /* Those that are queued again meanwhile wait for the next turn, so that one
   * endless answer cannot keep the others waiting. */
  guint n = g_queue_get_length (&self->queued);

  while (n-- > 0 && !g_queue_is_empty (&self->queued))
    {
      GList *link = g_queue_pop_head_link (&self->queued);
      PronyHttpWatch *watch = link->data;

      watch->queued = FALSE;
      watch_run (self, watch);
    }
}

static void
poller_run_ready (PronyHttpPoller *self)
{
  self->n_ready = epoll_wait (self->epoll_fd, self->ready, EVENTS_PER_DISPATCH, 0);

  for (int i = 0; i < self->n_ready; i++)
    {
      PronyHttpWatch *watch = self->ready[i].data.ptr;

      if (watch != NULL && !watch->queued)
        watch_run (self, watch);
    }

  self->n_ready = 0;
}

static void
poller_run_deadlines (PronyHttpPoller *self)
{
  gint64 now_ns = prony_clock_now_ns ();

  while (!g_queue_is_empty (&self->deadlines))
    {
      PronyHttpDeadline *deadline = g_queue_peek_head (&self->deadlines);
      PronyHttpDeadlineFunc func = deadline->func;
      gpointer user_data = deadline->user_data;

      if (deadline->at_ns > now_ns)
        break;

      prony_http_poller_clear_deadline (self, deadline);
      func (user_data);
    }

  poller_arm (self);
}

static gboolean
poller_source_prepare (GSource *source, int *timeout)
{
  PollerSource *self = (PollerSource *) source;

  *timeout = -1;
  return !g_queue_is_empty (&self->poller->queued);
}

static gboolean
poller_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PronyHttpPoller *self = ((PollerSource *) source)->poller;

  poller_run_queued (self);
  poller_run_ready (self);
  poller_run_deadlines (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs poller_source_funcs = {
  .prepare = poller_source_prepare,
  .dispatch = poller_source_dispatch,
};

/**
 * prony_http_poller_new:
 * @context: the I/O thread's context
 *
 * Returns: (transfer full) (nullable): a poller that waits for nothing yet; %NULL
 *   where the system has no descriptor left for it
 */
PronyHttpPoller *
prony_http_poller_new (GMainContext *context)
{
  PronyHttpPoller *self;
  int fd = epoll_create1 (EPOLL_CLOEXEC);

  if (fd < 0)
    return NULL;

  self = g_new0 (PronyHttpPoller, 1);
  self->epoll_fd = fd;
  g_queue_init (&self->queued);
  g_queue_init (&self->deadlines);
  self->source = g_source_new (&poller_source_funcs, sizeof (PollerSource));
  ((PollerSource *) self->source)->poller = self;
  g_source_set_static_name (self->source, "Prony streams");
  self->fd_tag = g_source_add_unix_fd (self->source, fd, G_IO_IN);
  g_source_attach (self->source, context);
  return self;
}

/**
 * prony_http_poller_free:
 * @self: (transfer full): a poller that nothing uses any more
 */
void
prony_http_poller_free (PronyHttpPoller *self)
{
  g_return_if_fail (g_queue_is_empty (&self->queued) && g_queue_is_empty (&self->deadlines));

  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->epoll_fd);
  g_free (self);
}

/**
 * prony_http_poller_watch:
 * @self: a poller
 * @watch: memory of the caller's, inactive; must stay until it is unwatched
 * @fd: an open socket; must stay open until it is unwatched
 * @func: called in the poller's thread whenever @fd has something to read, or was
 *   closed by the other side
 * @user_data: for @func
 *
 * Waits for a descriptor, level-triggered.
 *
 * Returns: whether it can be waited for; %FALSE leaves @watch inactive
 */
gboolean
prony_http_poller_watch (
  PronyHttpPoller *self, PronyHttpWatch *watch, int fd, PronyHttpReadyFunc func, gpointer user_data)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP, .data.ptr = watch };

  g_return_val_if_fail (!watch->active, FALSE);

  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    {
      g_debug ("Cannot wait for descriptor %d: %s", fd, g_strerror (errno));
      return FALSE;
    }

  watch->fd = fd;
  watch->func = func;
  watch->user_data = user_data;
  watch->active = TRUE;
  return TRUE;
}

/**
 * prony_http_poller_enqueue:
 * @self: a poller
 * @watch: memory of the caller's, active or not; must stay until it is unwatched
 * @func: called once in the next turn of the main loop, and again as long as it
 *   asks to be
 * @user_data: for @func
 *
 * Has something read without waiting for a descriptor, because bytes that were
 * taken from the socket are still lying in a buffer.
 */
void
prony_http_poller_enqueue (PronyHttpPoller *self,
                           PronyHttpWatch *watch,
                           PronyHttpReadyFunc func,
                           gpointer user_data)
{
  if (watch->queued)
    return;

  watch->func = func;
  watch->user_data = user_data;
  watch->link.data = watch;
  watch->queued = TRUE;
  g_queue_push_tail_link (&self->queued, &watch->link);
}

/**
 * prony_http_poller_unwatch:
 * @self: a poller
 * @watch: a watch, active or not
 *
 * Waits no longer; @watch is not called again and its memory may go.
 */
void
prony_http_poller_unwatch (PronyHttpPoller *self, PronyHttpWatch *watch)
{
  if (watch->queued)
    g_queue_unlink (&self->queued, &watch->link);

  if (watch->active)
    {
      epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, watch->fd, NULL);
      for (int i = 0; i < self->n_ready; i++)
        if (self->ready[i].data.ptr == watch)
          self->ready[i].data.ptr = NULL;
    }

  *watch = (PronyHttpWatch){ 0 };
}

static int
compare_deadlines (gconstpointer a, gconstpointer b)
{
  const PronyHttpDeadline *one = a;
  const PronyHttpDeadline *other = b;

  return (one->at_ns > other->at_ns) - (one->at_ns < other->at_ns);
}

/**
 * prony_http_poller_set_deadline:
 * @self: a poller
 * @deadline: memory of the caller's; must stay until the deadline has passed or
 *   is cleared. Replaces an earlier deadline
 * @at_ns: when, on the clock of prony_clock_now_ns()
 * @func: called once in the poller's thread, up to about a millisecond after
 *   @at_ns
 * @user_data: for @func
 *
 * Waits for a moment.
 */
void
prony_http_poller_set_deadline (PronyHttpPoller *self,
                                PronyHttpDeadline *deadline,
                                gint64 at_ns,
                                PronyHttpDeadlineFunc func,
                                gpointer user_data)
{
  GList *after;

  prony_http_poller_clear_deadline (self, deadline);

  deadline->at_ns = at_ns;
  deadline->func = func;
  deadline->user_data = user_data;
  deadline->link.data = deadline;
  deadline->active = TRUE;

  /* Most deadlines are set in the order in which they will fall. */
  after = self->deadlines.tail;
  while (after != NULL && compare_deadlines (after->data, deadline) > 0)
    after = after->prev;
  g_queue_insert_after_link (&self->deadlines, after, &deadline->link);

  if (self->deadlines.head == &deadline->link)
    poller_arm (self);
}

/**
 * prony_http_poller_clear_deadline:
 * @self: a poller
 * @deadline: a deadline, set or not
 *
 * Waits for it no longer; its memory may go.
 */
void
prony_http_poller_clear_deadline (PronyHttpPoller *self, PronyHttpDeadline *deadline)
{
  gboolean was_first;

  if (!deadline->active)
    return;

  was_first = self->deadlines.head == &deadline->link;
  g_queue_unlink (&self->deadlines, &deadline->link);
  *deadline = (PronyHttpDeadline){ 0 };
  if (was_first)
    poller_arm (self);
}
