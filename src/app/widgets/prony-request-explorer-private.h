/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the files of PronyRequestExplorer share: prony-request-explorer.c has its life and
 * what it shows, the file beside it what can be done. */

#pragma once

#include "app/session/prony-request-list.h"
#include "app/widgets/prony-request-detail.h"
#include "app/widgets/prony-request-explorer.h"
#include "app/widgets/prony-request-filter-bar.h"
#include "app/widgets/prony-request-rows.h"
#include "app/widgets/prony-request-table.h"
#include "app/widgets/prony-request-time-line.h"

G_BEGIN_DECLS

struct _PronyRequestExplorer
{
  AdwBin parent_instance;

  /* Template children */
  AdwLeaflet *leaflet;
  GtkWidget *list_side;
  GtkWidget *detail_side;
  GtkWidget *separator;
  PronyRequestFilterBar *filter_bar;
  GtkLabel *count;
  GtkSpinner *spinner;
  GtkStack *stack;
  AdwStatusPage *trouble;
  AdwSqueezer *squeezer;
  PronyRequestTable *table;
  PronyRequestRows *rows;
  PronyRequestTimeLine *time_line;
  PronyRequestDetail *detail;

  /* Owned */
  PronySession *session; /* (nullable) */
  PronyRun *run;         /* (nullable) */
  PronyRequestList *list;
  GtkSingleSelection *selection;
  PronyRequestItem *item; /* (nullable): the one that is selected */

  /* Plain */
  gint64 wanted;      /* to be selected once the list is there; 0 for none */
  gboolean is_listed; /* of the run */
  gboolean is_open;   /* what is known of the selected request is shown */
  gboolean shows_time_line;
};

guint _prony_request_explorer_count (PronyRequestExplorer *self);
void _prony_request_explorer_set_open (PronyRequestExplorer *self, gboolean open);
void _prony_request_explorer_open (PronyRequestExplorer *self, guint position);

void _prony_request_explorer_install_actions (GtkWidgetClass *widget_class);
void _prony_request_explorer_init_actions (PronyRequestExplorer *self);
void _prony_request_explorer_update_actions (PronyRequestExplorer *self);

G_END_DECLS
