/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <unistd.h>

#include "base/prony-clock.h"
#include "core/monitor/prony-nvml.h"
#include "core/monitor/prony-process-stat.h"
#include "core/monitor/prony-process-watch.h"
#include "monitor-fixture.h"

#define SOCKET                                                                                     \
  "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 %u 1 0\n"

typedef struct
{
  MonitorFixture proc;
  GHashTable *gpu_memory;
  double page;
  double tick_s;
} Fixture;

static void
setup (Fixture *self, gconstpointer data)
{
  monitor_fixture_setup (&self->proc, data);
  self->gpu_memory = monitor_fixture_new_gpu_memory ();
  self->page = (double) sysconf (_SC_PAGESIZE);
  self->tick_s = 1.0 / (double) sysconf (_SC_CLK_TCK);
}

static void
teardown (Fixture *self, gconstpointer data)
{
  g_hash_table_unref (self->gpu_memory);
  monitor_fixture_teardown (&self->proc, data);
}

static void
look (Fixture *self, PronyProcessWatch *watch)
{
  g_autoptr (GArray) processes = prony_process_stat_list (self->proc.root);

  prony_process_watch_look (watch, self->proc.root, processes);
}

/* Returns: the sample with the reading */
static PronyResourceSample *
read_at (Fixture *self, PronyProcessWatch *watch, double seconds)
{
  PronyResourceSample *sample = prony_resource_sample_new (prony_s_to_ns (seconds));

  prony_process_watch_read (watch, self->proc.root, self->gpu_memory, sample);
  return sample;
}

static void
assert_reading (Fixture *self,
                PronyProcessWatch *watch,
                double seconds,
                guint n_processes,
                double cpu_percent,
                guint pages)
{
  g_autoptr (PronyResourceSample) sample = read_at (self, watch, seconds);
  const PronyEngineReading *reading = prony_resource_sample_find_engine (sample, "engine");

  g_assert_nonnull (reading);
  g_assert_cmpuint (reading->n_processes, ==, n_processes);
  monitor_fixture_assert_near (reading->cpu_percent, cpu_percent);
  monitor_fixture_assert_near (reading->memory, pages * self->page);
}

static void
assert_nothing (Fixture *self, PronyProcessWatch *watch, double seconds)
{
  g_autoptr (PronyResourceSample) sample = read_at (self, watch, seconds);

  g_assert_cmpuint (sample->engines->len, ==, 0);
}

static void
set_gpu_memory (Fixture *self, guint pid, guint64 bytes)
{
  const PronyGpuProcess process = { .memory = bytes, .gpus = (guint64) 1 << (pid % 40) };

  g_hash_table_insert (self->gpu_memory, GUINT_TO_POINTER (pid),
                       g_memdup2 (&process, sizeof process));
}

/* The program, its children and theirs, which come and go. */
static void
test_family (Fixture *self, gconstpointer data)
{
  MonitorFixture *proc = &self->proc;
  g_autoptr (PronyProcessWatch) watch = prony_process_watch_new_for_pid ("engine", 40);
  double core = 100 * self->tick_s;

  monitor_fixture_add_process (proc, 30, 1, "bash", 90, 5, 1000);
  monitor_fixture_add_process (proc, 40, 30, "vllm", 100, 10, 10);
  monitor_fixture_add_process (proc, 39, 41, "worker) S 1 (", 102, 10, 20);
  monitor_fixture_add_process (proc, 41, 40, "", 101, 10, 30);
  monitor_fixture_add_process (proc, 42, 30, "other", 100, 10, 1000);
  monitor_fixture_add_process (proc, 43, 40, "older than its parent", 50, 10, 1000);
  look (self, watch);
  assert_reading (self, watch, 10, 3, NAN, 60);

  /* So many ticks in two seconds. */
  monitor_fixture_add_process (proc, 40, 30, "vllm", 100, 30, 11);
  monitor_fixture_add_process (proc, 39, 41, "worker", 102, 110, 20);
  assert_reading (self, watch, 12, 3, 120 / 2.0 * core, 61);

  /* One ends, one begins: its time counts from the reading after. */
  monitor_fixture_remove (proc, "41");
  monitor_fixture_add_process (proc, 44, 40, "new", 200, 1000, 5);
  look (self, watch);
  assert_reading (self, watch, 13, 3, 0, 36);
  monitor_fixture_add_process (proc, 44, 40, "new", 200, 1050, 5);
  assert_reading (self, watch, 14, 3, 50 * core, 36);

  /* Another process has got the number of one of them, or that of the program. */
  monitor_fixture_add_process (proc, 44, 1, "another", 300, 9999, 1000);
  assert_reading (self, watch, 15, 2, 0, 31);
  monitor_fixture_add_process (proc, 40, 1, "another", 300, 9999, 1000);
  assert_nothing (self, watch, 16);
  look (self, watch);
  assert_nothing (self, watch, 17);
}

