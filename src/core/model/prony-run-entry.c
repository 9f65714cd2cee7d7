/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/model/prony-run-entry.h"

static const struct
{
  const char *name;
  const char *title;
} verdicts[] = {
  [PRONY_RUN_VERDICT_NONE] = { "none", NC_ ("verdict on a run", "Not compared") },
  [PRONY_RUN_VERDICT_SAME] = { "same", NC_ ("verdict on a run", "No clear change") },
  [PRONY_RUN_VERDICT_BETTER] = { "better", NC_ ("verdict on a run", "Improvement") },
  [PRONY_RUN_VERDICT_WORSE] = { "worse", NC_ ("verdict on a run", "Regression") },
};

/**
 * prony_run_verdict_to_string:
 * @verdict: how a run stands against its baseline
 *
 * Returns: its name in files
 */
const char *
prony_run_verdict_to_string (PronyRunVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdicts), NULL);

  return verdicts[verdict].name;
}

/**
 * prony_run_verdict_from_string:
 * @text: (nullable): a name
 * @verdict: (out): the verdict
 *
 * Returns: whether @text names a verdict
 */
gboolean
prony_run_verdict_from_string (const char *text, PronyRunVerdict *verdict)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (g_strcmp0 (text, verdicts[i].name) == 0)
      {
        *verdict = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_run_verdict_title:
 * @verdict: how a run stands against its baseline
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_run_verdict_title (PronyRunVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdicts), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "verdict on a run", verdicts[verdict].title);
}

static void
result_free (gpointer data)
{
  PronyRunEntryResult *self = data;

  g_free (self->target);
  g_free (self->kind);
  g_free (self->model);
  g_free (self->url);
  g_free (self);
}

static gpointer
result_copy (gconstpointer data, gpointer unused)
{
  const PronyRunEntryResult *self = data;
  PronyRunEntryResult *copy = g_memdup2 (self, sizeof *self);

  copy->target = g_strdup (self->target);
  copy->kind = g_strdup (self->kind);
  copy->model = g_strdup (self->model);
  copy->url = g_strdup (self->url);
  return copy;
}

static void
entry_clear (gpointer data)
{
  PronyRunEntry *self = data;

  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->results);
  g_strfreev (self->targets);
  g_strfreev (self->kinds);
  g_strfreev (self->models);
  g_strfreev (self->scenarios);
  g_strfreev (self->scenario_titles);
  g_strfreev (self->tags);
  g_free (self->notes);
  g_free (self->error);
  g_free (self->search);
}

static PronyRunEntry *
allocate (void)
{
  PronyRunEntry *self = g_atomic_rc_box_new0 (PronyRunEntry);

  self->duration_s = NAN;
  self->tokens_per_sec = NAN;
  self->ttft = NAN;
  return self;
}

/**
 * prony_run_entry_new:
 * @id: a UUID
 * @name: what it is called
 *
 * Returns: (transfer full): an entry of which nothing else is known, for its maker to fill
 *   in
 */
PronyRunEntry *
prony_run_entry_new (const char *id, const char *name)
{
  PronyRunEntry *self;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  self = allocate ();
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->results = g_ptr_array_new_with_free_func (result_free);
  self->targets = g_new0 (char *, 1);
  self->kinds = g_new0 (char *, 1);
  self->models = g_new0 (char *, 1);
  self->scenarios = g_new0 (char *, 1);
  self->scenario_titles = g_new0 (char *, 1);
  self->tags = g_new0 (char *, 1);
  return self;
}

/**
 * prony_run_entry_copy:
 * @self: an entry
 *
 * Returns: (transfer full): the same, to be changed and then indexed again
 */
PronyRunEntry *
prony_run_entry_copy (const PronyRunEntry *self)
{
  PronyRunEntry *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = allocate ();
  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->results = g_ptr_array_copy (self->results, result_copy, NULL);
  g_ptr_array_set_free_func (copy->results, result_free);
  copy->targets = g_strdupv (self->targets);
  copy->kinds = g_strdupv (self->kinds);
  copy->models = g_strdupv (self->models);
  copy->scenarios = g_strdupv (self->scenarios);
  copy->scenario_titles = g_strdupv (self->scenario_titles);
  copy->tags = g_strdupv (self->tags);
  copy->notes = g_strdup (self->notes);
  copy->error = g_strdup (self->error);
  copy->search = g_strdup (self->search);
  return copy;
}

