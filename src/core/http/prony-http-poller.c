/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/prony-clock.h"
#include "core/http/prony-http-poller.h"

#define EVENTS_PER_ROUND 256

/* How often the sockets are asked before the rest of the main loop has its turn. A
 * turn of the main loop goes through the sources of all sessions, which costs more
 * than reading a token, and under load tokens arrive while others are read. */
#define ROUNDS_PER_DISPATCH 8

/* From how many sockets on it is worth a system call for each to know what had
 * arrived before the first of them was read. */
#define BURST 4

/* How often it is counted what arrives while a burst is read. */
#define LOOK_UP_NS (200 * 1000)

/* How many deadlines are served at once before the sockets have their turn. */
#define DEADLINES_PER_DISPATCH 32

/* What is due within this time is waited for: setting the timer takes as long on
 * a virtual machine, and being woken takes longer. */
#define NEAR_NS (20 * 1000)

/* What an I/O thread waits for, as one GSource: the sockets of all its streams
 * through one epoll descriptor, and all their deadlines through one timer in the
 * same set, since GLib's own ready times are rounded to milliseconds. A GSource
 * per stream would make each turn of the main loop cost time in proportion to the
 * number of streams, and be counted into the latencies that are measured.
 *
 * Each dispatch does a bounded amount of work, and deadlines that fall due while
 * sockets are served are served between them, one at a time: neither can keep the
 * other waiting. The ready descriptors are gone through with an index that lies
 * here, so that a main loop that is run from within a call goes on where the
 * outer one is, and the outer one does not call anybody twice.
 *
 * Owned by the pool of one I/O thread and used in that thread only. Watches and
 * deadlines lie in their owners' memory, so that nothing is allocated here. */
struct _PronyHttpPoller
{
  GSource *source;
  int epoll_fd;
  int timer_fd;
  gpointer fd_tag;
  GQueue queued; /* of PronyHttpWatch: has something left to read */
  PronyHttpDeadlines deadlines;
  gint64 armed_ns; /* when the timer will expire; 0 where it is not set */

  /* While the ready descriptors are gone through. */
  struct epoll_event ready[EVENTS_PER_ROUND];
  int n_ready;
  int next_ready;
  struct epoll_event meanwhile[EVENTS_PER_ROUND];
  gint64 looked_ns; /* when the sockets were asked last */
};

typedef struct
{
  GSource parent;
  PronyHttpPoller *poller;
} PollerSource;

/* A deadline that is cleared leaves the timer as it is: waking up once for nothing
 * costs less than setting the timer at each request that is answered in time. */
static void
poller_arm (PronyHttpPoller *self, gint64 at_ns)
{
  struct itimerspec spec = {
    .it_value = { .tv_sec = at_ns / PRONY_NS_PER_S, .tv_nsec = at_ns % PRONY_NS_PER_S },
  };

  if (self->armed_ns != 0 && self->armed_ns <= at_ns)
    return;

  timerfd_settime (self->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
  self->armed_ns = at_ns;
}

/* Serves the first deadline if it is due or will be within @near_ns. */
static gboolean
poller_run_deadline (PronyHttpPoller *self, gint64 near_ns)
{
  PronyHttpDeadline *deadline = prony_http_deadlines_first (&self->deadlines);
  PronyHttpDeadlineFunc func;
  gpointer user_data;
  gint64 at_ns;

  if (deadline == NULL)
    return FALSE;
  at_ns = deadline->at_ns;
  if (at_ns > prony_clock_now_ns () + near_ns)
    return FALSE;

  func = deadline->func;
  user_data = deadline->user_data;
  prony_http_deadlines_remove (&self->deadlines, deadline);
  while (prony_clock_now_ns () < at_ns)
    ;
  func (user_data);
  return TRUE;
}

static void
watch_run (PronyHttpPoller *self, PronyHttpWatch *watch)
{
  PronyHttpReadyFunc func = watch->func;
  gpointer user_data = watch->user_data;

  /* The watch may be gone after the call unless it asks for another one. */
  if (func (user_data))
    prony_http_poller_enqueue (self, watch, func, user_data);
  poller_run_deadline (self, 0);
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

/* Tokens of many streams often arrive together, and reading the last one's begins
 * milliseconds after the first one's. What is waiting in all the sockets is counted
 * before any is read, so that the stamps of the last ones do not tell how long the
 * others took. */
static void
count_waiting (const struct epoll_event *ready, int n_ready)
{
  for (int i = 0; i < n_ready; i++)
    {
      PronyHttpWatch *watch = ready[i].data.ptr;

      if (watch == NULL || watch->waiting > 0 || ioctl (watch->fd, FIONREAD, &watch->waiting) != 0)
        continue;
      watch->waiting_ns = prony_clock_now_ns ();
    }
}

/* While a burst is read, what comes meanwhile is counted now and then, and is read
 * with the next round. */
static void
poller_look_up (PronyHttpPoller *self)
{
  gint64 now_ns = prony_clock_now_ns ();

  if (self->n_ready - self->next_ready < BURST || now_ns - self->looked_ns < LOOK_UP_NS)
    return;

  count_waiting (self->meanwhile,
                 epoll_wait (self->epoll_fd, self->meanwhile, EVENTS_PER_ROUND, 0));
  self->looked_ns = prony_clock_now_ns ();
}

/* Returns whether so much was ready that more may be by now. */
static gboolean
poller_run_ready (PronyHttpPoller *self)
{
  if (self->next_ready == self->n_ready)
    {
      self->next_ready = 0;
      self->n_ready = epoll_wait (self->epoll_fd, self->ready, EVENTS_PER_ROUND, 0);
      if (self->n_ready <= 0)
        {
          self->n_ready = 0;
          return FALSE;
        }
      if (self->n_ready >= BURST)
        count_waiting (self->ready, self->n_ready);
      self->looked_ns = prony_clock_now_ns ();
    }

  while (self->next_ready < self->n_ready)
    {
      PronyHttpWatch *watch = self->ready[self->next_ready++].data.ptr;

      if (watch != NULL && !watch->queued)
        watch_run (self, watch);
      poller_look_up (self);
    }

  return self->n_ready >= BURST;
}

static gboolean
poller_source_prepare (GSource *source, int *timeout)
{
  PronyHttpPoller *self = ((PollerSource *) source)->poller;
  const PronyHttpDeadline *first = prony_http_deadlines_first (&self->deadlines);
  gint64 now_ns;

  *timeout = -1;
  if (!g_queue_is_empty (&self->queued))
    return TRUE;
  if (first == NULL)
    return FALSE;

  now_ns = prony_clock_now_ns ();
  if (self->armed_ns <= now_ns)
    self->armed_ns = 0;
  if (first->at_ns <= now_ns + NEAR_NS)
    return TRUE;

  poller_arm (self, first->at_ns);
  return FALSE;
}

static gboolean
poller_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PronyHttpPoller *self = ((PollerSource *) source)->poller;
  guint n_rounds = 0;
  guint n = 0;

  poller_run_queued (self);
  while (n_rounds < ROUNDS_PER_DISPATCH && poller_run_ready (self))
    n_rounds++;
  while (n < DEADLINES_PER_DISPATCH && poller_run_deadline (self, NEAR_NS))
    n++;
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs poller_source_funcs = {
  .prepare = poller_source_prepare,
  .dispatch = poller_source_dispatch,
};

/* The timer is watched for its edges, so that nobody has to read it: one that has
 * expired and was not set again stays readable. */
static gboolean
poller_open (PronyHttpPoller *self)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.ptr = NULL };

  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  self->timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

  return self->epoll_fd >= 0 && self->timer_fd >= 0 &&
         epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, self->timer_fd, &event) == 0;
}

