/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-load"

#include "config.h"

#include "base/prony-clock.h"
#include "core/load/prony-closed-loop.h"
#include "core/load/prony-load-course.h"
#include "core/load/prony-load-lag.h"
#include "core/load/prony-load-size.h"
#include "core/load/prony-open-loop.h"

#define SNAPSHOT_NS (PRONY_NS_PER_S / 10)

/* How long connections that are opened ahead are waited for, if a request may take
 * any time. */
#define CONNECT_S 10.0

/* How far a thread is before its window opens. */
typedef enum
{
  COURSE_CONNECTING,
  COURSE_WARMING,
  COURSE_PREPARING,
  COURSE_READY,
  COURSE_ARRIVED,
  COURSE_OPENING,
} CourseStage;

/* A trial as one I/O thread goes through it:
 *
 *   warming up   connections are opened, then the thread's warm-up streams send
 *                their requests; then the thread waits for all the others at the
 *                start line
 *   measuring    from the agreed moment until a bound: time, requests in all,
 *                requests of each stream, the end of a trace
 *   draining     requests in flight at the time bound have the grace time
 *
 * Who sends what while measuring is the loop's business. Paused, nothing is sent;
 * how long that lasted is the conduct's business.
 *
 * Belongs to the I/O thread; tells others through the outbox. */
struct _PronyLoadCourse
{
  PronyLoadShare share;
  PronyHttpPoller *poller;
  PronyLoadStartLine *line;
  PronyLoadTally tally;
  PronyLoadWatch *watch;
  PronyLoadLag *lag;
  PronyLoadStreams *streams;
  PronyClosedLoop *warmup;
  const PronyLoadShape *shape;
  gpointer loop;

  PronyState state;
  PronyState final_state;
  CourseStage stage;
  gboolean paused;
  int watched; /* the stream that is to be shown */
  gint64 open_ns;
  gint64 bound_ns;
  guint64 due;
  guint64 retransmits; /* before the window was opened, then in it */
  PronyHttpDeadline tick;
  PronyHttpDeadline bound; /* of connecting, of waiting, of the window, of the grace time */
};

static void course_step (PronyLoadCourse *self);

/* --- What is shown ----------------------------------------------------------- */

static double
course_get_elapsed_s (PronyLoadCourse *self, gint64 now_ns)
{
  gint64 paused_ns;
  gint64 idle_ns = prony_load_conduct_get_idle (self->share.conduct, &paused_ns);
  gint64 end_ns = idle_ns != 0 ? idle_ns : now_ns;

  if (self->open_ns == 0)
    return 0;
  if (prony_load_course_is_done (self))
    end_ns = self->tally.window_end_ns;

  return MAX (prony_ns_to_s (end_ns - self->open_ns - paused_ns), 0);
}

/* So that every stream's number is below it. */
static guint
course_count_streams (PronyLoadCourse *self)
{
  guint n = prony_load_streams_count (self->streams);

  return n > 0 ? prony_load_share_number (&self->share, n - 1) + 1 : 0;
}

static void
course_publish (PronyLoadCourse *self)
{
  gint64 now_ns = prony_clock_now_ns ();
  PronyState state = self->state;
  PronyLoadSnapshot *snapshot;

  if (self->paused && (state == PRONY_STATE_WARMING_UP || state == PRONY_STATE_MEASURING))
    state = PRONY_STATE_PAUSED;
  if (self->state == PRONY_STATE_MEASURING)
    self->due = self->shape->count_due (self->loop, now_ns);

  snapshot = prony_load_tally_make_snapshot (&self->tally, state, now_ns);
  prony_load_watch_describe (self->watch, snapshot, now_ns);
  snapshot->n_streams = course_count_streams (self);
  snapshot->in_flight = prony_load_streams_count_busy (self->streams);
  snapshot->elapsed_s = course_get_elapsed_s (self, now_ns);
  snapshot->due = self->due;
  snapshot->client_lag_s = prony_load_lag_get_latest (self->lag);
  if (state == PRONY_STATE_FAILED)
    snapshot->error = prony_load_conduct_dup_error (self->share.conduct);

  prony_load_outbox_publish (self->share.outbox, prony_load_part_new (snapshot, &self->tally.window,
                                                                      self->tally.responded_ns));
  prony_load_outbox_flush (self->share.outbox);
}

