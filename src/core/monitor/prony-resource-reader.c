/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-monitor"

#include "config.h"

#include "base/prony-clock.h"
#include "core/model/prony-engine-spec.h"
#include "core/monitor/prony-host-use.h"
#include "core/monitor/prony-nvml.h"
#include "core/monitor/prony-process-stat.h"
#include "core/monitor/prony-process-watch.h"
#include "core/monitor/prony-resource-reader.h"
#include "core/monitor/prony-sysfs-gpus.h"

/* Which processes there are is looked at only every so many readings: it takes longer than
 * all the rest. */
#define READINGS_PER_LOOK 5

struct _PronyResourceReader
{
  char *proc;
  char *sys;
  char *nvml_library;
  PronyHostUse host;
  PronyNvml *nvml;      /* (nullable) */
  PronySysfsGpus *gpus; /* (nullable): before the first reading */
  GPtrArray *watches;
  guint n_readings; /* modulo READINGS_PER_LOOK */
};

/**
 * prony_resource_reader_new:
 * @places: (nullable): where readings come from; %NULL means this computer's own
 *
 * Opens nothing yet.
 *
 * Returns: (transfer full): a reader that follows no program
 */
PronyResourceReader *
prony_resource_reader_new (const PronyResourcePlaces *places)
{
  PronyResourceReader *self = g_new0 (PronyResourceReader, 1);

  self->proc = g_strdup (places != NULL && places->proc != NULL ? places->proc : "/proc");
  self->sys = g_strdup (places != NULL && places->sys != NULL ? places->sys : "/sys");
  self->nvml_library =
    g_strdup (places != NULL && places->nvml != NULL ? places->nvml : PRONY_NVML_LIBRARY);
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_process_watch_free);
  return self;
}

/**
 * prony_resource_reader_free:
 * @self: (transfer full): a reader
 */
void
prony_resource_reader_free (PronyResourceReader *self)
{
  g_ptr_array_unref (self->watches);
  g_clear_pointer (&self->gpus, prony_sysfs_gpus_free);
  g_clear_pointer (&self->nvml, prony_nvml_free);
  g_free (self->nvml_library);
  g_free (self->sys);
  g_free (self->proc);
  g_free (self);
}

/**
 * prony_resource_reader_add_engine:
 * @self: a reader that has not read
 * @engine: an engine
 *
 * Follows the program that listens at the engine's address, if that is a loopback address;
 * others may lead to other computers. Its readings have the engine's identifier. An engine
 * that was added before is read once.
 */
void
prony_resource_reader_add_engine (PronyResourceReader *self, PronyEngineSpec *engine)
{
  g_autoptr (GUri) uri = g_uri_parse (engine->url, G_URI_FLAGS_NONE, NULL);
  int port;

  if (uri == NULL || !prony_engine_url_is_loopback (engine->url))
    return;
  for (guint i = 0; i < self->watches->len; i++)
    if (g_str_equal (prony_process_watch_get_id (self->watches->pdata[i]), engine->id))
      return;

  port = g_uri_get_port (uri);
  if (port <= 0)
    port = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
  g_ptr_array_add (self->watches, prony_process_watch_new_for_port (
                                    engine->id, g_uri_get_host (uri), (guint) port));
}

/**
 * prony_resource_reader_add_port:
 * @self: a reader that has not read
 * @id: how the program's readings are called
 * @port: a port of this computer
 *
 * Follows the program that listens there at any address.
 */
void
prony_resource_reader_add_port (PronyResourceReader *self, const char *id, guint port)
{
  g_ptr_array_add (self->watches, prony_process_watch_new_for_port (id, NULL, port));
}

/**
 * prony_resource_reader_add_process:
 * @self: a reader that has not read
 * @id: how the program's readings are called
 * @pid: a process
 *
 * Follows a process and those that it starts, until it ends.
 */
void
prony_resource_reader_add_process (PronyResourceReader *self, const char *id, guint pid)
{
  g_ptr_array_add (self->watches, prony_process_watch_new_for_pid (id, pid));
}

static void
look_for_processes (PronyResourceReader *self)
{
  g_autoptr (GArray) processes = prony_process_stat_list (self->proc);

  for (guint i = 0; i < self->watches->len; i++)
    prony_process_watch_look (g_ptr_array_index (self->watches, i), self->proc, processes);
}

/**
 * prony_resource_reader_read:
 * @self: a reader
 *
 * Reads everything once. What cannot be read is absent. The first reading opens what the
 * others need, which may take a second where a driver is loaded for it.
 *
 * Returns: (transfer full): the sample
 */
PronyResourceSample *
prony_resource_reader_read (PronyResourceReader *self)
{
  g_autoptr (GHashTable) gpu_processes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  PronyResourceSample *sample;

  if (self->gpus == NULL)
    {
      self->gpus = prony_sysfs_gpus_new (self->sys);
      self->nvml = prony_nvml_open (self->nvml_library);
    }
  if (self->watches->len > 0 && self->n_readings == 0)
    look_for_processes (self);
  self->n_readings = (self->n_readings + 1) % READINGS_PER_LOOK;

  sample = prony_resource_sample_new (prony_clock_now_ns ());
  prony_host_use_read (&self->host, self->proc, sample);
  if (self->nvml != NULL)
    prony_nvml_read (self->nvml, sample, gpu_processes);
  prony_sysfs_gpus_read (self->gpus, sample);
  for (guint i = 0; i < self->watches->len; i++)
    prony_process_watch_read (g_ptr_array_index (self->watches, i), self->proc, gpu_processes,
                              sample);
  return sample;
}