static void
add_once (GStrv *names, const char *name)
{
  guint n;

  if (name == NULL)
    return;

  for (n = 0; (*names)[n] != NULL; n++)
    if (g_str_equal ((*names)[n], name))
      return;
  *names = g_renew (char *, *names, n + 2);
  (*names)[n] = g_strdup (name);
  (*names)[n + 1] = NULL;
}

static PronyRunEntryResult *
find_result (PronyRunEntry *self, const PronyRunEntryTrial *trial)
{
  PronyRunEntryResult *result;

  for (guint i = 0; i < self->results->len; i++)
    {
      result = g_ptr_array_index (self->results, i);
      if (g_strcmp0 (result->target, trial->target) == 0 &&
          g_strcmp0 (result->model, trial->model) == 0 && g_strcmp0 (result->url, trial->url) == 0)
        return result;
    }

  result = g_new0 (PronyRunEntryResult, 1);
  result->target = g_strdup (trial->target);
  result->kind = g_strdup (trial->kind);
  result->model = g_strdup (trial->model);
  result->url = g_strdup (trial->url);
  g_ptr_array_add (self->results, result);
  return result;
}

/**
 * prony_run_entry_add_trial:
 * @self: an entry that its maker fills in, of which the state is known
 * @trial: a trial of the run, in their order
 *
 * Adds what lists show and seek of a trial.
 */
void
prony_run_entry_add_trial (PronyRunEntry *self, const PronyRunEntryTrial *trial)
{
  PronyRunEntryResult *result;

  g_return_if_fail (self != NULL && trial != NULL);

  result = find_result (self, trial);
  result->simulated |= trial->simulated;
  result->unverified |= trial->unverified;
  result->measured |= trial->state == PRONY_STATE_FINISHED || trial->state == PRONY_STATE_STOPPED ||
                      trial->state == PRONY_STATE_INTERRUPTED;

  add_once (&self->targets, trial->target);
  add_once (&self->kinds, trial->kind);
  add_once (&self->models, trial->model);
  add_once (&self->scenarios, trial->scenario);
  add_once (&self->scenario_titles, trial->scenario_title);
  self->simulated |= trial->simulated;
  self->unverified |= trial->unverified;
  self->partial |= trial->state == PRONY_STATE_STOPPED;
  self->n_trials++;
  self->n_requests += trial->n_requests;
  self->tokens_per_sec = fmax (self->tokens_per_sec, trial->tokens_per_sec);
  self->ttft = fmin (self->ttft, trial->ttft);
}

/**
 * prony_run_entry_set_tags:
 * @self: an entry that its maker fills in
 * @tags: (array zero-terminated=1): what the user calls it
 */
void
prony_run_entry_set_tags (PronyRunEntry *self, const char *const *tags)
{
  g_return_if_fail (self != NULL && tags != NULL);

  g_strfreev (self->tags);
  self->tags = g_new0 (char *, 1);
  for (guint i = 0; tags[i] != NULL; i++)
    add_once (&self->tags, tags[i]);
}

static void
append_all (GString *text, char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_string_append_c (text, '\n');
      g_string_append (text, words[i]);
    }
}

/* Most of it is ASCII, for which GLib's own function takes ten times as long. */
static char *
fold (const char *text)
{
  return g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : g_utf8_casefold (text, -1);
}

/**
 * prony_run_entry_index:
 * @self: an entry of which everything else is known
 *
 * Makes what a search looks at: all that is shown of the run, its tags and its remarks.
 */
