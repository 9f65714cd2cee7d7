/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "app/session/prony-session.h"

G_BEGIN_DECLS

/**
 * PronyPage:
 *
 * Base of the window's five pages: an #AdwBin that is given the session once.
 * Subclasses override `session_set`. A template may set `header-start` and
 * `header-end` to widgets that the window shows in its header bar while the page
 * is visible; they are outside the page, so their actions must be the window's.
 */
#define PRONY_TYPE_PAGE (prony_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (PronyPage, prony_page, PRONY, PAGE, AdwBin)

struct _PronyPageClass
{
  AdwBinClass parent_class;

  void (*session_set) (PronyPage *self, PronySession *session);
};

/**
 * PronyPageAction:
 * @name: such as "history.open"
 * @parameter_type: (nullable): what it takes
 * @activate: what it does
 * @key: a key for it; 0 for none
 * @modifiers: to be held with @key
 *
 * An action of a page.
 */
typedef struct
{
  const char *name;
  const char *parameter_type;
  GtkWidgetActionActivateFunc activate;
  guint key;
  GdkModifierType modifiers;
} PronyPageAction;

void prony_page_class_add_actions (PronyPageClass *klass, const PronyPageAction *actions, guint n);
PronySession *prony_page_get_session (PronyPage *self);
void prony_page_set_session (PronyPage *self, PronySession *session);
void prony_page_add_toast (PronyPage *self, AdwToast *toast);
GtkWidget *prony_page_get_header_start (PronyPage *self);
GtkWidget *prony_page_get_header_end (PronyPage *self);

G_END_DECLS
