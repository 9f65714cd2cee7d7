/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>

#include "base/prony-clock.h"
#include "core/monitor/prony-sysfs-gpus.h"
#include "monitor-fixture.h"

#define AMD "class/drm/card1/device/"
#define INTEL "class/drm/card2/device/"

static PronyResourceSample *
read_at (PronySysfsGpus *gpus, gint64 seconds)
{
  PronyResourceSample *sample = prony_resource_sample_new (seconds * PRONY_NS_PER_S);

  prony_sysfs_gpus_read (gpus, sample);
  return sample;
}

static void
add_amd (MonitorFixture *self)
{
  monitor_fixture_write (self, AMD "vendor", "0x1002\n");
  monitor_fixture_write (self, AMD "device", "0x744c\n");
  monitor_fixture_write (self, AMD "gpu_busy_percent", "87\n");
  monitor_fixture_write (self, AMD "mem_info_vram_used", "12000000000\n");
  monitor_fixture_write (self, AMD "mem_info_vram_total", "24000000000\n");
  monitor_fixture_write (self, AMD "hwmon/hwmon4/power1_average", "215000000\n");
  monitor_fixture_write (self, AMD "hwmon/hwmon4/temp1_input", "61000\n");
}

static void
test_amd (MonitorFixture *self, gconstpointer data)
{
  g_autoptr (PronySysfsGpus) gpus = NULL;
  g_autoptr (PronyResourceSample) sample = NULL;
  const PronyGpuReading *gpu;

  add_amd (self);
  monitor_fixture_write (self, "class/drm/card1-DP-1/device/vendor", "0x1002\n");
  monitor_fixture_write (self, "class/drm/renderD128/device/vendor", "0x1002\n");
  monitor_fixture_write (self, "class/drm/card0/device/vendor", "0x10de\n");
  monitor_fixture_write (self, "class/drm/card3/device/vendor", "nonsense\n");

  gpus = prony_sysfs_gpus_new (self->root);
  sample = read_at (gpus, 1);
  g_assert_cmpuint (sample->gpus->len, ==, 1);
  gpu = sample->gpus->pdata[0];
  g_assert_cmpstr (gpu->name, ==, "AMD GPU 744c");
  monitor_fixture_assert_near (gpu->util_percent, 87);
  monitor_fixture_assert_near (gpu->memory_used, 12e9);
  monitor_fixture_assert_near (gpu->memory_total, 24e9);
  monitor_fixture_assert_near (gpu->power_w, 215);
  monitor_fixture_assert_near (gpu->temperature_c, 61);
}

/* A GPU that sleeps must not be woken, and one that goes away is no error. */
static void
test_changes (MonitorFixture *self, gconstpointer data)
{
  g_autoptr (PronySysfsGpus) gpus = NULL;
  g_autoptr (PronyResourceSample) asleep = NULL;
  g_autoptr (PronyResourceSample) broken = NULL;
  g_autoptr (PronyResourceSample) gone = NULL;
  const PronyGpuReading *gpu;

  add_amd (self);
  monitor_fixture_write (self, AMD "product_name", " Pretended MI300X\n");
  monitor_fixture_write (self, AMD "power/runtime_status", "suspended\n");
  gpus = prony_sysfs_gpus_new (self->root);
  asleep = read_at (gpus, 1);
  gpu = asleep->gpus->pdata[0];
  g_assert_cmpstr (gpu->name, ==, "Pretended MI300X");
  g_assert_true (isnan (gpu->util_percent));
  g_assert_true (isnan (gpu->power_w));

  monitor_fixture_write (self, AMD "power/runtime_status", "active\n");
  monitor_fixture_write (self, AMD "gpu_busy_percent", "busy\n");
  monitor_fixture_remove (self, AMD "mem_info_vram_used");
  monitor_fixture_write (self, AMD "hwmon/hwmon4/temp1_input", "%s", "");
  broken = read_at (gpus, 2);
  gpu = broken->gpus->pdata[0];
  g_assert_true (isnan (gpu->util_percent));
  g_assert_true (isnan (gpu->memory_used));
  g_assert_true (isnan (gpu->temperature_c));
  monitor_fixture_assert_near (gpu->memory_total, 24e9);
  monitor_fixture_assert_near (gpu->power_w, 215);

  monitor_fixture_remove (self, "class");
  gone = read_at (gpus, 3);
  gpu = gone->gpus->pdata[0];
  g_assert_true (isnan (gpu->memory_total));
  g_assert_true (isnan (gpu->power_w));
}

static void
test_intel (MonitorFixture *self, gconstpointer data)
{
  static const struct
  {
    const char *energy;
    double power;
  } steps[] = {
    { "1000000\n", NAN }, { "46000000\n", 45 },
    { "46000000\n", 0 },  { "5\n", NAN }, /* it began anew */
    { "10000005\n", 10 },
  };
  g_autoptr (PronySysfsGpus) gpus = NULL;

  monitor_fixture_write (self, INTEL "vendor", "0x8086\n");
  monitor_fixture_write (self, INTEL "device", "0x56a0\n");
  monitor_fixture_write (self, INTEL "hwmon/hwmon0/energy1_input", "0\n");
  gpus = prony_sysfs_gpus_new (self->root);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (PronyResourceSample) sample = NULL;
      const PronyGpuReading *gpu;

      monitor_fixture_write (self, INTEL "hwmon/hwmon0/energy1_input", "%s", steps[i].energy);
      sample = read_at (gpus, i + 1);
      gpu = sample->gpus->pdata[0];
      g_assert_cmpstr (gpu->name, ==, "Intel GPU 56a0");
      monitor_fixture_assert_near (gpu->power_w, steps[i].power);
      g_assert_true (isnan (gpu->util_percent));
    }
}

static void
test_none (MonitorFixture *self, gconstpointer data)
{
  g_autoptr (PronySysfsGpus) gpus = prony_sysfs_gpus_new (self->root);
  g_autoptr (PronyResourceSample) sample = read_at (gpus, 1);

  g_assert_cmpuint (sample->gpus->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sysfs-gpus/amd", MonitorFixture, NULL, monitor_fixture_setup, test_amd,
              monitor_fixture_teardown);
  g_test_add ("/sysfs-gpus/changes", MonitorFixture, NULL, monitor_fixture_setup, test_changes,
              monitor_fixture_teardown);
  g_test_add ("/sysfs-gpus/intel", MonitorFixture, NULL, monitor_fixture_setup, test_intel,
              monitor_fixture_teardown);
  g_test_add ("/sysfs-gpus/none", MonitorFixture, NULL, monitor_fixture_setup, test_none,
              monitor_fixture_teardown);
  return g_test_run ();
}
