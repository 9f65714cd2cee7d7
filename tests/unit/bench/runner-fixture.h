/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the runner's tests share: a simulated engine, whose pace is known, a plan of
 * one short scenario, and a store. */

#pragma once

#include "core/bench/prony-runner.h"
#include "core/engines/prony-engine-process.h"

G_BEGIN_DECLS

#define RUNNER_FIXTURE_SCENARIO                                                                    \
  "name: quick\n"                                                                                  \
  "title: Quick\n"                                                                                 \
  "description: Asks little and is answered briefly.\n"                                            \
  "class: short-short\n"                                                                           \
  "prompt:\n"                                                                                      \
  "  template: \"{question}\"\n"                                                                   \
  "completion:\n"                                                                                  \
  "  max_tokens: 5\n"                                                                              \
  "test_cases:\n"                                                                                  \
  "  - question: Why is the sky blue?\n"                                                           \
  "  - question: Who wrote Faust?\n"

typedef struct
{
  PronyEngineProcess *simulator;
  char *folder;
  PronyStore *store;
  PronyPlan *plan;
  PronyRunner *runner;
  PronyRun *run;
  GError *error;
  gboolean ended;
} RunnerFixture;

void runner_fixture_set_up_with (RunnerFixture *self, gconstpointer arguments);
void runner_fixture_set_up (RunnerFixture *self, gconstpointer fault);
void runner_fixture_tear_down (RunnerFixture *self, gconstpointer unused);
PronyTarget *runner_fixture_add_target (RunnerFixture *self,
                                        const char *url,
                                        const char *name,
                                        const char *model);
void runner_fixture_start (RunnerFixture *self, PronyStore *store);
void runner_fixture_wait_for_end (RunnerFixture *self);
PronyRunSnapshot *runner_fixture_wait_for_state (RunnerFixture *self, PronyState state);
void
runner_fixture_assert_measured (RunnerFixture *self, guint index, guint n_requests, guint n_warmup);
void runner_fixture_pretend_death (RunnerFixture *self, const char *sql);

#define RUNNER_FIXTURE_ADD(path, fault, function)                                                  \
  g_test_add (path, RunnerFixture, fault, runner_fixture_set_up, function, runner_fixture_tear_down)

#define RUNNER_FIXTURE_ADD_WITH(path, arguments, function)                                         \
  g_test_add (path, RunnerFixture, arguments, runner_fixture_set_up_with, function,                \
              runner_fixture_tear_down)

G_END_DECLS
