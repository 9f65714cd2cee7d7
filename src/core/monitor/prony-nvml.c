/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include <dlfcn.h>
#include <math.h>

#include "core/monitor/prony-nvml.h"

/* NVIDIA's Management Library, loaded where it is there. Declared here is the little of it
 * that is used, by its published interface: "NVML API Reference Guide". */

#define NVML_SUCCESS 0
#define NVML_ERROR_INSUFFICIENT_SIZE 7
#define NVML_TEMPERATURE_GPU 0
#define NVML_VALUE_NOT_AVAILABLE G_MAXUINT64
#define NVML_NAME_SIZE 96

/* What the library calls reasons for throttling of clocks. */
#define NVML_THROTTLE_POWER_CAP (1u << 2)
#define NVML_THROTTLE_HEAT_SOFTWARE (1u << 5)
#define NVML_THROTTLE_HEAT_HARDWARE (1u << 6)
#define NVML_THROTTLE_POWER_BRAKE (1u << 7)

/* More GPUs or processes on one are not looked at. */
#define DEVICES_MAX 64
#define PROCESSES_MAX 4096

typedef struct NvmlDevice NvmlDevice;

typedef struct
{
  guint gpu;
  guint memory;
} NvmlUtilization;

typedef struct
{
  guint64 total;
  guint64 free;
  guint64 used; /* with what the driver keeps for itself */
} NvmlMemory;

typedef struct
{
  guint version;
  guint64 total;
  guint64 reserved;
  guint64 free;
  guint64 used; /* without what is reserved */
} NvmlMemory2;

typedef struct
{
  guint pid;
  guint64 used;
  guint gpu_instance;
  guint compute_instance;
} NvmlProcess;

typedef int (*NvmlListProcesses) (NvmlDevice *device, guint *count, NvmlProcess *processes);

struct _PronyNvml
{
  void *library;
  int (*shutdown) (void);
  int (*get_name) (NvmlDevice *device, char *name, guint size);
  int (*get_utilization) (NvmlDevice *device, NvmlUtilization *utilization);
  int (*get_memory) (NvmlDevice *device, NvmlMemory *memory);
  int (*get_memory2) (NvmlDevice *device, NvmlMemory2 *memory);
  int (*get_power) (NvmlDevice *device, guint *milliwatts);
  int (*get_power_limit) (NvmlDevice *device, guint *milliwatts);
  int (*get_energy) (NvmlDevice *device, guint64 *millijoules);
  int (*get_throttling) (NvmlDevice *device, guint64 *reasons);
  int (*get_temperature) (NvmlDevice *device, int sensor, guint *celsius);
  NvmlListProcesses list_compute;
  NvmlListProcesses list_graphics;
  GArray *processes; /* what the library writes to */
  NvmlDevice *devices[DEVICES_MAX];
  char *names[DEVICES_MAX];
  guint n_devices;
};

/* --- Opening ----------------------------------------------------------------------- */

/* Functions may be missing in drivers older or newer than this. */
static void
find (PronyNvml *self, const char *name, gpointer function)
{
  *(void **) function = dlsym (self->library, name);
}

/* The second version of this call is in all drivers since 2020 and has always filled in the
 * same structure; that of the third was another one for a while. */
static void
find_functions (PronyNvml *self)
{
  find (self, "nvmlShutdown", &self->shutdown);
  find (self, "nvmlDeviceGetName", &self->get_name);
  find (self, "nvmlDeviceGetUtilizationRates", &self->get_utilization);
  find (self, "nvmlDeviceGetMemoryInfo", &self->get_memory);
  find (self, "nvmlDeviceGetMemoryInfo_v2", &self->get_memory2);
  find (self, "nvmlDeviceGetPowerUsage", &self->get_power);
  find (self, "nvmlDeviceGetEnforcedPowerLimit", &self->get_power_limit);
  find (self, "nvmlDeviceGetTotalEnergyConsumption", &self->get_energy);
  find (self, "nvmlDeviceGetCurrentClocksThrottleReasons", &self->get_throttling);
  find (self, "nvmlDeviceGetTemperature", &self->get_temperature);
  find (self, "nvmlDeviceGetComputeRunningProcesses_v2", &self->list_compute);
  find (self, "nvmlDeviceGetGraphicsRunningProcesses_v2", &self->list_graphics);
}