static void
poller_close (PronyHttpPoller *self)
{
  int saved_errno = errno;

  if (self->timer_fd >= 0)
    close (self->timer_fd);
  if (self->epoll_fd >= 0)
    close (self->epoll_fd);
  prony_http_deadlines_clear (&self->deadlines);
  g_free (self);
  errno = saved_errno;
}

/**
 * prony_http_poller_new:
 * @context: the I/O thread's context
 *
 * Returns: (transfer full) (nullable): a poller that waits for nothing yet; %NULL
 *   where the system has no descriptor left for it, with the reason in `errno`
 */
PronyHttpPoller *
prony_http_poller_new (GMainContext *context)
{
  PronyHttpPoller *self = g_new0 (PronyHttpPoller, 1);

  if (!poller_open (self))
    {
      poller_close (self);
      return NULL;
    }

  g_queue_init (&self->queued);
  self->source = g_source_new (&poller_source_funcs, sizeof (PollerSource));
  ((PollerSource *) self->source)->poller = self;
  g_source_set_static_name (self->source, "Prony streams");
  self->fd_tag = g_source_add_unix_fd (self->source, self->epoll_fd, G_IO_IN);

  /* A source that cannot recurse is taken out of the poll set and put back at each
   * dispatch, which takes four system calls. */
  g_source_set_can_recurse (self->source, TRUE);
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
  g_return_if_fail (g_queue_is_empty (&self->queued) && self->deadlines.n == 0);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  poller_close (self);
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
      for (int i = self->next_ready; i < self->n_ready; i++)
        if (self->ready[i].data.ptr == watch)
          self->ready[i].data.ptr = NULL;
    }

  *watch = (PronyHttpWatch){ 0 };
}

/**
 * prony_http_poller_set_deadline:
 * @self: a poller
 * @deadline: memory of the caller's; must stay until the deadline has passed or
 *   is cleared. Replaces an earlier deadline
 * @at_ns: when, on the clock of prony_clock_now_ns(); may be in the past
 * @func: called once in the poller's thread in a later turn of the main loop,
 *   never before @at_ns, and less than a tenth of a millisecond after it while
 *   the thread has nothing else to do
 * @user_data: for @func
 *
 * Waits for a moment. Deadlines are served in the order of their times, those of
 * the same time in the order in which they were set.
 */
void
prony_http_poller_set_deadline (PronyHttpPoller *self,
                                PronyHttpDeadline *deadline,
                                gint64 at_ns,
                                PronyHttpDeadlineFunc func,
                                gpointer user_data)
{
  prony_http_poller_clear_deadline (self, deadline);

  deadline->at_ns = at_ns;
  deadline->func = func;
  deadline->user_data = user_data;
  prony_http_deadlines_add (&self->deadlines, deadline);
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
  if (deadline->active)
    prony_http_deadlines_remove (&self->deadlines, deadline);
}