static void
on_tick (gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  course_publish (self);
  prony_http_poller_set_deadline (self->poller, &self->tick, prony_clock_now_ns () + SNAPSHOT_NS,
                                  on_tick, self);
}

/* --- The end ----------------------------------------------------------------- */

static void
course_hold (PronyLoadCourse *self)
{
  prony_closed_loop_shape.hold (self->warmup);
  self->shape->hold (self->loop);
}

static void
course_finish (PronyLoadCourse *self)
{
  if (self->state == PRONY_STATE_MEASURING)
    self->due = self->shape->count_due (self->loop, prony_clock_now_ns ());
  if (self->open_ns != 0)
    self->retransmits = prony_http_pool_get_retransmits (self->share.pool) - self->retransmits;

  self->state = self->final_state;
  prony_load_lag_end (self->lag);
  course_hold (self);
  prony_http_poller_clear_deadline (self->poller, &self->tick);
  prony_http_poller_clear_deadline (self->poller, &self->bound);
  course_publish (self);
}

static void
course_begin_draining (PronyLoadCourse *self)
{
  self->state = PRONY_STATE_DRAINING;
  course_hold (self);
  prony_http_poller_clear_deadline (self->poller, &self->bound);
}

/* Ends everything at once, with what there is. Who has not opened the window keeps
 * nobody else from it. */
static void
course_break_off (PronyLoadCourse *self, PronyState final_state)
{
  if (self->stage >= COURSE_ARRIVED)
    prony_load_start_line_withdraw (self->line, self);
  else
    prony_load_start_line_leave (self->line, 1);

  if (self->state == PRONY_STATE_MEASURING)
    self->due = self->shape->count_due (self->loop, prony_clock_now_ns ());
  self->final_state = final_state;
  course_begin_draining (self);
  prony_load_streams_cancel_all (self->streams);
  course_step (self);
}

static void
on_grace_over (gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  prony_load_streams_cancel_all (self->streams);
  course_step (self);
}

/* --- The window -------------------------------------------------------------- */

static void
on_time_bound (gpointer user_data)
{
  PronyLoadCourse *self = user_data;
  const PronyLoadConfig *config = self->share.config;
  PronyLoadClock clock = prony_load_conduct_get_clock (self->share.conduct);
  gint64 bound_ns = self->open_ns + clock.stood_ns + prony_s_to_ns (config->duration_s);
  gint64 end_ns = bound_ns + prony_s_to_ns (config->grace_s);

  if (!clock.running)
    return;

  prony_load_streams_set_end (self->streams, end_ns);
  if (bound_ns > prony_clock_now_ns ())
    {
      prony_http_poller_set_deadline (self->poller, &self->bound, bound_ns, on_time_bound, self);
      return;
    }

  self->due = self->shape->count_due (self->loop, bound_ns);
  self->bound_ns = bound_ns;
  course_begin_draining (self);
  if (config->grace_s > 0)
    prony_http_poller_set_deadline (self->poller, &self->bound, end_ns, on_grace_over, self);
  else
    prony_load_streams_cancel_all (self->streams);
  course_step (self);
}

static void
course_arm_bound (PronyLoadCourse *self)
{
  if (self->share.config->duration_s > 0)
    on_time_bound (self);
}

static void
on_open (gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  self->state = PRONY_STATE_MEASURING;
  self->open_ns = prony_load_conduct_get_open (self->share.conduct);
  self->retransmits = prony_http_pool_get_retransmits (self->share.pool);
  prony_live_window_open (&self->tally.window, self->open_ns);
  prony_load_lag_begin (self->lag);
  course_arm_bound (self);
  self->shape->start (self->loop, self->open_ns);
  course_step (self);
}

/* --- Before the window ------------------------------------------------------- */

static void
on_all_arrived (gint64 open_ns, gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  prony_load_conduct_open (self->share.conduct, open_ns);
}

static void
on_prepared (gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  if (self->stage != COURSE_PREPARING || self->state != PRONY_STATE_WARMING_UP)
    return;

  prony_http_poller_clear_deadline (self->poller, &self->bound);
  self->stage = COURSE_READY;
  course_step (self);
}

static void
on_connected (gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  if (self->stage != COURSE_CONNECTING || self->state != PRONY_STATE_WARMING_UP)
    return;

  prony_http_poller_clear_deadline (self->poller, &self->bound);
  self->stage = COURSE_WARMING;
  prony_closed_loop_shape.start (self->warmup, prony_clock_now_ns ());
  course_step (self);
}

