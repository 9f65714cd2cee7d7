/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/prony-clock.h"
#include "core/monitor/prony-kernel-file.h"
#include "core/monitor/prony-sysfs-gpus.h"

/* amdgpu tells utilisation, memory, power and temperature: see "Misc AMDGPU driver
 * information" and "GPU Power/Thermal Controls and Monitoring" in the kernel's
 * documentation. i915 and xe tell energy, and some temperature: see
 * Documentation/ABI/testing/sysfs-driver-intel-i915-hwmon and -xe-hwmon. How busy they are
 * cannot be read there without rights. */

#define VENDOR_AMD 0x1002
#define VENDOR_INTEL 0x8086

typedef struct
{
  char *device; /* folder of the card's device */
  char *hwmon;  /* (nullable): folder of its sensors */
  char *name;
  double energy_j; /* at the reading before; NAN where there is none */
  gint64 energy_ns;
} Gpu;

struct _PronySysfsGpus
{
  GPtrArray *gpus;
};

static void
gpu_free (gpointer data)
{
  Gpu *gpu = data;

  g_free (gpu->device);
  g_free (gpu->hwmon);
  g_free (gpu->name);
  g_free (gpu);
}

static double
read_number (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return prony_kernel_file_read_number (path);
}

/* --- Finding ----------------------------------------------------------------------- */

static guint
read_hex (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char text[32];

  return prony_kernel_file_read (path, text, sizeof text) ? (guint) strtoul (text, NULL, 16) : 0;
}

static char *
find_hwmon (const char *device)
{
  g_autofree char *folder = g_build_filename (device, "hwmon", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;

  return name != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

/* Few cards say what they are called; the identifier is what lspci knows them by. */
static char *
make_name (const char *device, guint vendor)
{
  g_autofree char *path = g_build_filename (device, "product_name", NULL);
  char text[128];

  if (prony_kernel_file_read (path, text, sizeof text) && g_strstrip (text)[0] != '\0')
    return g_utf8_make_valid (text, -1);

  return g_strdup_printf ("%s GPU %04x", vendor == VENDOR_AMD ? "AMD" : "Intel",
                          read_hex (device, "device"));
}

/* The cards' connectors are called "card0-DP-1". */
static gboolean
is_card (const char *name)
{
  return g_str_has_prefix (name, "card") && name[4] != '\0' &&
         strspn (name + 4, "0123456789") == strlen (name + 4);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *const *first = a;
  const char *const *second = b;

  return strcmp (*first, *second);
}

static void
add_card (PronySysfsGpus *self, const char *drm, const char *card)
{
  g_autofree char *device = g_build_filename (drm, card, "device", NULL);
  guint vendor = read_hex (device, "vendor");
  Gpu *gpu;

  if (vendor != VENDOR_AMD && vendor != VENDOR_INTEL)
    return;

  gpu = g_new0 (Gpu, 1);
  gpu->name = make_name (device, vendor);
  gpu->hwmon = find_hwmon (device);
  gpu->device = g_steal_pointer (&device);
  gpu->energy_j = NAN;
  g_ptr_array_add (self->gpus, gpu);
}

/**
 * prony_sysfs_gpus_new:
 * @sys: where the system tells about devices: "/sys"
 *
 * Finds the GPUs that there are.
 *
 * Returns: (transfer full): them, maybe none
 */
PronySysfsGpus *
prony_sysfs_gpus_new (const char *sys)
{
  PronySysfsGpus *self = g_new0 (PronySysfsGpus, 1);
  g_autofree char *drm = g_build_filename (sys, "class", "drm", NULL);
  g_autoptr (GDir) dir = g_dir_open (drm, 0, NULL);
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  self->gpus = g_ptr_array_new_with_free_func (gpu_free);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_card (name))
      g_ptr_array_add (cards, g_strdup (name));

  g_ptr_array_sort (cards, compare_names);
  for (guint i = 0; i < cards->len; i++)
    add_card (self, drm, g_ptr_array_index (cards, i));
  return self;
}

/**
 * prony_sysfs_gpus_free:
 * @self: (transfer full): GPUs
 */
void
prony_sysfs_gpus_free (PronySysfsGpus *self)
{
  g_ptr_array_unref (self->gpus);
  g_free (self);
}

/* --- Reading ----------------------------------------------------------------------- */

/* Where the driver tells energy only, power is its change. The counter begins anew when it
 * is full. */
static double
read_power_of_energy (Gpu *gpu, gint64 now_ns)
{
  double energy_j = read_number (gpu->hwmon, "energy1_input") / 1e6;
  double power = (energy_j - gpu->energy_j) / prony_ns_to_s (now_ns - gpu->energy_ns);

  gpu->energy_j = energy_j;
  gpu->energy_ns = now_ns;
  return isfinite (power) && power >= 0 ? power : NAN;
}

static double
read_power (Gpu *gpu, gint64 now_ns)
{
  double power = read_number (gpu->hwmon, "power1_average") / 1e6;

  if (isnan (power))
    power = read_number (gpu->hwmon, "power1_input") / 1e6;
  return isnan (power) ? read_power_of_energy (gpu, now_ns) : power;
}

/* A GPU that sleeps would be woken by being asked. */
static gboolean
is_asleep (const Gpu *gpu)
{
  g_autofree char *path = g_build_filename (gpu->device, "power", "runtime_status", NULL);
  char text[32];

  return prony_kernel_file_read (path, text, sizeof text) && g_str_has_prefix (text, "suspend");
}

static void
read_gpu (Gpu *gpu, PronyResourceSample *sample)
{
  PronyGpuReading *reading = prony_resource_sample_add_gpu (sample, gpu->name);

  if (is_asleep (gpu))
    {
      gpu->energy_j = NAN;
      return;
    }

  reading->util_percent = read_number (gpu->device, "gpu_busy_percent");
  reading->memory_used = read_number (gpu->device, "mem_info_vram_used");
  reading->memory_total = read_number (gpu->device, "mem_info_vram_total");
  if (gpu->hwmon == NULL)
    return;

  reading->power_w = read_power (gpu, sample->at_ns);
  reading->power_limit_w = read_number (gpu->hwmon, "power1_cap") / 1e6;
  reading->temperature_c = read_number (gpu->hwmon, "temp1_input") / 1e3;
}

/**
 * prony_sysfs_gpus_read:
 * @self: GPUs
 * @sample: where the readings go, one for each GPU; what a driver does not tell is absent
 */
void
prony_sysfs_gpus_read (PronySysfsGpus *self, PronyResourceSample *sample)
{
  for (guint i = 0; i < self->gpus->len; i++)
    read_gpu (g_ptr_array_index (self->gpus, i), sample);
}
