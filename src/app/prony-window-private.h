/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyWindow share: prony-window.c (layout, navigation),
 * prony-window-actions.c (what can be done), prony-window-run.c (the run under
 * way: notice, toast, closing), prony-window-export.c (what is exported by itself). */

#pragma once

#include "app/pages/prony-compare-page.h"
#include "app/pages/prony-engines-page.h"
#include "app/pages/prony-history-page.h"
#include "app/pages/prony-run-page.h"
#include "app/pages/prony-scenarios-page.h"
#include "app/prony-window.h"
#include "app/widgets/prony-run-indicator.h"

G_BEGIN_DECLS

struct _PronyWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toast_overlay;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkMenuButton *menu_button;
  GtkListBox *page_list;
  PronyRunIndicator *run_indicator;
  GtkButton *back_button;
  GtkBox *header_start;
  GtkBox *header_end;
  AdwWindowTitle *title;
  GtkInfoBar *store_bar;
  GtkLabel *store_label;
  GtkStack *stack;
  PronyEnginesPage *engines_page;
  PronyScenariosPage *scenarios_page;
  PronyRunPage *run_page;
  PronyComparePage *compare_page;
  PronyHistoryPage *history_page;

  /* Owned */
  PronySession *session;
  GSettings *settings;
  PronyRunSession *watched_run;
  char *notified; /* (nullable): the notification that is shown */

  /* Weak */
  GtkWindow *close_dialog; /* the question, while it is open */
  GtkWidget *focus;        /* what has the focus, to see when it is hidden */

  /* Plain */
  guint inhibit_cookie; /* 0 while nothing is inhibited */
  guint focus_id;       /* 0 while the keyboard has a place */
  guint export_id;      /* 0 while nothing waits for an export */
  gboolean exporting;   /* a run that has ended is being exported */
  gboolean closing;     /* the window closes as soon as the run has ended */
};

void _prony_window_add_actions (PronyWindow *self);

void _prony_window_watch_run (PronyWindow *self);
void _prony_window_unwatch_run (PronyWindow *self);
void _prony_window_look_at_end (PronyWindow *self);
gboolean _prony_window_ask_to_close (PronyWindow *self);
gboolean _prony_window_export_run (PronyWindow *self, PronyRun *run);

G_END_DECLS
