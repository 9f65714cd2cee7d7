/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include <string.h>

#include "fake-nvml.h"

/* Functions as NVIDIA's Management Library has them, by its published interface. */

#define SUCCESS 0
#define NOT_FOUND 6
#define INSUFFICIENT_SIZE 7

extern FakeNvml fake_nvml;

FakeNvml fake_nvml = { .n_devices = 2 };

static char devices[64];

int
nvmlInit_v2 (void)
{
  fake_nvml.n_opened += fake_nvml.init == SUCCESS;
  return fake_nvml.init;
}

int
nvmlShutdown (void)
{
  g_atomic_int_inc (&fake_nvml.n_closed);
  return SUCCESS;
}

int
nvmlDeviceGetCount_v2 (guint *count)
{
  *count = fake_nvml.n_devices;
  return SUCCESS;
}

int
nvmlDeviceGetHandleByIndex_v2 (guint index, char **device)
{
  *device = devices + index % sizeof devices;
  return SUCCESS;
}

static int
ask (const char *device)
{
  return device == devices ? fake_nvml.lost : SUCCESS;
}

int
nvmlDeviceGetName (const char *device, char *name, guint size)
{
  memset (name, 'x', size);
  strncpy (name, device == devices ? "Pretended H100" : "Broken \xff name", size);
  return ask (device);
}

int
nvmlDeviceGetUtilizationRates (const char *device, guint rates[2])
{
  g_atomic_int_inc (&fake_nvml.n_hanging);
  while (g_atomic_int_get (&fake_nvml.hangs))
    g_usleep (1000);

  rates[0] = fake_nvml.busy;
  rates[1] = 1;
  return ask (device);
}

/* The first device has a driver that knows the second version. */
int
nvmlDeviceGetMemoryInfo_v2 (const char *device, guint64 memory[5])
{
  guint version;

  memcpy (&version, memory, sizeof version);
  if (device != devices || version != (5 * sizeof (guint64) | 2u << 24))
    return 25;

  memory[1] = 80;
  memory[2] = 1;
  memory[3] = 49;
  memory[4] = 30;
  return ask (device);
}

int
nvmlDeviceGetMemoryInfo (const char *device, guint64 memory[3])
{
  memory[0] = 40;
  memory[1] = 25;
  memory[2] = 15;
  return ask (device);
}

int
nvmlDeviceGetPowerUsage (const char *device, guint *milliwatts)
{
  *milliwatts = 312500;
  return fake_nvml.power != SUCCESS ? fake_nvml.power : ask (device);
}

int
nvmlDeviceGetEnforcedPowerLimit (const char *device, guint *milliwatts)
{
  *milliwatts = 700000;
  return ask (device);
}

int
nvmlDeviceGetTotalEnergyConsumption (const char *device, guint64 *millijoules)
{
  *millijoules = 7657650;
  return fake_nvml.power != SUCCESS ? fake_nvml.power : ask (device);
}

int
nvmlDeviceGetCurrentClocksThrottleReasons (const char *device, guint64 *reasons)
{
  *reasons = fake_nvml.throttling;
  return ask (device);
}

int
nvmlDeviceGetTemperature (const char *device, int sensor, guint *celsius)
{
  *celsius = sensor == 0 ? 64 : 0;
  return ask (device);
}

/* Each process is 24 bytes: number, memory, two instances. */
static int
list (const char *device, guint *count, guint64 *processes, guint n)
{
  guint room = *count;

  *count = n;
  if (ask (device) != SUCCESS)
    return ask (device);
  if (room < n)
    return INSUFFICIENT_SIZE;

  for (guint i = 0; i < n; i++)
    {
      guint pid = fake_nvml.first_pid + i;

      memcpy (processes + i * 3, &pid, sizeof pid);
      processes[i * 3 + 1] = fake_nvml.memory;
    }
  return SUCCESS;
}

int
nvmlDeviceGetComputeRunningProcesses_v2 (const char *device, guint *count, guint64 *processes)
{
  return list (device, count, processes, fake_nvml.n_processes);
}

/* Only the first one draws. */
int
nvmlDeviceGetGraphicsRunningProcesses_v2 (const char *device, guint *count, guint64 *processes)
{
  return list (device, count, processes, MIN (fake_nvml.n_processes, 1));
}
