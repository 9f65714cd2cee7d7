/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "core/monitor/prony-host-use.h"
#include "monitor-fixture.h"

typedef struct
{
  const char *first;
  const char *second;
  double percent;
} CpuCase;

static const CpuCase cpu_cases[] = {
  { "cpu  100 0 100 800 0 0 0 0 0 0\n", "cpu  150 0 150 1000 0 0 0 0 0 0\n", 100.0 / 3 },
  { "cpu  0 0 0 0 0 0 0 0 0 0\n", "cpu  10 20 30 25 15 5 5 40 10 20\n", 110 / 1.5 },
  /* Waiting for a disk is not work, and its time may run backwards. */
  { "cpu  0 0 0 0 50 0 0 0 0 0\n", "cpu  50 0 0 60 40 0 0 0 0 0\n", 50 },
  { "cpu  1 2 3 4 5\n", "cpu  2 2 3 4 6\n", 50 }, /* an old kernel */
  { "cpu  1 2 3 4 5 0 0 0\n", "cpu  1 2 3 4 5 0 0 0\n", NAN },
  { "cpu  9 9 9 9 9 0 0 0\n", "cpu  1 2 3 4 5 0 0 0\n", NAN },
  { "cpu  1 2 3\n", "cpu  2 3 4\n", NAN },
  { "", "cpu  1 2 3 4 5 0 0 0\n", NAN },
  { "cpu  1 2 3 4 5 0 0 0\n", "\377\376%%s", NAN },
};

static void
test_cpu (MonitorFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cpu_cases); i++)
    {
      PronyHostUse use = { 0 };
      g_autoptr (PronyResourceSample) first = prony_resource_sample_new (1);
      g_autoptr (PronyResourceSample) second = prony_resource_sample_new (2);

      monitor_fixture_write (self, "stat", "%s", cpu_cases[i].first);
      prony_host_use_read (&use, self->root, first);
      g_assert_true (isnan (first->cpu_percent));
      monitor_fixture_write (self, "stat", "%s", cpu_cases[i].second);
      prony_host_use_read (&use, self->root, second);
      monitor_fixture_assert_near (second->cpu_percent, cpu_cases[i].percent);
    }
}

static const struct
{
  const char *text;
  double used;
  double total;
  double swap;
} memory_cases[] = {
  { "MemTotal:       1000 kB\nMemFree:  10 kB\nMemAvailable:    400 kB\nSwapTotal: 10 kB\n"
    "SwapFree:  7 kB\n",
    614400, 1024000, 3072 },
  { "MemTotal:       1000 kB\nMemFree:  10 kB\n", NAN, 1024000, NAN },
  { "MemTotal:       1000 kB\nMemAvailable:    4000 kB\nSwapTotal: 1 kB\nSwapFree: 2 kB\n", NAN,
    1024000, NAN },
  { "MemAvailable:    4000 kB\n", NAN, NAN, NAN },
  { "MemTotal: much\n", NAN, NAN, NAN },
  { "", NAN, NAN, NAN },
};

static void
test_memory (MonitorFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (memory_cases); i++)
    {
      PronyHostUse use = { 0 };
      g_autoptr (PronyResourceSample) sample = prony_resource_sample_new (1);

      monitor_fixture_write (self, "meminfo", "%s", memory_cases[i].text);
      prony_host_use_read (&use, self->root, sample);
      monitor_fixture_assert_near (sample->memory_used, memory_cases[i].used);
      monitor_fixture_assert_near (sample->memory_total, memory_cases[i].total);
      monitor_fixture_assert_near (sample->swap_used, memory_cases[i].swap);
    }
}

static void
test_nothing (MonitorFixture *self, gconstpointer data)
{
  PronyHostUse use = { 0 };
  g_autoptr (PronyResourceSample) sample = prony_resource_sample_new (1);

  prony_host_use_read (&use, self->root, sample);
  g_assert_true (isnan (sample->cpu_percent));
  g_assert_true (isnan (sample->memory_used));
  g_assert_true (isnan (sample->memory_total));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/host-use/cpu", MonitorFixture, NULL, monitor_fixture_setup, test_cpu,
              monitor_fixture_teardown);
  g_test_add ("/host-use/memory", MonitorFixture, NULL, monitor_fixture_setup, test_memory,
              monitor_fixture_teardown);
  g_test_add ("/host-use/nothing", MonitorFixture, NULL, monitor_fixture_setup, test_nothing,
              monitor_fixture_teardown);
  return g_test_run ();
}
