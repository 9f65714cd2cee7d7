/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <gio/gio.h>
#include <malloc.h>
#include <math.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "base/prony-json.h"
#include "core/monitor/prony-monitor.h"
#include "monitor-fixture.h"

/* --- Reading ----------------------------------------------------------------------- */

static void
test_json (void)
{
  g_autoptr (PronyResourceSample) sample = prony_resource_sample_new (1);
  PronyGpuReading *gpu;
  PronyEngineReading *engine;
  g_autoptr (JsonObject) nothing = NULL;
  g_autoptr (JsonObject) all = NULL;
  g_autoptr (JsonObject) processes = NULL;
  g_autofree char *nothing_text = NULL;
  g_autofree char *all_text = NULL;
  g_autofree char *processes_text = NULL;

  nothing = prony_resource_sample_to_json (sample);
  nothing_text = prony_json_to_text (nothing, FALSE);
  g_assert_cmpstr (nothing_text, ==, "{\"gpus\":[]}");

  sample->cpu_percent = 12.5;
  sample->memory_used = 3 * 1024 * 1024;
  sample->memory_total = 8 * 1024 * 1024;
  gpu = prony_resource_sample_add_gpu (sample, "H100");
  gpu->util_percent = 87;
  gpu->power_w = 312.5;
  engine = prony_resource_sample_add_engine (sample, "engine");
  engine->pid = 40;
  engine->n_processes = 2;
  engine->memory = 512 * 1024;
  all = prony_resource_sample_to_json (sample);
  all_text = prony_json_to_text (all, FALSE);
  g_assert_cmpstr (all_text, ==,
                   "{\"cpu_percent\":12.5,\"memory_mb\":3.0,\"memory_total_mb\":8.0,\"gpus\":["
                   "{\"name\":\"H100\",\"util_percent\":87.0,\"power_w\":312.5}]}");
  processes = prony_engine_reading_to_json (engine);
  processes_text = prony_json_to_text (processes, FALSE);
  g_assert_cmpstr (processes_text, ==, "{\"pid\":40,\"processes\":2,\"memory_mb\":0.5}");
}

/* This program listens, so it is the engine. */
static void
test_engine (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://localhost:%u", port);
  g_autoptr (PronyEngineSpec) here = prony_engine_spec_new (url, NULL);
  g_autoptr (PronyEngineSpec) there = prony_engine_spec_new ("http://192.0.2.1:8000", NULL);
  g_autoptr (PronyResourceReader) reader = prony_resource_reader_new (NULL);
  g_autoptr (PronyResourceSample) first = NULL;
  g_autoptr (PronyResourceSample) second = NULL;
  const PronyEngineReading *reading;
  gint64 cpu_ns = prony_clock_thread_cpu_ns ();

  prony_resource_reader_add_engine (reader, here);
  prony_resource_reader_add_engine (reader, here); /* with another model */
  prony_resource_reader_add_engine (reader, there);
  first = prony_resource_reader_read (reader);
  g_assert_cmpuint (first->engines->len, ==, 1);
  g_assert_null (prony_resource_sample_find_engine (first, there->id));
  reading = prony_resource_sample_find_engine (first, here->id);
  g_assert_cmpuint (reading->pid, ==, getpid ());
  g_assert_cmpfloat (reading->memory, >, 1024 * 1024);
  g_assert_true (isnan (reading->cpu_percent));
  g_assert_cmpfloat (first->memory_used, >, 0);
  g_assert_cmpfloat (first->memory_used, <, first->memory_total);

  while (prony_clock_thread_cpu_ns () - cpu_ns < PRONY_NS_PER_S / 10)
    ;
  second = prony_resource_reader_read (reader);
  reading = prony_resource_sample_find_engine (second, here->id);
  g_assert_cmpfloat (reading->cpu_percent, >, 0);
  g_assert_cmpfloat (second->cpu_percent, >, 0);
  g_assert_cmpfloat (second->cpu_percent, <=, 100);
}

/* Nothing is there that could be read. */
static void
test_nowhere (void)
{
  const PronyResourcePlaces places = { "/nonexistent", "/nonexistent", "/nonexistent" };
  g_autoptr (PronyResourceReader) reader = prony_resource_reader_new (&places);
  g_autoptr (PronyResourceSample) sample = NULL;

  prony_resource_reader_add_port (reader, "port", 8000);
  prony_resource_reader_add_process (reader, "pid", 1);
  sample = prony_resource_reader_read (reader);
  g_assert_true (isnan (sample->cpu_percent));
  g_assert_true (isnan (sample->memory_used));
  g_assert_cmpuint (sample->gpus->len, ==, 0);
  g_assert_cmpuint (sample->engines->len, ==, 0);
}

/* --- The thread ---------------------------------------------------------------------- */

static PronyResourceSample *
wait_for_sample (PronyMonitor *monitor, gint64 after_ns)
{
  for (;;)
    {
      g_autoptr (PronyResourceSample) sample = prony_monitor_read (monitor);

      if (sample != NULL && sample->at_ns > after_ns)
        return g_steal_pointer (&sample);
      g_usleep (1000);
    }
}

