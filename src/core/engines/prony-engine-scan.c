/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include "core/engines/prony-engine-probe.h"
#include "core/engines/prony-engine-scan-private.h"
#include "core/engines/prony-sync.h"

/* Looks for engines at the usual ports of this computer, all at once. Only the
 * loopback addresses are asked: what is on other computers is none of our business
 * until the user names it. */

#define SCAN_TIMEOUT_S 1.8

/* Ollama; llama.cpp, llama-swap, LocalAI; llama.cpp's announced port; vLLM, NIM;
 * TGI; SGLang; LM Studio; KoboldCpp; text-generation-webui; LiteLLM; Jan; LMDeploy;
 * GPT4All; Xinference. */
static const guint16 usual_ports[] = {
  11434, 8080, 9931, 8000, 3000, 30000, 1234, 5001, 5000, 4000, 1337, 23333, 4891, 9997,
};

/* In this order, so that of two equal finds the IPv4 one is kept. */
static const char *const hosts[] = { "127.0.0.1", "[::1]" };

typedef struct
{
  GPtrArray *slots; /* (element-type PronyEngineInfo): by port and host; may be NULL */
  guint n_pending;
} Scan;

typedef struct
{
  GTask *task;
  guint slot;
} Look;

static void
info_free_nullable (gpointer data)
{
  g_clear_pointer ((PronyEngineInfo **) &data, prony_engine_info_unref);
}

static void
scan_free (gpointer data)
{
  Scan *self = data;

  g_ptr_array_unref (self->slots);
  g_free (self);
}

static gboolean
is_engine (const PronyEngineInfo *info)
{
  return info->kind != PRONY_ENGINE_UNKNOWN && info->status != PRONY_ENGINE_STATUS_REFUSED &&
         info->status != PRONY_ENGINE_STATUS_FOREIGN;
}

static const char *
get_first_model (const PronyEngineInfo *info)
{
  if (info->models->len == 0)
    return NULL;

  return ((const PronyModelInfo *) g_ptr_array_index (info->models, 0))->id;
}

/* A server that listens on both address families answers twice. */
static gboolean
is_same_engine (const PronyEngineInfo *a, const PronyEngineInfo *b)
{
  return a->kind == b->kind && a->status == b->status && g_strcmp0 (a->version, b->version) == 0 &&
         a->models->len == b->models->len &&
         g_strcmp0 (get_first_model (a), get_first_model (b)) == 0;
}

static GPtrArray *
collect_engines (const Scan *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_info_unref);

  for (guint i = 0; i < self->slots->len; i += G_N_ELEMENTS (hosts))
    {
      PronyEngineInfo *first = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (hosts); j++)
        {
          PronyEngineInfo *info = g_ptr_array_index (self->slots, i + j);

          if (info == NULL || !is_engine (info) || (first != NULL && is_same_engine (first, info)))
            continue;

          first = info;
          g_ptr_array_add (found, prony_engine_info_ref (info));
        }
    }

  return found;
}

static void
on_probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *look = user_data;
  g_autoptr (GTask) task = look->task;
  Scan *self = g_task_get_task_data (task);

  /* The only error of a probe of an address made here is that it was cancelled,
   * which the task knows itself. */
  g_ptr_array_index (self->slots, look->slot) = prony_engine_probe_finish (result, NULL);
  if (--self->n_pending > 0)
    return;

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, collect_engines (self), (GDestroyNotify) g_ptr_array_unref);
}

void
_prony_engine_scan_ports_async (const guint16 *ports,
                                guint n_ports,
                                double timeout_s,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Scan *self = g_new0 (Scan, 1);

  self->slots = g_ptr_array_new_with_free_func (info_free_nullable);
  self->n_pending = n_ports * G_N_ELEMENTS (hosts);
  g_ptr_array_set_size (self->slots, (gint) self->n_pending);
  g_task_set_source_tag (task, prony_engine_scan_async);
  g_task_set_task_data (task, self, scan_free);

  for (guint slot = 0; slot < n_ports * G_N_ELEMENTS (hosts); slot++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s:%u", hosts[slot % G_N_ELEMENTS (hosts)],
                                              (guint) ports[slot / G_N_ELEMENTS (hosts)]);
      g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, NULL);
      Look *look = g_new0 (Look, 1);

      look->task = g_object_ref (task);
      look->slot = slot;
      prony_engine_probe_async (engine, NULL, timeout_s, cancellable, on_probed_cb, look);
    }
}

/**
 * prony_engine_scan_async:
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's thread-default context
 * @user_data: for @callback
 *
 * Looks for engines at the usual ports of this computer, within two seconds.
 */
void
prony_engine_scan_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  _prony_engine_scan_ports_async (usual_ports, G_N_ELEMENTS (usual_ports), SCAN_TIMEOUT_S,
                                  cancellable, callback, user_data);
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
