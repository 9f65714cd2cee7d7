/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "base/prony-json.h"
#include "core/model/prony-host-info.h"

static void
host_info_clear (gpointer data)
{
  PronyHostInfo *self = data;

  g_free (self->hostname);
  g_free (self->os);
  g_free (self->kernel);
  g_free (self->cpu);
}

/* /proc/cpuinfo names the processor once for each core; its key depends on the
 * architecture. */
static char *
read_cpu_name (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *colon = strchr (lines[i], ':');

      if (colon != NULL &&
          (g_str_has_prefix (lines[i], "model name") || g_str_has_prefix (lines[i], "Model")))
        return g_strstrip (g_strdup (colon + 1));
    }

  return NULL;
}

/**
 * prony_host_info_new:
 *
 * Reads what this computer is: from the kernel, /etc/os-release and
 * /proc/cpuinfo. Thread-safe; takes well under a millisecond.
 *
 * Returns: (transfer full): this computer
 */
PronyHostInfo *
prony_host_info_new (void)
{
  PronyHostInfo *self = g_atomic_rc_box_new0 (PronyHostInfo);
  struct utsname name;
  long pages = sysconf (_SC_PHYS_PAGES);
  long page_size = sysconf (_SC_PAGESIZE);

  self->hostname = g_strdup (g_get_host_name ());
  self->os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  if (uname (&name) == 0)
    self->kernel = g_strdup (name.release);
  self->cpu = read_cpu_name ();
  self->cores = g_get_num_processors ();
  if (pages > 0 && page_size > 0)
    self->memory_mb = (guint64) pages * (guint64) page_size / (1024 * 1024);
  return self;
}

/**
 * prony_host_info_ref:
 * @self: a computer
 *
 * Returns: (transfer full): @self
 */
PronyHostInfo *
prony_host_info_ref (PronyHostInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_host_info_unref:
 * @self: (transfer full): a computer
 */
void
prony_host_info_unref (PronyHostInfo *self)
{
  g_atomic_rc_box_release_full (self, host_info_clear);
}

/**
 * prony_host_info_to_json:
 * @self: a computer
 *
 * Returns: (transfer full): the `system_info` of the run folder
 */
JsonObject *
prony_host_info_to_json (PronyHostInfo *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  prony_json_add_string (object, "hostname", self->hostname);
  prony_json_add_string (object, "os", self->os);
  prony_json_add_string (object, "kernel", self->kernel);
  prony_json_add_string (object, "cpu", self->cpu);
  json_object_set_int_member (object, "cores", self->cores);
  json_object_set_int_member (object, "memory_mb", (gint64) self->memory_mb);
  return object;
}

/**
 * prony_host_info_from_json:
 * @object: what prony_host_info_to_json() made
 *
 * Returns: (transfer full): the computer; what is not there stays unknown
 */
PronyHostInfo *
prony_host_info_from_json (JsonObject *object)
{
  PronyHostInfo *self = g_atomic_rc_box_new0 (PronyHostInfo);

  self->hostname = g_strdup (prony_json_get_string (object, "hostname", NULL));
  self->os = g_strdup (prony_json_get_string (object, "os", NULL));
  self->kernel = g_strdup (prony_json_get_string (object, "kernel", NULL));
  self->cpu = g_strdup (prony_json_get_string (object, "cpu", NULL));
  self->cores = (guint) CLAMP (prony_json_get_int (object, "cores", 0), 0, G_MAXINT);
  self->memory_mb = (guint64) MAX (prony_json_get_int (object, "memory_mb", 0), 0);
  return self;
}