static void
add_device (PronyNvml *self, NvmlDevice *device)
{
  char name[NVML_NAME_SIZE] = "";

  if (self->get_name != NULL)
    self->get_name (device, name, sizeof name - 1);

  self->names[self->n_devices] =
    name[0] != '\0' ? g_utf8_make_valid (name, -1) : g_strdup ("NVIDIA GPU");
  self->devices[self->n_devices++] = device;
}

static gboolean
find_devices (PronyNvml *self)
{
  int (*init) (void);
  int (*get_count) (guint * count);
  int (*get_handle) (guint index, NvmlDevice * *device);
  guint count = 0;

  find (self, "nvmlInit_v2", &init);
  find (self, "nvmlDeviceGetCount_v2", &get_count);
  find (self, "nvmlDeviceGetHandleByIndex_v2", &get_handle);
  if (init == NULL || get_count == NULL || get_handle == NULL || init () != NVML_SUCCESS)
    return FALSE;

  find_functions (self);
  if (get_count (&count) != NVML_SUCCESS)
    count = 0;
  for (guint i = 0; i < MIN (count, DEVICES_MAX); i++)
    {
      NvmlDevice *device = NULL;

      if (get_handle (i, &device) == NVML_SUCCESS)
        add_device (self, device);
    }

  return TRUE;
}

/**
 * prony_nvml_open:
 * @library: the library: %PRONY_NVML_LIBRARY
 *
 * Loads the library and finds the GPUs. May take a second, where the driver has to be
 * loaded first.
 *
 * Returns: (transfer full) (nullable): the GPUs, maybe none; %NULL where there is no such
 *   library, or it does not work
 */
