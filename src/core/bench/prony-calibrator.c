/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-bench"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-paths.h"
#include "core/bench/prony-calibration-cache.h"
#include "core/bench/prony-calibrator.h"
#include "core/engines/prony-engine-process.h"
#include "core/load/prony-load-generator.h"
#include "core/metrics/prony-stamp-error.h"
#include "core/model/prony-event-cursor.h"

/* The simulated engine answers with its own clock, at the pace of a quick engine and
 * in step, as engines do that work on their requests in batches. */
#define TTFT_S 0.020
#define ITL_S 0.010

/* Short answers, so that few streams make many requests; longer ones for many
 * streams, which would otherwise do little else than begin. */
#define MIN_ANSWER_TOKENS 8u
#define MAX_ANSWER_TOKENS 48u
#define WARMUP_TOKENS 1u

/* Answers have so many lengths, from three quarters to five quarters of the one
 * asked for: of one length, all streams would begin anew at the same moment. */
#define N_LENGTHS 8

#define WINDOW_S 0.9
#define RUNG_WINDOW_S 0.2

/* The ladder of token rates: 2 to the power of these. */
#define LOWEST_RUNG -4
#define HIGHEST_RUNG 8

#define GOOD_ITL_ERROR_S 0.001

/* How long a reading may take beyond its window before it is given up. */
#define PATIENCE_S 4.0

#define TICK_US (20 * G_TIME_SPAN_MILLISECOND)

#define MODEL "calibration"

/* One calibration under way; lives on the stack. */
typedef struct
{
  PronyApi api;
  PronyLoadLevel level;
  guint threads;
  guint tokens;
  GCancellable *cancellable;
} Calibrator;

/* What one load on one simulated engine gave. */
typedef struct
{
  guint64 requests;
  guint threads;
  double tokens_per_sec;
  double pace;
  double ttft_p50_s;
  double ttft_p99_s;
  double itl_p50_s;
  double itl_p99_s;
} Reading;

typedef struct
{
  PronyRequestSpec *warmup;
  PronyRequestSpec *measured[N_LENGTHS];
} Requests;

static PronyRequestSpec *
make_spec (guint tokens)
{
  PronyRequestSpec *spec = prony_request_spec_new (NULL, "What is the time?");

  spec->max_tokens = tokens;
  spec->stream = TRUE;
  return spec;
}

static void
requests_init (Requests *self, double tokens)
{
  self->warmup = make_spec (WARMUP_TOKENS);
  for (guint i = 0; i < N_LENGTHS; i++)
    {
      double length = tokens * (0.75 + 0.5 * i / (N_LENGTHS - 1));

      self->measured[i] = make_spec (MAX ((guint) round (length), 2));
    }
}

