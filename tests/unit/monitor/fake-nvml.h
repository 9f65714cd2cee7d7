/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

/* What the pretended driver says; a test finds it under the name "fake_nvml". */
typedef struct
{
  guint n_devices;
  int init;           /* result of that call, 0 is success */
  int power;          /* likewise */
  int lost;           /* result of everything that is asked of the first device */
  guint busy;         /* percent */
  guint64 throttling; /* bits, why clocks are held back */
  guint64 memory;     /* what a process has on each device, in bytes */
  guint n_processes;
  guint first_pid; /* of processes, whose numbers follow each other */
  guint n_opened;  /* counts calls */
  int n_closed;    /* atomic */
  int hangs;       /* atomic: whether it waits when it is asked for the use of a device */
  int n_hanging;   /* atomic */
} FakeNvml;