PronyNvml *
prony_nvml_open (const char *library)
{
  /* Once loaded it stays: a driver's library may have threads or handlers of its own. */
  void *handle = dlopen (library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  PronyNvml *self;

  if (handle == NULL)
    return NULL;

  self = g_new0 (PronyNvml, 1);
  self->library = handle;
  self->processes = g_array_new (FALSE, FALSE, sizeof (NvmlProcess));
  if (find_devices (self))
    return self;

  g_debug ("%s was loaded, but could not be initialised", library);
  prony_nvml_free (self);
  return NULL;
}

/**
 * prony_nvml_free:
 * @self: (transfer full): GPUs
 */
void
prony_nvml_free (PronyNvml *self)
{
  if (self->shutdown != NULL)
    self->shutdown ();
  for (guint i = 0; i < self->n_devices; i++)
    g_free (self->names[i]);
  g_array_unref (self->processes);
  dlclose (self->library);
  g_free (self);
}

/* --- Reading ----------------------------------------------------------------------- */

static void
read_memory (PronyNvml *self, NvmlDevice *device, PronyGpuReading *reading)
{
  NvmlMemory2 memory2 = { .version = (guint) sizeof memory2 | (2u << 24) };
  NvmlMemory memory;

  if (self->get_memory2 != NULL && self->get_memory2 (device, &memory2) == NVML_SUCCESS)
    {
      reading->memory_used = (double) memory2.used;
      reading->memory_total = (double) memory2.total;
    }
  else if (self->get_memory != NULL && self->get_memory (device, &memory) == NVML_SUCCESS)
    {
      reading->memory_used = (double) memory.used;
      reading->memory_total = (double) memory.total;
    }
}

static guint
read_slowdown (PronyNvml *self, NvmlDevice *device)
{
  guint64 reasons = 0;
  guint slowdown = 0;

  if (self->get_throttling == NULL || self->get_throttling (device, &reasons) != NVML_SUCCESS)
    return 0;

  if (reasons & (NVML_THROTTLE_POWER_CAP | NVML_THROTTLE_POWER_BRAKE))
    slowdown |= PRONY_GPU_SLOWDOWN_POWER;
  if (reasons & (NVML_THROTTLE_HEAT_SOFTWARE | NVML_THROTTLE_HEAT_HARDWARE))
    slowdown |= PRONY_GPU_SLOWDOWN_HEAT;
  return slowdown;
}

/* Of a GPU that is lost nothing is known any more, but it is still one. */
static void
read_device (PronyNvml *self, guint index, PronyResourceSample *sample)
{
  PronyGpuReading *reading = prony_resource_sample_add_gpu (sample, self->names[index]);
  NvmlDevice *device = self->devices[index];
  NvmlUtilization utilization;
  guint64 energy;
  guint value;

  read_memory (self, device, reading);
  if (self->get_utilization != NULL && self->get_utilization (device, &utilization) == NVML_SUCCESS)
    reading->util_percent = utilization.gpu;
  if (self->get_power != NULL && self->get_power (device, &value) == NVML_SUCCESS)
    reading->power_w = value / 1e3;
  if (self->get_power_limit != NULL && self->get_power_limit (device, &value) == NVML_SUCCESS)
    reading->power_limit_w = value / 1e3;
  if (self->get_energy != NULL && self->get_energy (device, &energy) == NVML_SUCCESS)
    reading->energy_j = (double) energy / 1e3;
  if (self->get_temperature != NULL &&
      self->get_temperature (device, NVML_TEMPERATURE_GPU, &value) == NVML_SUCCESS)
    reading->temperature_c = value;
  reading->slowdown = read_slowdown (self, device);
}

/* Returns: how many there are. Their number is not known before, and grows meanwhile. */
static guint
list_processes (PronyNvml *self, NvmlListProcesses list, NvmlDevice *device)
{
  guint wanted = 32;

  for (guint i = 0; list != NULL && i < 3 && wanted <= PROCESSES_MAX; i++)
    {
      guint count;
      int result;

      g_array_set_size (self->processes, MAX (wanted, self->processes->len));
      count = self->processes->len;
      result = list (device, &count, (NvmlProcess *) (gpointer) self->processes->data);
      if (result == NVML_SUCCESS)
        return MIN (count, self->processes->len);
      if (result != NVML_ERROR_INSUFFICIENT_SIZE)
        return 0;
      wanted = MAX (count, self->processes->len) + 16;
    }

  return 0;
}

/* A process that computes and draws is in both lists, with the same memory. */
static void
read_processes (PronyNvml *self, NvmlDevice *device, NvmlListProcesses list, GHashTable *found)
{
  guint count = list_processes (self, list, device);

  for (guint i = 0; i < count; i++)
    {
      const NvmlProcess *process = &g_array_index (self->processes, NvmlProcess, i);
      guint64 *bytes = g_hash_table_lookup (found, GUINT_TO_POINTER (process->pid));

      if (process->used == NVML_VALUE_NOT_AVAILABLE)
        continue;
      if (bytes == NULL)
        {
          bytes = g_new0 (guint64, 1);
          g_hash_table_insert (found, GUINT_TO_POINTER (process->pid), bytes);
        }
      *bytes = MAX (*bytes, process->used);
    }
}

static void
add_processes (GHashTable *found, guint place, GHashTable *gpu_processes)
{
  GHashTableIter iter;
  gpointer pid;
  gpointer bytes;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &pid, &bytes))
    {
      PronyGpuProcess *process = g_hash_table_lookup (gpu_processes, pid);

      if (process == NULL)
        {
          process = g_new0 (PronyGpuProcess, 1);
          g_hash_table_insert (gpu_processes, pid, process);
        }
      process->memory += *(guint64 *) bytes;
      process->gpus |= (guint64) 1 << place;
    }
}

/**
 * prony_nvml_read:
 * @self: GPUs
 * @sample: where the readings go, one for each GPU; what a GPU does not tell is absent
 * @gpu_processes: (element-type guint PronyGpuProcess): where it goes what processes have
 *   of the GPUs, by their numbers; frees its values with g_free()
 *
 * Takes some milliseconds, most of them waiting for the driver.
 */
void
prony_nvml_read (PronyNvml *self, PronyResourceSample *sample, GHashTable *gpu_processes)
{
  for (guint i = 0; i < self->n_devices; i++)
    {
      g_autoptr (GHashTable) found = g_hash_table_new_full (NULL, NULL, NULL, g_free);

      guint place = sample->gpus->len;

      read_device (self, i, sample);
      read_processes (self, self->devices[i], self->list_compute, found);
      read_processes (self, self->devices[i], self->list_graphics, found);
      add_processes (found, place, gpu_processes);
    }
}