/* Waits for connections to be opened, but not for ever. */
static void
course_wait_for_connections (PronyLoadCourse *self, PronyHttpDeadlineFunc func)
{
  double timeout_s = self->share.config->timeout_s;
  double wait_s = timeout_s > 0 ? MIN (timeout_s, CONNECT_S) : CONNECT_S;

  prony_http_poller_set_deadline (self->poller, &self->bound,
                                  prony_clock_now_ns () + prony_s_to_ns (wait_s), func, self);
}

/* Goes through as many stages as it can. */
static void
course_approach (PronyLoadCourse *self)
{
  PronyLoadConduct *conduct = self->share.conduct;

  if (self->stage == COURSE_WARMING && prony_load_streams_count_busy (self->streams) == 0 &&
      prony_load_conduct_is_warm (conduct))
    {
      self->stage = COURSE_PREPARING;
      if (self->shape->prepare (self->loop, on_prepared, self))
        course_wait_for_connections (self, on_prepared);
      else
        self->stage = COURSE_READY;
    }
  if (self->stage == COURSE_READY && !self->paused)
    {
      self->stage = COURSE_ARRIVED;
      prony_load_start_line_arrive (self->line, on_all_arrived, self);
    }
  if (self->stage == COURSE_ARRIVED && prony_load_conduct_get_open (conduct) != 0)
    {
      self->stage = COURSE_OPENING;
      prony_http_poller_set_deadline (self->poller, &self->bound,
                                      prony_load_conduct_get_open (conduct), on_open, self);
    }
}

/* --- All of it --------------------------------------------------------------- */

/* Looks whether the state has come to its end. Called after whatever may end it. */
static void
course_step (PronyLoadCourse *self)
{
  gboolean quiet = prony_load_streams_count_busy (self->streams) == 0;

  if (self->state == PRONY_STATE_WARMING_UP || self->state == PRONY_STATE_MEASURING)
    prony_load_conduct_look (self->share.conduct);

  if (self->state == PRONY_STATE_WARMING_UP)
    course_approach (self);
  else if (quiet &&
           (self->state == PRONY_STATE_DRAINING ||
            (self->state == PRONY_STATE_MEASURING && self->shape->is_all_sent (self->loop))))
    course_finish (self);
}

static void
on_step (gpointer user_data)
{
  course_step (user_data);
}

static void
on_stream_end (guint stream, const PronyRequestRecord *record, gpointer user_data)
{
  PronyLoadCourse *self = user_data;

  if (self->state == PRONY_STATE_WARMING_UP)
    prony_closed_loop_shape.note_end (self->warmup, stream, record);
  else if (self->state == PRONY_STATE_MEASURING)
    self->shape->note_end (self->loop, stream, record);

  course_step (self);
}

static void
course_make_loops (PronyLoadCourse *self)
{
  const PronyLoadConfig *config = self->share.config;
  guint n_warmup =
    prony_load_share_count (&self->share, prony_load_size_count_warmup_streams (config));

  self->warmup = prony_closed_loop_new_warmup (&self->share, self->streams, n_warmup);
  if (config->level.kind == PRONY_LOAD_CLOSED)
    {
      self->shape = &prony_closed_loop_shape;
      self->loop = prony_closed_loop_new (&self->share, self->streams);
    }
  else
    {
      self->shape = &prony_open_loop_shape;
      self->loop = prony_open_loop_new (&self->share, self->streams);
    }
}

/**
 * prony_load_course_new:
 * @share: the thread's share, without the fields that belong to the thread but with
 *   its pool; what it points to must outlive the course
 * @line: a start line that was joined for this thread; likewise
 *
 * Must be called in the I/O thread, with the pool's context as thread default.
 *
 * Returns: (transfer full): a trial that has not begun
 */
PronyLoadCourse *
prony_load_course_new (const PronyLoadShare *share, PronyLoadStartLine *line)
{
  PronyLoadCourse *self = g_new0 (PronyLoadCourse, 1);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->watch = prony_load_watch_new ();
  self->share = *share;
  self->share.tally = &self->tally;
  self->share.watch = self->watch;
  self->share.step = on_step;
  self->share.step_data = self;
  self->line = line;
  self->poller = prony_http_pool_get_poller (share->pool);
  self->lag = prony_load_lag_new (context);
  self->state = PRONY_STATE_WARMING_UP;
  self->final_state = PRONY_STATE_FINISHED;
  prony_load_tally_init (&self->tally);
  self->watched = PRONY_WATCH_ANY;
  self->streams = prony_load_streams_new (&self->share, on_stream_end, self);
  course_make_loops (self);
  return self;
}

