/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "core/engines/prony-engine-class.h"
#include "core/engines/prony-engine-probe.h"
#include "core/engines/prony-engine-scan-private.h"
#include "core/engines/prony-listening-ports.h"
#include "core/engines/prony-sync.h"

/* Looks for engines at the usual ports of this computer and where processes listen that
 * are called like engines, all at once. Only this computer is asked: what is on others
 * is none of our business until the user names it.
 *
 * It works in a thread with a main context of its own, so that a server that sends
 * without end stalls nobody. */

/* Of two seconds, what is left for reading /proc, and for a busy computer. */
#define SCAN_TIMEOUT_S 1.6

/* In this order, so that of two equal finds the IPv4 one is kept. */
static const char *const hosts[] = { "127.0.0.1", "[::1]" };

typedef struct
{
  guint16 *ports; /* zero-terminated; NULL for the usual ones */
  char *proc;
  double timeout_s;
} ScanWish;

typedef struct
{
  GPtrArray *engines; /* (element-type PronyEngineSpec): the usual addresses first */
  GPtrArray *infos;   /* (element-type PronyEngineInfo): what they are; may be NULL */
  GHashTable *urls;   /* (element-type utf8): of @engines */
  guint n_usual;
  guint n_pending;
} Scan;

typedef struct
{
  Scan *scan;
  guint slot;
} Look;

static void
info_free_nullable (gpointer data)
{
  g_clear_pointer ((PronyEngineInfo **) &data, prony_engine_info_unref);
}

static void
scan_wish_free (gpointer data)
{
  ScanWish *self = data;

  g_free (self->ports);
  g_free (self->proc);
  g_free (self);
}

static gboolean
is_engine (const Scan *self, guint slot)
{
  const PronyEngineInfo *info = g_ptr_array_index (self->infos, slot);

  if (info == NULL || info->status == PRONY_ENGINE_STATUS_FOREIGN)
    return FALSE;
  if (info->kind != PRONY_ENGINE_UNKNOWN)
    return TRUE;

  /* A process that is called like an engine is one, even if it wants a key first. */
  return slot >= self->n_usual && (info->status == PRONY_ENGINE_STATUS_UNAUTHORIZED ||
                                   info->status == PRONY_ENGINE_STATUS_OVERLOADED);
}

static const char *
get_first_model (const PronyEngineInfo *info)
{
  if (info->models->len == 0)
    return NULL;

  return ((const PronyModelInfo *) g_ptr_array_index (info->models, 0))->id;
}

static gboolean
has_same_port (const PronyEngineInfo *a, const PronyEngineInfo *b)
{
  return g_strcmp0 (strrchr (a->url, ':'), strrchr (b->url, ':')) == 0;
}

/* A server that listens at several addresses answers several times. */
static gboolean
is_found (GPtrArray *found, const PronyEngineInfo *info)
{
  for (guint i = 0; i < found->len; i++)
    {
      const PronyEngineInfo *other = g_ptr_array_index (found, i);

      if (has_same_port (other, info) && other->kind == info->kind &&
          other->status == info->status && g_strcmp0 (other->version, info->version) == 0 &&
          other->models->len == info->models->len &&
          g_strcmp0 (get_first_model (other), get_first_model (info)) == 0)
        return TRUE;
    }

  return FALSE;
}

static GPtrArray *
collect_engines (const Scan *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_info_unref);

  for (guint slot = 0; slot < self->infos->len; slot++)
    if (is_engine (self, slot) && !is_found (found, g_ptr_array_index (self->infos, slot)))
      g_ptr_array_add (found, prony_engine_info_ref (g_ptr_array_index (self->infos, slot)));

  return found;
}

static void
add_engine (Scan *self, PronyEngineSpec *engine)
{
  if (g_hash_table_contains (self->urls, engine->url))
    return;

  g_hash_table_add (self->urls, engine->url);
  g_ptr_array_add (self->engines, prony_engine_spec_ref (engine));
}

static void
add_port (Scan *self, guint port)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s:%u", hosts[i], port);
      g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);

      add_engine (self, engine);
    }
}

