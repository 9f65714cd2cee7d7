/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/model/prony-calibration.h"

static const struct
{
  const char *name;
  gsize offset;
} figures[] = {
  { "tokens_per_sec", G_STRUCT_OFFSET (PronyCalibration, tokens_per_sec) },
  { "pace", G_STRUCT_OFFSET (PronyCalibration, pace) },
  { "ttft_p50", G_STRUCT_OFFSET (PronyCalibration, ttft_p50_s) },
  { "ttft_p99", G_STRUCT_OFFSET (PronyCalibration, ttft_p99_s) },
  { "itl_p50", G_STRUCT_OFFSET (PronyCalibration, itl_p50_s) },
  { "itl_p99", G_STRUCT_OFFSET (PronyCalibration, itl_p99_s) },
  { "max_tokens_per_sec", G_STRUCT_OFFSET (PronyCalibration, max_tokens_per_sec) },
};

#define FIGURE(self, i) G_STRUCT_MEMBER (double, (self), figures[i].offset)

static void
calibration_clear (gpointer data)
{
  PronyCalibration *self = data;

  g_free (self->shape);
}

/**
 * prony_calibration_new:
 * @shape: what load it is of
 *
 * Returns: (transfer full): a calibration in which everything is absent, for its
 *   maker to fill in
 */
PronyCalibration *
prony_calibration_new (const char *shape)
{
  PronyCalibration *self = g_atomic_rc_box_new0 (PronyCalibration);

  self->shape = g_strdup (shape);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    FIGURE (self, i) = NAN;
  return self;
}

/**
 * prony_calibration_ref:
 * @self: a calibration
 *
 * Thread-safe.
 *
 * Returns: (transfer full): @self
 */
PronyCalibration *
prony_calibration_ref (PronyCalibration *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_calibration_unref:
 * @self: (transfer full): a calibration
 *
 * Thread-safe.
 */
void
prony_calibration_unref (PronyCalibration *self)
{
  g_atomic_rc_box_release_full (self, calibration_clear);
}

/**
 * prony_calibration_get_error:
 * @self: (nullable): a calibration
 * @metric: a metric
 *
 * Says by how much the client may have shifted one value of a metric: the 99th
 * percentile of the error of a time to first token for times from the sending to an
 * event, that of the time between tokens for times between events.
 *
 * Returns: plus or minus so many seconds; NAN where the metric is no such time or
 *   nothing is known
 */
double
prony_calibration_get_error (PronyCalibration *self, PronyMetric metric)
{
  if (self == NULL)
    return NAN;

  switch (metric)
    {
    case PRONY_METRIC_TTFT:
    case PRONY_METRIC_TTFT_FROM_SCHEDULE:
    case PRONY_METRIC_TTFR:
    case PRONY_METRIC_TTFA:
    case PRONY_METRIC_TIME_TO_FIRST_SENTENCE:
    case PRONY_METRIC_LATENCY:
    case PRONY_METRIC_LATENCY_FROM_SCHEDULE:
      return self->ttft_p99_s;

    case PRONY_METRIC_ITL:
    case PRONY_METRIC_THINK_TIME:
    case PRONY_METRIC_MAX_STALL:
    case PRONY_METRIC_JITTER:
      return self->itl_p99_s;

    default:
      return NAN;
    }
}

/**
 * prony_calibration_doubts:
 * @self: (nullable): a calibration
 * @metric: a metric
 * @value: a value of it
 *
 * Returns: whether the calibrated error is more than %PRONY_CALIBRATION_MAX_SHARE of
 *   @value, which is to be marked then
 */
gboolean
prony_calibration_doubts (PronyCalibration *self, PronyMetric metric, double value)
{
  return prony_calibration_get_error (self, metric) > PRONY_CALIBRATION_MAX_SHARE * value;
}

/**
 * prony_calibration_is_carried:
 * @self: a calibration
 *
 * Returns: whether this computer could put the whole load on an engine: if not, then
 *   figures at such a load describe this computer rather than the engine
 */
gboolean
prony_calibration_is_carried (PronyCalibration *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->pace >= PRONY_CALIBRATION_MIN_PACE;
}

/**
 * prony_calibration_format_error:
 * @self: (nullable): a calibration
 * @metric: a metric
 *
 * Returns: (transfer full) (nullable): the error of one value of the metric for
 *   people, such as "± 0.3 ms"; %NULL where prony_calibration_get_error() knows none
 */
char *
prony_calibration_format_error (PronyCalibration *self, PronyMetric metric)
{
  double error_s = prony_calibration_get_error (self, metric);
  g_autofree char *text = NULL;

  if (!isfinite (error_s))
    return NULL;

  text = prony_format_value (error_s, PRONY_UNIT_SECONDS);
  /* Translators: the error of a figure; %s is a time such as "0.3 ms" */
  return g_strdup_printf (C_ ("error", "± %s"), text);
}

/**
 * prony_calibration_to_json:
 * @self: a calibration
 *
 * Returns: (transfer full): the calibration for files, times in seconds
 */
JsonObject *
prony_calibration_to_json (PronyCalibration *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "shape", self->shape);
  json_object_set_int_member (object, "made_us", self->made_us);
  json_object_set_int_member (object, "requests", (gint64) self->requests);
  if (self->threads > 0)
    json_object_set_int_member (object, "threads", self->threads);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    prony_json_add_double (object, figures[i].name, FIGURE (self, i));
  return object;
}

/**
 * prony_calibration_from_json:
 * @object: (nullable): what prony_calibration_to_json() made
 *
 * Returns: (transfer full) (nullable): the calibration; %NULL where @object is none
 */
PronyCalibration *
prony_calibration_from_json (JsonObject *object)
{
  const char *shape = prony_json_get_string (object, "shape", NULL);
  PronyCalibration *self;

  if (shape == NULL)
    return NULL;

  self = prony_calibration_new (shape);
  self->made_us = prony_json_get_int (object, "made_us", 0);
  self->requests = (guint64) MAX (prony_json_get_int (object, "requests", 0), 0);
  self->threads = (guint) CLAMP (prony_json_get_int (object, "threads", 0), 0, G_MAXINT);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    FIGURE (self, i) = prony_json_get_double (object, figures[i].name, NAN);
  return self;
}