void
prony_run_entry_index (PronyRunEntry *self)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (self != NULL);

  self->partial |= self->state != PRONY_STATE_FINISHED;
  text = g_string_sized_new (256);
  g_string_append (text, self->name);
  append_all (text, self->targets);
  append_all (text, self->kinds);
  for (guint i = 0; self->kinds[i] != NULL; i++)
    g_string_append_printf (
      text, "\n%s", prony_engine_kind_title (prony_engine_kind_from_string (self->kinds[i])));
  append_all (text, self->models);
  append_all (text, self->scenarios);
  for (guint i = 0; self->scenario_titles[i] != NULL; i++)
    g_string_append_printf (text, "\n%s", prony_scenario_translate (self->scenario_titles[i]));
  append_all (text, self->tags);
  g_string_append_printf (text, "\n%s", prony_state_title (self->state));
  if (self->notes != NULL)
    g_string_append_printf (text, "\n%s", self->notes);

  g_free (self->search);
  self->search = fold (text->str);
}

/**
 * prony_run_entry_split_words:
 * @text: (nullable): what somebody is looking for
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): its words as
 *   prony_run_entry_matches() takes them; %NULL where there is none
 */
GStrv
prony_run_entry_split_words (const char *text)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) pieces = NULL;
  g_auto (GStrv) words = NULL;

  if (folded == NULL)
    return NULL;

  pieces = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_strv_builder_add (builder, pieces[i]);
  words = g_strv_builder_end (builder);
  return words[0] != NULL ? g_steal_pointer (&words) : NULL;
}

/**
 * prony_run_entry_matches:
 * @self: an entry
 * @words: (nullable) (array zero-terminated=1): from prony_run_entry_split_words()
 *
 * Returns: whether all the words are in it
 */
gboolean
prony_run_entry_matches (const PronyRunEntry *self, const char *const *words)
{
  g_return_val_if_fail (self != NULL && self->search != NULL, FALSE);

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (strstr (self->search, words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
add_notes (PronyRunEntry *self, PronyRun *run)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < run->notes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            ((PronyRunNote *) g_ptr_array_index (run->notes, i))->text);
  if (text->len > 0)
    self->notes = g_strdup (text->str);
}

static void
add_trial_of_run (PronyRunEntry *self, PronyTrial *trial)
{
  PronySummary *summary = trial->summary;
  const PronyRunEntryTrial entry = {
    .target = trial->target->name,
    .kind = prony_engine_kind_to_string (trial->target->engine->kind),
    .model = trial->target->model,
    .url = trial->target->engine->url,
    .scenario = trial->scenario_name,
    .scenario_title = trial->scenario_title,
    .state = trial->state,
    .simulated = trial->target->simulated,
    .unverified = prony_target_is_unverified (trial->target),
    .n_requests = summary != NULL ? prony_summary_count_requests (summary) : 0,
    .tokens_per_sec =
      summary != NULL ? prony_summary_get (summary, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC) : NAN,
    .ttft = summary != NULL ? prony_summary_get (summary, PRONY_METRIC_TTFT) : NAN,
  };

  prony_run_entry_add_trial (self, &entry);
}

/**
 * prony_run_entry_new_for_run:
 * @run: a run with its trials and summaries
 *
 * Returns: (transfer full): its entry, without tags, pin and verdict, which only the store
 *   knows
 */
PronyRunEntry *
prony_run_entry_new_for_run (PronyRun *run)
{
  PronyRunEntry *self;

  g_return_val_if_fail (run != NULL, NULL);

  self = prony_run_entry_new (run->id, run->name);
  self->started_us = run->started_us;
  self->duration_s = run->duration_s;
  self->state = run->state;
  self->error = g_strdup (run->error);
  for (guint i = 0; i < run->trials->len; i++)
    add_trial_of_run (self, g_ptr_array_index (run->trials, i));
  add_notes (self, run);
  prony_run_entry_index (self);
  return self;
}

/**
 * prony_run_entry_ref:
 * @self: an entry
 *
 * Returns: (transfer full): @self
 */
PronyRunEntry *
prony_run_entry_ref (PronyRunEntry *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * prony_run_entry_unref:
 * @self: (transfer full): an entry
 */
void
prony_run_entry_unref (PronyRunEntry *self)
{
  g_atomic_rc_box_release_full (self, entry_clear);
}
