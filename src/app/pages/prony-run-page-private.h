/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyRunPage share: prony-run-page.c has the page and the set-up,
 * prony-run-page-live.c the run under way and its end. */

#pragma once

#include "app/pages/prony-run-page.h"
#include "app/widgets/prony-result-view.h"
#include "app/widgets/prony-run-setup.h"
#include "app/widgets/prony-run-view.h"

G_BEGIN_DECLS

struct _PronyRunPage
{
  PronyPage parent_instance;

  /* Template children */
  GtkInfoBar *live_bar;
  GtkInfoBar *queue_bar;
  GtkLabel *queue_label;
  GtkStack *stack;
  PronyRunSetup *setup;
  PronyRunView *view;
  GtkInfoBar *failed_bar;
  GtkLabel *failed_label;
  PronyResultView *result;
  AdwStatusPage *error_page;

  /* Owned references */
  PronyRunSession *run;
};

void _prony_run_page_update_actions (PronyRunPage *self);

void _prony_run_page_install_live_actions (GtkWidgetClass *widget_class);
void _prony_run_page_update_live_actions (PronyRunPage *self);
void _prony_run_page_set_live_session (PronyRunPage *self, PronySession *session);
void _prony_run_page_show_latest (PronyRunPage *self);
void _prony_run_page_watch (PronyRunPage *self, PronyRunSession *run);

G_END_DECLS