static void
test_gpu_memory (Fixture *self, gconstpointer data)
{
  g_autoptr (PronyProcessWatch) watch = prony_process_watch_new_for_pid ("engine", 40);
  g_autoptr (PronyResourceSample) none = NULL;
  g_autoptr (PronyResourceSample) some = NULL;

  monitor_fixture_add_process (&self->proc, 40, 1, "vllm", 100, 0, 0);
  monitor_fixture_add_process (&self->proc, 41, 40, "worker", 100, 0, 0);
  monitor_fixture_add_process (&self->proc, 42, 40, "worker", 100, 0, 0);
  look (self, watch);
  set_gpu_memory (self, 99, 7);
  none = read_at (self, watch, 1);
  monitor_fixture_assert_near (((PronyEngineReading *) none->engines->pdata[0])->gpu_memory, NAN);
  g_assert_cmphex (((PronyEngineReading *) none->engines->pdata[0])->gpus, ==, 0);

  set_gpu_memory (self, 41, 1000);
  set_gpu_memory (self, 42, 200);
  some = read_at (self, watch, 2);
  monitor_fixture_assert_near (((PronyEngineReading *) some->engines->pdata[0])->gpu_memory, 1200);
  g_assert_cmphex (((PronyEngineReading *) some->engines->pdata[0])->gpus, ==, 1 << 1 | 1 << 2);
}

/* An engine that comes later, ends, and is started again. */
static void
test_port (Fixture *self, gconstpointer data)
{
  MonitorFixture *proc = &self->proc;
  g_autoptr (PronyProcessWatch) watch =
    prony_process_watch_new_for_port ("engine", "127.0.0.1", 8000);
  double at = 0;

  look (self, watch);
  assert_nothing (self, watch, at++);

  monitor_fixture_write (proc, "net/tcp", SOCKET, 1);
  monitor_fixture_add_process (proc, 40, 1, "ollama", 100, 0, 3);
  monitor_fixture_add_socket (proc, 40, 3, 1);
  look (self, watch); /* it is not sought each time */
  assert_nothing (self, watch, at++);
  look (self, watch);
  assert_reading (self, watch, at++, 1, NAN, 3);
  assert_reading (self, watch, at++, 1, 0, 3);

  monitor_fixture_remove (proc, "40");
  assert_nothing (self, watch, at++);
  monitor_fixture_add_process (proc, 50, 1, "ollama", 900, 0, 4);
  monitor_fixture_add_socket (proc, 50, 3, 1);
  look (self, watch);
  assert_reading (self, watch, at++, 1, NAN, 4);

  /* While nobody is there it is sought now and then. */
  monitor_fixture_remove (proc, "50");
  for (guint i = 0; i < 100; i++)
    {
      look (self, watch);
      assert_nothing (self, watch, at++);
    }
  monitor_fixture_add_process (proc, 60, 1, "ollama", 990, 0, 5);
  monitor_fixture_add_socket (proc, 60, 3, 1);
  for (guint i = 0; i < 14; i++)
    look (self, watch);
  assert_reading (self, watch, at++, 1, NAN, 5);
}

/* One that was killed stays in the list until its parent has noticed. */
static void
test_dead (Fixture *self, gconstpointer data)
{
  g_autoptr (PronyProcessWatch) watch = prony_process_watch_new_for_pid ("engine", 40);

  monitor_fixture_add_process (&self->proc, 40, 30, "vllm", 100, 10, 10);
  look (self, watch);
  assert_reading (self, watch, 10, 1, NAN, 10);

  monitor_fixture_write (&self->proc, "40/stat", "%s",
                         "40 (vllm) Z 30 1 1 0 -1 4194304 100 0 0 0 4 6 7 7 20 0 1 0 100 0 0 "
                         "18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n");
  assert_nothing (self, watch, 12);
}

/* A program that starts processes without end, which a reading must bear. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (PronyProcessWatch) watch = prony_process_watch_new_for_pid ("engine", 2);

  for (guint pid = 2; pid < 1100; pid++)
    monitor_fixture_add_process (&self->proc, pid, pid - 1, "x", pid, 0, 1);
  look (self, watch);
  assert_reading (self, watch, 1, 1024, NAN, 1024);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/process-watch/family", test_family }, { "/process-watch/gpu-memory", test_gpu_memory },
    { "/process-watch/port", test_port },     { "/process-watch/dead", test_dead },
    { "/process-watch/many", test_many },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, setup, tests[i].test, teardown);
  return g_test_run ();
}