/**
 * prony_load_course_free:
 * @self: (transfer full): a course that is done
 */
void
prony_load_course_free (PronyLoadCourse *self)
{
  prony_http_poller_clear_deadline (self->poller, &self->tick);
  prony_http_poller_clear_deadline (self->poller, &self->bound);
  self->shape->free (self->loop);
  prony_closed_loop_shape.free (self->warmup);
  prony_load_streams_free (self->streams);
  prony_load_watch_free (self->watch);
  prony_load_lag_free (self->lag);
  g_free (self);
}

/**
 * prony_load_course_start:
 * @self: a new course
 *
 * Starts to connect and to warm up. Connections are opened ahead of the warm-up,
 * since quick answers would let several streams share one for a start.
 */
void
prony_load_course_start (PronyLoadCourse *self)
{
  on_tick (self);
  course_wait_for_connections (self, on_connected);
  prony_http_pool_preconnect (self->share.pool, on_connected, self);
}

static void
course_set_paused (PronyLoadCourse *self, gboolean paused)
{
  if (self->paused == paused)
    return;

  self->paused = paused;
  if (self->stage == COURSE_WARMING && paused)
    prony_closed_loop_shape.hold (self->warmup);
  else if (self->stage == COURSE_WARMING)
    prony_closed_loop_shape.go_on (self->warmup);
  else if (self->state == PRONY_STATE_MEASURING && paused)
    self->shape->hold (self->loop);
  else if (self->state == PRONY_STATE_MEASURING)
    {
      self->shape->go_on (self->loop);
      course_arm_bound (self);
    }
  if (!prony_load_course_is_done (self))
    course_publish (self);
}

static void
course_watch (PronyLoadCourse *self)
{
  int stream = prony_load_conduct_get_watched (self->share.conduct);

  if (stream == self->watched)
    return;

  self->watched = stream;
  prony_load_watch_choose (self->watch, prony_load_share_find (&self->share, stream));
  course_publish (self);
}

/**
 * prony_load_course_look:
 * @self: a course
 *
 * Does what the conduct says: call it when the thread was woken.
 */
void
prony_load_course_look (PronyLoadCourse *self)
{
  PronyState verdict = prony_load_conduct_get_verdict (self->share.conduct);

  if (prony_load_course_is_done (self))
    return;

  course_watch (self);
  if (verdict == PRONY_STATE_WAITING)
    {
      course_set_paused (self, prony_load_conduct_is_paused (self->share.conduct));
      course_step (self);
    }
  else if (self->final_state == PRONY_STATE_FINISHED)
    {
      course_break_off (self, verdict);
    }
}

/**
 * prony_load_course_is_done:
 * @self: a course
 *
 * Returns: whether it has ended and nothing is in flight
 */
gboolean
prony_load_course_is_done (PronyLoadCourse *self)
{
  return prony_state_is_final (self->state);
}

/**
 * prony_load_course_get_health:
 * @self: a course that is done
 * @health: (out caller-allocates): what it knows of the measuring side
 */
void
prony_load_course_get_health (PronyLoadCourse *self, PronyLoadHealth *health)
{
  *health = (PronyLoadHealth){
    .threads = 1,
    .lag_p99_s = prony_load_lag_get_p99 (self->lag),
    .cpu_percent = prony_load_lag_get_cpu_percent (self->lag),
    .cpu_s = prony_load_lag_get_cpu_s (self->lag),
    .due = self->due,
    .sent = self->tally.sent,
    .retries = self->tally.retries,
    .retransmits = self->open_ns != 0 ? (gint64) self->retransmits : 0,
    .out_of_files = prony_load_streams_is_out_of_files (self->streams),
    .reconnects = self->tally.reconnects,
    .open_ns = self->open_ns,
    .window_start_ns = self->tally.window_start_ns,
    .window_end_ns = self->tally.window_end_ns,
    .bound_ns = self->bound_ns,
  };
  prony_load_conduct_get_idle (self->share.conduct, &health->paused_ns);
}