/* The most common engines first. */
static void
add_usual_ports (Scan *self)
{
  for (guint kind = PRONY_ENGINE_UNKNOWN + 1; kind < PRONY_N_ENGINE_KINDS; kind++)
    {
      const PronyEngineClass *engine_class = prony_engine_class_get ((PronyEngineKind) kind);

      for (guint i = 0; engine_class->ports[i] != 0; i++)
        add_port (self, engine_class->ports[i]);
    }
}

static void
add_engines (Scan *self, const ScanWish *wish)
{
  g_autoptr (GPtrArray) listening = prony_listening_ports_find (wish->proc);

  if (wish->ports == NULL)
    add_usual_ports (self);
  for (guint i = 0; wish->ports != NULL && wish->ports[i] != 0; i++)
    add_port (self, wish->ports[i]);

  self->n_usual = self->engines->len;
  for (guint i = 0; i < listening->len; i++)
    add_engine (self, g_ptr_array_index (listening, i));
}

static void
on_probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *look = user_data;
  Scan *self = look->scan;

  /* The only error of a probe of an address made here is that it was cancelled,
   * which the task knows itself. */
  g_ptr_array_index (self->infos, look->slot) = prony_engine_probe_finish (result, NULL);
  self->n_pending--;
}

static void
probe_all (Scan *self, double timeout_s, GCancellable *cancellable)
{
  self->n_pending = self->engines->len;
  g_ptr_array_set_size (self->infos, (gint) self->n_pending);
  for (guint slot = 0; slot < self->engines->len; slot++)
    {
      Look *look = g_new0 (Look, 1);

      look->scan = self;
      look->slot = slot;
      prony_engine_probe_async (g_ptr_array_index (self->engines, slot), NULL, timeout_s,
                                cancellable, on_probed_cb, look);
    }
}

static void
run_scan (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const ScanWish *wish = data;
  g_autoptr (GPtrArray) engines =
    g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_spec_unref);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (info_free_nullable);
  g_autoptr (GHashTable) urls = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 started_us = g_get_monotonic_time ();
  Scan self = { .engines = engines, .infos = infos, .urls = urls };
  PronySync sync;

  prony_sync_begin (&sync);
  add_engines (&self, wish);
  probe_all (&self,
             MAX (wish->timeout_s - (double) (g_get_monotonic_time () - started_us) / 1e6, 0.001),
             cancellable);
  while (self.n_pending > 0)
    g_main_context_iteration (sync.context, TRUE);
  prony_sync_end (&sync);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, collect_engines (&self), (GDestroyNotify) g_ptr_array_unref);
}

void
_prony_engine_scan_all_async (const guint16 *ports,
                              const char *proc,
                              double timeout_s,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ScanWish *wish = g_new0 (ScanWish, 1);
  guint n = 0;

  while (ports != NULL && ports[n] != 0)
    n++;
  if (ports != NULL)
    wish->ports = g_memdup2 (ports, (n + 1) * sizeof *ports);
  wish->proc = g_strdup (proc);
  wish->timeout_s = timeout_s;

  g_task_set_source_tag (task, prony_engine_scan_async);
  g_task_set_task_data (task, wish, scan_wish_free);
  g_task_run_in_thread (task, run_scan);
}

/**
 * prony_engine_scan_async:
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Looks for engines at the usual ports of this computer and where the processes of
 * engines listen, within two seconds.
 */
void
prony_engine_scan_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  _prony_engine_scan_all_async (NULL, "/proc", SCAN_TIMEOUT_S, cancellable, callback, user_data);
}

/**
 * prony_engine_scan_finish:
 * @result: the result that the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED; no other error is possible
 *
 * Returns: (transfer full) (element-type PronyEngineInfo) (nullable): the engines
 *   that answered, each once, ready or not; empty where there are none
 */
GPtrArray *
prony_engine_scan_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * prony_engine_scan:
 * @cancellable: (nullable): ends it, from any thread
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * The same as prony_engine_scan_async(), but blocks. Not for the main thread of a
 * program with windows.
 *
 * Returns: (transfer full) (element-type PronyEngineInfo) (nullable): the engines
 */
GPtrArray *
prony_engine_scan (GCancellable *cancellable, GError **error)
{
  GPtrArray *found;
  PronySync sync;

  prony_sync_begin (&sync);
  prony_engine_scan_async (cancellable, prony_sync_done_cb, &sync);
  found = prony_engine_scan_finish (prony_sync_wait (&sync), error);
  prony_sync_end (&sync);
  return found;
}
