/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyPrometheus:
 * @value: of the sample that was read last; may be infinite or NAN
 *
 * Reads the metrics that a server shows in Prometheus' text format, sample by sample.
 * To be put on the stack; it holds nothing, the text must outlive it. The other fields
 * are private.
 */
typedef struct
{
  double value;

  /*< private >*/
  const char *next;
  const char *end;
  const char *name;
  gsize name_length;
  const char *labels;
  const char *labels_end;
} PronyPrometheus;

void prony_prometheus_init (PronyPrometheus *self, const char *text, gsize length);
gboolean prony_prometheus_next (PronyPrometheus *self);
gboolean prony_prometheus_is_named (const PronyPrometheus *self, const char *name);
char *prony_prometheus_get_label (const PronyPrometheus *self, const char *label);

G_END_DECLS