static void
requests_clear (Requests *self)
{
  prony_request_spec_unref (self->warmup);
  for (guint i = 0; i < N_LENGTHS; i++)
    prony_request_spec_unref (self->measured[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Requests, requests_clear)

/* Called in several threads at the same time: all of them are immutable. */
static PronyRequestSpec *
get_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  const Requests *requests = user_data;

  return prony_request_spec_ref (
    ticket->warmup ? requests->warmup : requests->measured[ticket->index * 5 % N_LENGTHS]);
}

/* --- One reading ------------------------------------------------------------------ */

static const char *
get_simulator_api (PronyApi api)
{
  switch (api)
    {
    case PRONY_API_OLLAMA_CHAT:
    case PRONY_API_OLLAMA_GENERATE:
      return "ollama";
    case PRONY_API_LLAMACPP:
      return "llamacpp";
    case PRONY_API_TGI:
      return "tgi";
    case PRONY_API_SGLANG:
      return "sglang";
    case PRONY_API_OPENAI_CHAT:
    case PRONY_API_OPENAI_COMPLETIONS:
    case PRONY_API_AUTO:
    default:
      return "vllm";
    }
}

static PronyEngineProcess *
start_simulator (Calibrator *self, double itl_s, GError **error)
{
  g_autofree char *ttft_ms = prony_format_c_double (TTFT_S * 1000);
  g_autofree char *itl_ms = prony_format_c_double (itl_s * 1000);
  const char *const arguments[] = {
    "--stamp-tokens",
    "--api",
    get_simulator_api (self->api),
    "--model",
    MODEL,
    "--ttft-ms",
    ttft_ms,
    "--itl-ms",
    itl_ms,
    NULL,
  };

  return prony_engine_process_start_simulator (arguments, self->cancellable, error);
}

static PronyTarget *
make_target (Calibrator *self, PronyEngineProcess *process, GError **error)
{
  g_autoptr (PronyEngineSpec) engine =
    prony_engine_spec_new (prony_engine_process_get_url (process), error);

  if (engine == NULL)
    return NULL;
  engine->api = self->api;
  return prony_target_new (engine, MODEL);
}

/* Returns: whether the load ended by itself or was given up; not if the caller has
 * cancelled */
static gboolean
wait_for_end (Calibrator *self, PronyLoadGenerator *generator, double window_s, GError **error)
{
  gint64 until_ns = prony_clock_now_ns () + prony_s_to_ns (window_s + PATIENCE_S);

  while (!prony_load_generator_wait (generator, TICK_US))
    if (prony_clock_now_ns () > until_ns || g_cancellable_is_cancelled (self->cancellable))
      {
        prony_load_generator_stop (generator);
        prony_load_generator_wait (generator, -1);
        break;
      }

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* Adds how long an answer took and how long it was told to take, as far as it came. */
static void
add_pace (const PronyRequestRecord *record, double itl_s, double *took_s, double *told_s)
{
  PronyEventCursor cursor;
  PronyRecordEvent event;
  gint64 last_ns = 0;
  guint tokens = 0;

  prony_event_cursor_init (&cursor, record);
  while (prony_event_cursor_next (&cursor, &event))
    if (prony_event_kind_carries_tokens (event.kind))
      {
        last_ns = event.at_ns;
        tokens++;
      }

  *took_s += prony_ns_to_s (last_ns - record->started_ns);
  *told_s += TTFT_S + (tokens - 1) * itl_s;
}

/* Returns: whether there was an answer to read */
static gboolean
read_records (PronyLoadGenerator *generator, double itl_s, Reading *reading)
{
  g_autoptr (GPtrArray) records = prony_load_generator_take_records (generator);
  g_autoptr (PronyStampError) errors = prony_stamp_error_new ();
  double took_s = 0, told_s = 0;
  PronyLoadHealth health;
  gint64 end_ns;

  for (guint i = 0; i < records->len; i++)
    {
      const PronyRequestRecord *record = g_ptr_array_index (records, i);

      if (!record->warmup && prony_stamp_error_add (errors, record))
        add_pace (record, itl_s, &took_s, &told_s);
    }

  reading->requests = prony_stamp_error_count_requests (errors);
  if (reading->requests == 0)
    return FALSE;

  prony_load_generator_get_health (generator, &health);
  reading->threads = health.threads;
  end_ns = health.bound_ns != 0 ? health.bound_ns : health.window_end_ns;
  reading->tokens_per_sec = (double) prony_stamp_error_count_tokens (errors) /
                            prony_ns_to_s (end_ns - health.window_start_ns);
  reading->pace = MIN (told_s / took_s, 1);
  reading->ttft_p50_s = prony_stamp_error_get_ttft (errors, 0.5);
  reading->ttft_p99_s = prony_stamp_error_get_ttft (errors, 0.99);
  reading->itl_p50_s = prony_stamp_error_get_itl (errors, 0.5);
  reading->itl_p99_s = prony_stamp_error_get_itl (errors, 0.99);
  return TRUE;
}

static void
set_no_answer_error (PronyLoadGenerator *generator, GError **error)
{
  g_autoptr (PronyLoadSnapshot) last = prony_load_generator_take_snapshot (generator);

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
               /* Translators: %s is a sentence, or empty */
               _ ("This computer could not put such a load on the simulated engine: no answer "
                  "came in time. Ask for less at once. %s"),
               last != NULL && last->error != NULL ? last->error : "");
}

/* Puts the load on a simulated engine of its own for a moment. Requests under way at
 * the end of the window are cut off: their stamps count as far as they came. */
static gboolean
take_reading (Calibrator *self, int rung, double window_s, Reading *reading, GError **error)
{
  double factor = exp2 (rung);
  g_autoptr (PronyEngineProcess) process = start_simulator (self, ITL_S / factor, error);
  g_autoptr (PronyTarget) target = process != NULL ? make_target (self, process, error) : NULL;
  g_auto (Requests) requests = { 0 };
  g_autoptr (PronyLoadGenerator) generator = NULL;
  PronyLoadConfig config = {
    .target = target,
    .level = self->level,
    .threads = self->threads,
    .warmup_per_stream = 1,
    .duration_s = window_s,
    .timeout_s = window_s + PATIENCE_S,
    .source = get_request,
    .source_data = &requests,
  };

  requests_init (&requests, self->tokens * factor);
  if (target == NULL)
    return FALSE;
  generator = prony_load_generator_start (&config, error);
  if (generator == NULL || !wait_for_end (self, generator, window_s, error))
    return FALSE;
  if (read_records (generator, ITL_S / factor, reading))
    return TRUE;

  set_no_answer_error (generator, error);
  return FALSE;
}

/* --- From readings to a calibration ----------------------------------------------- */

static gboolean
is_good (const Reading *reading)
{
  return reading->pace >= PRONY_CALIBRATION_MIN_PACE && reading->itl_p99_s < GOOD_ITL_ERROR_S;
}

/* Looks for the highest good token rate: by halves between the load itself and the
 * end of the ladder, upwards where the load itself is good, else downwards.
 *
 * Returns: NAN where none was good; not whether it was cancelled */
static double
find_highest_rate (Calibrator *self, const Reading *base)
{
  gboolean good = is_good (base);
  double highest = good ? base->tokens_per_sec : NAN;
  int low = good ? 0 : LOWEST_RUNG;
  int high = good ? HIGHEST_RUNG : 0;

  while (high - low > 1 && !g_cancellable_is_cancelled (self->cancellable))
    {
      int rung = (low + high) / 2;
      Reading reading;

      if (take_reading (self, rung, RUNG_WINDOW_S, &reading, NULL) && is_good (&reading))
        {
          low = rung;
          highest = reading.tokens_per_sec;
        }
      else
        {
          high = rung;
        }
    }

  return highest;
}

static void
remember (PronyCalibration *calibration)
{
  g_autofree char *file = prony_paths_calibrations ();
  g_autoptr (PronyHostInfo) host = prony_host_info_new ();
  g_autoptr (PronyCalibrationCache) cache = prony_calibration_cache_open (file, host);
  g_autoptr (GError) error = NULL;

  if (!prony_calibration_cache_put (cache, calibration, &error))
    g_info ("%s", error->message);
}

/**
 * prony_calibrator_measure:
 * @shape: the shape of a load
 * @cancellable: (nullable): ends it
 * @error: return location for %G_IO_ERROR_CANCELLED; %PRONY_ERROR_INPUT for a load
 *   that cannot be put on anything from here; %PRONY_ERROR_NOT_FOUND,
 *   %PRONY_ERROR_TIMEOUT or %PRONY_ERROR_FAILED where the simulated engine could not
 *   be started or not one answer came back
 *
 * Measures what the client adds to figures at such a load: puts it for 0.9 s on a
 * simulated engine that answers with its own clock, then for 0.2 s at each of up to
 * three further token rates, and keeps the result for prony_calibrator_get(). The
 * simulated engine works on the same computer, so the errors are rather too large
 * than too small. Blocks for about 2 s; may be called from any thread but that of
 * the user interface.
 *
 * A load that this computer cannot carry is calibrated nevertheless:
 * prony_calibration_is_carried() says so.
 *
 * Returns: (transfer full) (nullable): the calibration
 */
PronyCalibration *
prony_calibrator_measure (const PronyCalibratorShape *shape,
                          GCancellable *cancellable,
                          GError **error)
{
  Calibrator self = { .api = shape->api, .threads = shape->threads, .cancellable = cancellable };
  g_autoptr (PronyCalibration) calibration = NULL;
  g_autofree char *name = NULL;
  Reading base;

  g_return_val_if_fail (shape->api != PRONY_API_AUTO, NULL);

  self.level = prony_calibrator_shape_get_level (shape);
  self.tokens = self.level.kind == PRONY_LOAD_CLOSED
                  ? CLAMP (self.level.concurrency / 2, MIN_ANSWER_TOKENS, MAX_ANSWER_TOKENS)
                  : MAX_ANSWER_TOKENS;
  if (!take_reading (&self, 0, WINDOW_S, &base, error))
    return NULL;

  name = prony_calibrator_shape_describe (shape);
  calibration = prony_calibration_new (name);
  calibration->made_us = g_get_real_time ();
  calibration->requests = base.requests;
  calibration->threads = base.threads;
  calibration->tokens_per_sec = base.tokens_per_sec;
  calibration->pace = base.pace;
  calibration->ttft_p50_s = base.ttft_p50_s;
  calibration->ttft_p99_s = base.ttft_p99_s;
  calibration->itl_p50_s = base.itl_p50_s;
  calibration->itl_p99_s = base.itl_p99_s;
  calibration->max_tokens_per_sec = find_highest_rate (&self, &base);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  remember (calibration);
  return g_steal_pointer (&calibration);
}

/**
 * prony_calibrator_get:
 * @shape: the shape of a load
 * @cancellable: (nullable): ends it
 * @error: return location, as for prony_calibrator_measure()
 *
 * Like prony_calibrator_measure(), but does not block where a calibration of this
 * computer, this version of Prony and this shape is known that is not older than
 * %PRONY_CALIBRATION_MAX_AGE_US.
 *
 * Returns: (transfer full) (nullable): the calibration
 */
PronyCalibration *
prony_calibrator_get (const PronyCalibratorShape *shape, GCancellable *cancellable, GError **error)
{
  g_autofree char *file = prony_paths_calibrations ();
  g_autoptr (PronyHostInfo) host = prony_host_info_new ();
  g_autoptr (PronyCalibrationCache) cache = prony_calibration_cache_open (file, host);
  g_autofree char *name = prony_calibrator_shape_describe (shape);
  PronyCalibration *known = prony_calibration_cache_find (cache, name, g_get_real_time ());

  return known != NULL ? known : prony_calibrator_measure (shape, cancellable, error);
}
