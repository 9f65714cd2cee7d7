/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <dlfcn.h>
#include <math.h>

#include "core/monitor/prony-monitor.h"
#include "core/monitor/prony-nvml.h"
#include "fake-nvml.h"
#include "monitor-fixture.h"

#define NOT_SUPPORTED 3
#define DRIVER_NOT_LOADED 9
#define GPU_IS_LOST 15

typedef struct
{
  void *handle;
  FakeNvml *driver;
} Fixture;

static const char *
get_library (void)
{
  return g_getenv ("PRONY_FAKE_NVML");
}

static void
setup (Fixture *self, gconstpointer data)
{
  self->handle = dlopen (get_library (), RTLD_NOW | RTLD_LOCAL);
  g_assert_nonnull (self->handle);
  self->driver = dlsym (self->handle, "fake_nvml");
  g_assert_nonnull (self->driver);
  *self->driver = (FakeNvml){ .n_devices = 2, .busy = 87, .memory = 1000, .first_pid = 500 };
}

static void
teardown (Fixture *self, gconstpointer data)
{
  dlclose (self->handle);
}

static void
assert_gpu (PronyResourceSample *sample, guint index, const PronyGpuReading *expected)
{
  const PronyGpuReading *gpu = sample->gpus->pdata[index];

  g_assert_cmpstr (gpu->name, ==, expected->name);
  monitor_fixture_assert_near (gpu->util_percent, expected->util_percent);
  monitor_fixture_assert_near (gpu->memory_used, expected->memory_used);
  monitor_fixture_assert_near (gpu->memory_total, expected->memory_total);
  monitor_fixture_assert_near (gpu->power_w, expected->power_w);
  monitor_fixture_assert_near (gpu->power_limit_w, expected->power_limit_w);
  monitor_fixture_assert_near (gpu->energy_j, expected->energy_j);
  monitor_fixture_assert_near (gpu->temperature_c, expected->temperature_c);
  g_assert_cmphex (gpu->slowdown, ==, expected->slowdown);
}

static char first_name[] = "Pretended H100";
static char second_name[] = "Broken \357\277\275 name";

#define POWER PRONY_GPU_SLOWDOWN_POWER
#define HEAT PRONY_GPU_SLOWDOWN_HEAT

typedef struct
{
  int power;
  int lost;
  guint64 throttling;
  PronyGpuReading first;
  PronyGpuReading second;
} ReadingCase;

static const ReadingCase cases[] = {
  { 0,
    0,
    0x1, /* idle is no slowdown */
    { first_name, 87, 30, 80, 312.5, 700, 7657.65, 64, 0 },
    { second_name, 87, 15, 40, 312.5, 700, 7657.65, 64, 0 } },
  { NOT_SUPPORTED,
    0,
    0x4,
    { first_name, 87, 30, 80, NAN, 700, NAN, 64, POWER },
    { second_name, 87, 15, 40, NAN, 700, NAN, 64, POWER } },
  { 0,
    GPU_IS_LOST,
    0x20 | 0x80,
    { first_name, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0 },
    { second_name, 87, 15, 40, 312.5, 700, 7657.65, 64, POWER | HEAT } },
  { 0,
    0,
    0x40 | 0x1,
    { first_name, 87, 30, 80, 312.5, 700, 7657.65, 64, HEAT },
    { second_name, 87, 15, 40, 312.5, 700, 7657.65, 64, HEAT } },
};

static void
test_readings (Fixture *self, gconstpointer data)
{
  g_autoptr (PronyNvml) nvml = prony_nvml_open (get_library ());

  g_assert_nonnull (nvml);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PronyResourceSample) sample = prony_resource_sample_new (1);
      g_autoptr (GHashTable) memory = monitor_fixture_new_gpu_memory ();

      self->driver->power = cases[i].power;
      self->driver->lost = cases[i].lost;
      self->driver->throttling = cases[i].throttling;
      prony_nvml_read (nvml, sample, memory);
      g_assert_cmpuint (sample->gpus->len, ==, 2);
      assert_gpu (sample, 0, &cases[i].first);
      assert_gpu (sample, 1, &cases[i].second);
    }
}