static void
test_thread (void)
{
  g_autoptr (GPtrArray) engines = g_ptr_array_new ();
  g_autoptr (PronyMonitor) monitor = prony_monitor_start (engines, 0.02);
  g_autoptr (PronyResourceSample) first = wait_for_sample (monitor, 0);
  g_autoptr (PronyResourceSample) second = wait_for_sample (monitor, first->at_ns);

  g_assert_cmpint (second->at_ns, >, first->at_ns);
  g_assert_cmpfloat (second->memory_total, ==, first->memory_total);
}

/* It ends at once, however far the next reading is. */
static void
test_end (void)
{
  gint64 since_us = g_get_monotonic_time ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GPtrArray) engines = g_ptr_array_new ();
      g_autoptr (PronyMonitor) monitor = prony_monitor_start (engines, 3600);

      if (i % 2 == 0)
        prony_resource_sample_unref (wait_for_sample (monitor, 0));
    }
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 60 * G_TIME_SPAN_SECOND);
}

/* However far the next reading is. */
static void
test_hurry (void)
{
  g_autoptr (GPtrArray) engines = g_ptr_array_new ();
  g_autoptr (PronyMonitor) monitor = prony_monitor_start (engines, 3600);
  g_autoptr (PronyResourceSample) first = wait_for_sample (monitor, 0);
  g_autoptr (PronyResourceSample) second = NULL;
  g_autoptr (PronyResourceSample) third = NULL;

  g_usleep (60000);
  prony_monitor_hurry (monitor, 60 * G_TIME_SPAN_SECOND);
  second = prony_monitor_read (monitor);
  g_assert_cmpint (second->at_ns, >, first->at_ns);

  g_usleep (60000);
  prony_monitor_hurry (monitor, 0);
  third = wait_for_sample (monitor, second->at_ns);
  g_assert_cmpint (third->at_ns - second->at_ns, >=, 50 * 1000 * 1000);
}

/* --- What it costs -------------------------------------------------------------------- */

static PronyResourceReader *
make_full_reader (MonitorFixture *self)
{
  g_autofree char *proc = g_build_filename (self->root, "proc", NULL);
  const PronyResourcePlaces places = { proc, self->root, g_getenv ("PRONY_FAKE_NVML") };
  PronyResourceReader *reader = prony_resource_reader_new (&places);

  monitor_fixture_write (self, "proc/stat", "cpu 1 2 3 4 5 6 7 8\n");
  monitor_fixture_write (self, "proc/meminfo", "MemTotal: 9 kB\nMemAvailable: 4 kB\n");
  monitor_fixture_write (self, "proc/40/stat",
                         "40 (x) S 1 1 1 0 -1 0 1 0 0 0 1 2 7 7 20 0 1 0 5 4545488 7 1\n");
  monitor_fixture_write (self, "class/drm/card0/device/vendor", "0x1002\n");
  monitor_fixture_write (self, "class/drm/card0/device/gpu_busy_percent", "5\n");
  prony_resource_reader_add_process (reader, "pid", 40);
  prony_resource_reader_add_port (reader, "port", 8000);
  return reader;
}

static void
read_times (PronyResourceReader *reader, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PronyResourceSample) sample = prony_resource_reader_read (reader);

      g_assert_cmpuint (sample->gpus->len, ==, 3);
      g_assert_cmpuint (sample->engines->len, ==, 1);
    }
}

static void
test_growth (MonitorFixture *self, gconstpointer data)
{
  g_autoptr (PronyResourceReader) reader = make_full_reader (self);
  size_t before;

  read_times (reader, 100);
  before = mallinfo2 ().uordblks;
  read_times (reader, 10000);
  g_assert_cmpuint (mallinfo2 ().uordblks, <, before + 16384);
}

/* Processor time, so that it does not matter what else this computer does: of this
 * computer's own processes, with the engine among them. A second has a thousand
 * milliseconds; less than ten of them are less than one percent. */
static void
test_cost (void)
{
  g_autoptr (PronyResourceReader) reader = prony_resource_reader_new (NULL);
  g_autoptr (PronyResourceSample) first = NULL;
  const guint n = 100;
  gint64 began_ns;
  double each_s;

  prony_resource_reader_add_process (reader, "pid", (guint) getpid ());
  prony_resource_reader_add_port (reader, "port", 1);
  first = prony_resource_reader_read (reader);
  began_ns = prony_clock_thread_cpu_ns ();
  for (guint i = 0; i < n; i++)
    prony_resource_sample_unref (prony_resource_reader_read (reader));
  each_s = prony_ns_to_s (prony_clock_thread_cpu_ns () - began_ns) / n;
  g_test_message ("%.3f ms of processor time for a reading", each_s * 1e3);
  g_assert_cmpfloat (each_s, <, 0.005);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/monitor/json", test_json);
  g_test_add_func ("/monitor/engine", test_engine);
  g_test_add_func ("/monitor/nowhere", test_nowhere);
  g_test_add_func ("/monitor/thread", test_thread);
  g_test_add_func ("/monitor/end", test_end);
  g_test_add_func ("/monitor/hurry", test_hurry);
  g_test_add ("/monitor/growth", MonitorFixture, NULL, monitor_fixture_setup, test_growth,
              monitor_fixture_teardown);
  g_test_add_func ("/monitor/cost", test_cost);
  return g_test_run ();
}
