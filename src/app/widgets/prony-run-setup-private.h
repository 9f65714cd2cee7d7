/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyRunSetup share: prony-run-setup.c has the three steps,
 * prony-run-setup-actions.c what is done with the plan that comes of them,
 * prony-run-setup-last.c what was run last. */

#pragma once

#include "app/widgets/prony-load-group.h"
#include "app/widgets/prony-plan-bar.h"
#include "app/widgets/prony-plan-menu.h"
#include "app/widgets/prony-run-setup.h"
#include "app/widgets/prony-scenario-chooser.h"
#include "app/widgets/prony-target-chooser.h"

G_BEGIN_DECLS

#define PRONY_SETUP_N_STEPS 3

struct _PronyRunSetup
{
  AdwBin parent_instance;

  /* Template children */
  AdwPreferencesGroup *targets_group;
  AdwPreferencesGroup *scenarios_group;
  PronyLoadGroup *load_group;
  PronyPlanMenu *selections;
  PronyPlanBar *bar;

  /* Owned references */
  PronySession *session;
  PronyTargetChooser *targets;
  PronyScenarioChooser *scenarios;
  AdwAnimation *scrolling; /* to the step that was gone to last */
  GSettings *settings;     /* NULL where there are none */
  GCancellable *reading;   /* of a plan that is going to be filled in, or NULL */

  /* Plain */
  guint step;       /* from 0 on */
  guint focus_id;   /* the button that goes on gets the focus */
  gboolean valid;   /* what is chosen can be run */
  gboolean setting; /* the choices follow a plan */
  gboolean touched; /* nothing is brought back any more */
};

void _prony_run_setup_fill (PronyRunSetup *self, PronyPlan *plan, gboolean with_targets);
GCancellable *_prony_run_setup_begin_reading (PronyRunSetup *self);
void _prony_run_setup_stop_reading (PronyRunSetup *self);
void _prony_run_setup_bring_back (PronyRunSetup *self);
void _prony_run_setup_install_actions (GtkWidgetClass *widget_class);
void _prony_run_setup_update_actions (PronyRunSetup *self);

G_END_DECLS
