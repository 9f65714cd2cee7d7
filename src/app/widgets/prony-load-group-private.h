/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyLoadGroup share: prony-load-group.c has the rows, and
 * prony-load-group-plan.c what goes from them into a plan and back. */

#pragma once

#include "app/widgets/prony-concurrency-row.h"
#include "app/widgets/prony-load-group.h"
#include "app/widgets/prony-number-row.h"
#include "app/widgets/prony-objectives-row.h"
#include "app/widgets/prony-plan-rest-row.h"
#include "app/widgets/prony-segment-row.h"
#include "app/widgets/prony-trace-row.h"
#include "app/widgets/prony-trial-settings-row.h"

G_BEGIN_DECLS

/* The kinds in the order of their row. */
typedef enum
{
  KIND_CONCURRENCY,
  KIND_RATE,
  KIND_SWEEP,
  KIND_TRACE,
  KIND_OWN,   /* only there where a scenario names a load */
  KIND_FIXED, /* only there with a plan whose loads have no rows */
  N_KINDS,
} Kind;

typedef enum
{
  BOUND_REQUESTS,
  BOUND_DURATION,
  BOUND_ITERATIONS,
  N_BOUNDS,
} Bound;

struct _PronyLoadGroup
{
  AdwPreferencesGroup parent_instance;

  /* Template children */
  AdwComboRow *kind_row;
  PronyConcurrencyRow *concurrency_row;
  AdwEntryRow *rate_row;
  AdwComboRow *arrival_row;
  GtkWidget *burstiness_row;
  GtkSpinButton *burstiness_spin;
  PronyTraceRow *trace_row;
  GtkWidget *speed_row;
  GtkSpinButton *speed_spin;
  GtkWidget *cap_row;
  GtkSpinButton *cap_spin;
  GtkWidget *limit_row;
  GtkSpinButton *limit_spin;
  AdwActionRow *fixed_row;
  PronySegmentRow *bound_row;
  AdwPreferencesRow *amount_row;
  GtkSpinButton *amount_spin;
  GtkWidget *longest_row;
  GtkSpinButton *longest_spin;
  GtkSpinButton *warmup_spin;
  GtkWidget *repeats_row;
  GtkSpinButton *repeats_spin;
  PronySegmentRow *order_row;
  PronyObjectivesRow *objectives_row;
  PronyNumberRow *price_row;
  PronyTrialSettingsRow *settings_row;
  PronyPlanRestRow *rest_row;

  /* Owned */
  PronyPlan *fixed; /* whose loads have no rows; NULL for none */

  /* Plain */
  Kind offered[N_KINDS]; /* in the order of the row */
  guint n_offered;
  Kind shown;        /* for which the other rows are set */
  guint n_own;       /* chosen scenarios that name a load */
  guint n_others;    /* chosen scenarios that do not */
  gboolean complete; /* all rows are there */
  gboolean setting;  /* rows follow a plan */
};

Kind _prony_load_group_get_kind (PronyLoadGroup *self);
PronyArrivalPattern _prony_load_group_get_arrival (PronyLoadGroup *self);
GArray *_prony_load_group_parse_rates (PronyLoadGroup *self, GError **error);
void _prony_load_group_select_kind (PronyLoadGroup *self, Kind kind);
void _prony_load_group_keep_loads (PronyLoadGroup *self, PronyPlan *plan);
void _prony_load_group_tell (PronyLoadGroup *self);

G_END_DECLS
