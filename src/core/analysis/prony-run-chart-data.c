/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include "core/analysis/prony-run-chart-data.h"

/**
 * prony_run_chart_data_new:
 * @run: a run; not to be changed while there is the data
 *
 * Returns: (transfer full): what is known of it without reading
 */
PronyRunChartData *
prony_run_chart_data_new (PronyRun *run)
{
  PronyRunChartData *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = g_atomic_rc_box_new0 (PronyRunChartData);
  self->groups = prony_run_groups_new (run);
  return self;
}

/**
 * prony_run_chart_data_ref:
 * @self: data
 *
 * Returns: (transfer full): @self
 */
PronyRunChartData *
prony_run_chart_data_ref (PronyRunChartData *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PronyRunChartData *self = data;

  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  prony_run_groups_free (self->groups);
}

/**
 * prony_run_chart_data_unref:
 * @self: (transfer full): data
 */
void
prony_run_chart_data_unref (PronyRunChartData *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * prony_run_chart_data_take_rows:
 * @self: data without rows
 * @rows: (transfer full) (element-type PronyRequestRow): all requests of the run
 */
void
prony_run_chart_data_take_rows (PronyRunChartData *self, GArray *rows)
{
  g_return_if_fail (self->rows == NULL && rows != NULL);

  self->rows = rows;
}

/* Where there is something to see in the events. */
static gboolean
is_candidate (const PronyRequestRow *row)
{
  return row->row_id > 0 && !row->warmup && row->outcome == PRONY_OUTCOME_OK;
}

/**
 * prony_run_chart_data_pick:
 * @self: data with rows
 * @max: how many at most, over 0
 * @n_candidates: (out): among how many requests
 *
 * Picks requests that succeeded, at equal distances over the run.
 *
 * Returns: (transfer full) (element-type guint): their indexes into the rows
 */
GArray *
prony_run_chart_data_pick (const PronyRunChartData *self, guint max, guint *n_candidates)
{
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (guint));
  guint64 seen = 0;
  guint n = 0;

  g_return_val_if_fail (self->rows != NULL && max > 0, picked);

  for (guint i = 0; i < self->rows->len; i++)
    n += is_candidate (&g_array_index (self->rows, PronyRequestRow, i));

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!is_candidate (&g_array_index (self->rows, PronyRequestRow, i)))
        continue;
      /* Where the share that is to be picked passes another whole number. */
      if (n <= max || seen * max / n != (seen + 1) * max / n)
        g_array_append_val (picked, i);
      seen++;
    }

  *n_candidates = n;
  return picked;
}

/**
 * prony_run_chart_data_add_record:
 * @self: data
 * @trial: index of a trial of the run
 * @record: (transfer full): one of its requests
 */
void
prony_run_chart_data_add_record (PronyRunChartData *self, guint trial, PronyRequestRecord *record)
{
  guint group, target;

  if (self->records == NULL)
    {
      self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
      for (guint i = 0; i < prony_run_groups_count_cells (self->groups); i++)
        g_ptr_array_add (self->records, g_ptr_array_new_with_free_func (
                                          (GDestroyNotify) prony_request_record_unref));
    }
  if (!prony_run_groups_find (self->groups, trial, &group, &target))
    {
      prony_request_record_unref (record);
      return;
    }

  g_ptr_array_add (g_ptr_array_index (self->records, group * self->groups->targets->len + target),
                   record);
  self->n_records++;
}

static gboolean
read_records (PronyRunChartData *self, PronyStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) picked =
    prony_run_chart_data_pick (self, PRONY_RUN_CHART_MAX_RECORDS, &self->n_candidates);

  for (guint i = 0; i < picked->len; i++)
    {
      const PronyRequestRow *row =
        &g_array_index (self->rows, PronyRequestRow, g_array_index (picked, guint, i));
      PronyRequestRecord *record;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      record = prony_store_get_request (store, row->row_id, error);
      if (record == NULL)
        return FALSE;
      prony_run_chart_data_add_record (self, row->trial, record);
    }

  return TRUE;
}

/**
 * prony_run_chart_data_read:
 * @self: data
 * @store: where the run is
 * @needs: how much to read
 * @cancellable: (nullable): cancels it
 * @error: return location for a sentence
 *
 * Reads what has not been read yet. It reads from the disk: call it in a thread.
 *
 * Returns: whether all of it could be read
 */
gboolean
prony_run_chart_data_read (PronyRunChartData *self,
                           PronyStore *store,
                           PronyRunChartNeeds needs,
                           GCancellable *cancellable,
                           GError **error)
{
  const char *run_id = self->groups->run->id;

  if (needs >= PRONY_RUN_CHART_NEEDS_SAMPLES && self->samples == NULL)
    {
      self->samples = prony_store_list_samples (store, run_id, error);
      if (self->samples == NULL)
        return FALSE;
    }
  if (needs >= PRONY_RUN_CHART_NEEDS_ROWS && self->rows == NULL)
    {
      self->rows = prony_store_list_request_rows (store, run_id, -1, cancellable, error);
      if (self->rows == NULL)
        return FALSE;
    }
  if (needs >= PRONY_RUN_CHART_NEEDS_EVENTS && self->records == NULL)
    return read_records (self, store, cancellable, error);

  return TRUE;
}
