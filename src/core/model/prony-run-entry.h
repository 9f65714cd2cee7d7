/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-run.h"

G_BEGIN_DECLS

/**
 * PronyRunVerdict:
 * @PRONY_RUN_VERDICT_NONE: there was no baseline to hold it against
 * @PRONY_RUN_VERDICT_SAME: nothing is clearly worse or better
 * @PRONY_RUN_VERDICT_BETTER: something is clearly better, nothing worse
 * @PRONY_RUN_VERDICT_WORSE: something is clearly worse: a regression
 *
 * How a run stands against its baseline.
 */
typedef enum
{
  PRONY_RUN_VERDICT_NONE,
  PRONY_RUN_VERDICT_SAME,
  PRONY_RUN_VERDICT_BETTER,
  PRONY_RUN_VERDICT_WORSE,
} PronyRunVerdict;

/**
 * PronyRunEntryTrial:
 * @target: name of the target
 * @kind: name in files of its engine's kind
 * @model: (nullable): its model
 * @url: (nullable): where the engine is
 * @scenario: name of the scenario
 * @scenario_title: the same for people, untranslated
 * @state: how far it came
 * @simulated: whether its engine is simulated
 * @unverified: whether nobody made sure that it was that engine which answered
 * @n_requests: how many requests were measured
 * @tokens_per_sec: output throughput; NAN where there is none
 * @ttft: median time to first token, in seconds; NAN where there is none
 *
 * What an entry is told of a trial; nothing of it is kept.
 */
typedef struct
{
  const char *target;
  const char *kind;
  const char *model;
  const char *url;
  const char *scenario;
  const char *scenario_title;
  PronyState state;
  gboolean simulated;
  gboolean unverified;
  guint64 n_requests;
  double tokens_per_sec;
  double ttft;
} PronyRunEntryTrial;

/**
 * PronyRunEntryResult:
 * @target: name of the target
 * @kind: name in files of its engine's kind
 * @model: (nullable): its model
 * @url: (nullable): where the engine is
 * @simulated: whether its engine is simulated
 * @unverified: whether nobody made sure that it was that engine which answered
 * @measured: whether any trial of it came so far that it has figures
 *
 * A target of a run in a list: what can be compared. Targets are the same as
 * prony_run_list_targets() gives, in the same order.
 */
typedef struct
{
  char *target;
  char *kind;
  char *model;
  char *url;
  gboolean simulated;
  gboolean unverified;
  gboolean measured;
} PronyRunEntryResult;

/**
 * PronyRunEntry:
 * @id: a UUID
 * @name: the user's or a made-up name, never %NULL
 * @started_us: wall clock, microseconds since 1970
 * @duration_s: NAN where it is not known
 * @state: how far it is
 * @simulated: whether any of its targets is simulated
 * @unverified: whether nobody made sure that it was its engines which answered
 * @partial: whether it lacks something of its plan
 * @pinned: whether it is a baseline
 * @verdict: how it stands against its baseline
 * @results: (element-type PronyRunEntryResult): its targets
 * @targets: names of its targets, each once, like the lists that follow
 * @kinds: names in files of its engines' kinds
 * @models: names of its models
 * @scenarios: names of its scenarios
 * @scenario_titles: the same for people, untranslated
 * @tags: what the user calls it
 * @notes: (nullable): the texts of its remarks, a line each
 * @n_trials: how many trials
 * @n_requests: how many requests were measured
 * @tokens_per_sec: the highest output throughput of its trials; NAN where there is none
 * @ttft: the lowest median time to first token of its trials, in seconds; NAN where there is
 *   none
 * @error: (nullable): a sentence, why it failed
 * @search: all of it that a search looks at, casefolded
 *
 * A stored run in a list: everything that is shown and sought, and no more, so that ten
 * thousand of them are read at once. Reference counted; immutable once its maker has called
 * prony_run_entry_index().
 */
typedef struct
{
  char *id;
  char *name;
  gint64 started_us;
  double duration_s;
  PronyState state;
  gboolean simulated;
  gboolean unverified;
  gboolean partial;
  gboolean pinned;
  PronyRunVerdict verdict;
  GPtrArray *results;
  GStrv targets;
  GStrv kinds;
  GStrv models;
  GStrv scenarios;
  GStrv scenario_titles;
  GStrv tags;
  char *notes;
  guint n_trials;
  guint64 n_requests;
  double tokens_per_sec;
  double ttft;
  char *error;
  char *search;
} PronyRunEntry;

const char *prony_run_verdict_to_string (PronyRunVerdict verdict);
gboolean prony_run_verdict_from_string (const char *text, PronyRunVerdict *verdict);
const char *prony_run_verdict_title (PronyRunVerdict verdict);

PronyRunEntry *prony_run_entry_new (const char *id, const char *name);
PronyRunEntry *prony_run_entry_new_for_run (PronyRun *run);
PronyRunEntry *prony_run_entry_copy (const PronyRunEntry *self);
void prony_run_entry_add_trial (PronyRunEntry *self, const PronyRunEntryTrial *trial);
void prony_run_entry_set_tags (PronyRunEntry *self, const char *const *tags);
void prony_run_entry_index (PronyRunEntry *self);
gboolean prony_run_entry_matches (const PronyRunEntry *self, const char *const *words);
GStrv prony_run_entry_split_words (const char *text);
PronyRunEntry *prony_run_entry_ref (PronyRunEntry *self);
void prony_run_entry_unref (PronyRunEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyRunEntry, prony_run_entry_unref)

G_END_DECLS