static void
test_processes (Fixture *self, gconstpointer data)
{
  static const struct
  {
    guint n;
    guint64 memory;
    guint n_found;
  } counts[] = {
    { 0, 1000, 0 },        { 1, 1000, 1 },    { 32, 1000, 32 },
    { 300, 1000, 300 },    { 5000, 1000, 0 }, /* more than can be */
    { 3, G_MAXUINT64, 0 },                    /* not known */
  };
  g_autoptr (PronyNvml) nvml = prony_nvml_open (get_library ());

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (PronyResourceSample) sample = prony_resource_sample_new (1);
      g_autoptr (GHashTable) memory = monitor_fixture_new_gpu_memory ();

      self->driver->n_processes = counts[i].n;
      self->driver->memory = counts[i].memory;
      prony_nvml_read (nvml, sample, memory);
      if (counts[i].n_found == 0)
        {
          /* Those that draw are in a list of their own, which is short. */
          g_assert_cmpuint (g_hash_table_size (memory), <=, 1);
          continue;
        }

      /* On two devices, and not twice where it draws as well. */
      g_assert_cmpuint (g_hash_table_size (memory), ==, counts[i].n_found);
      for (guint pid = 500; pid < 500 + counts[i].n_found; pid++)
        {
          const PronyGpuProcess *process = g_hash_table_lookup (memory, GUINT_TO_POINTER (pid));

          g_assert_cmpuint (process->memory, ==, 2000);
          g_assert_cmphex (process->gpus, ==, 3);
        }
    }
}

static void
test_opening (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_get_current_dir ();

  g_assert_null (prony_nvml_open ("libprony-no-such-library.so.1"));
  g_assert_null (prony_nvml_open (folder));
  g_assert_null (prony_nvml_open ("libglib-2.0.so.0")); /* another library */

  self->driver->init = DRIVER_NOT_LOADED;
  g_assert_null (prony_nvml_open (get_library ()));

  self->driver->init = 0;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PronyNvml) nvml = prony_nvml_open (get_library ());

      g_assert_nonnull (nvml);
    }
  g_assert_cmpuint (self->driver->n_opened, ==, 3);
  g_assert_cmpint (self->driver->n_closed, ==, 3);
}

static void
test_no_devices (Fixture *self, gconstpointer data)
{
  g_autoptr (PronyNvml) nvml = NULL;
  g_autoptr (PronyResourceSample) sample = prony_resource_sample_new (1);
  g_autoptr (GHashTable) memory = monitor_fixture_new_gpu_memory ();

  self->driver->n_devices = 0;
  nvml = prony_nvml_open (get_library ());
  prony_nvml_read (nvml, sample, memory);
  g_assert_cmpuint (sample->gpus->len, ==, 0);
}

/* A driver that hangs keeps neither who asks for the latest sample nor who ends. */
static void
test_hanging (Fixture *self, gconstpointer data)
{
  const PronyResourcePlaces places = { .nvml = get_library () };
  PronyMonitor *monitor;

  g_atomic_int_set (&self->driver->hangs, TRUE);
  monitor = prony_monitor_start_reader (prony_resource_reader_new (&places), 0.01);
  while (g_atomic_int_get (&self->driver->n_hanging) == 0)
    g_usleep (1000);
  g_assert_null (prony_monitor_read (monitor));
  prony_monitor_free (monitor);
  g_assert_cmpint (g_atomic_int_get (&self->driver->n_closed), ==, 0);

  /* It ends by itself when the driver comes back. */
  g_atomic_int_set (&self->driver->hangs, FALSE);
  while (g_atomic_int_get (&self->driver->n_closed) == 0)
    g_usleep (1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/nvml/readings", Fixture, NULL, setup, test_readings, teardown);
  g_test_add ("/nvml/processes", Fixture, NULL, setup, test_processes, teardown);
  g_test_add ("/nvml/opening", Fixture, NULL, setup, test_opening, teardown);
  g_test_add ("/nvml/no-devices", Fixture, NULL, setup, test_no_devices, teardown);
  g_test_add ("/nvml/hanging", Fixture, NULL, setup, test_hanging, teardown);
  return g_test_run ();
}
