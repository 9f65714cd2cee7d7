/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-menu-later.h"

typedef struct
{
  GtkWidget *widget;
  PronyMenuFunc func;
  GVariant *target; /* (nullable) */
} Later;

static void
later_free (gpointer data)
{
  Later *later = data;

  g_object_unref (later->widget);
  g_clear_pointer (&later->target, g_variant_unref);
  g_free (later);
}

static gboolean
on_later_cb (gpointer data)
{
  Later *later = data;

  later->func (later->widget, later->target);
  return G_SOURCE_REMOVE;
}

/**
 * prony_menu_later:
 * @widget: what the entry is about; kept until then
 * @func: what to do
 * @target: (nullable): what the entry says of it
 *
 * Does what an entry of a menu says once the menu has closed. This is for entries that
 * remove the widget with the menu: GTK does not free a menu that goes away while one of its
 * entries is being activated, and looks for tooltips in it half a second later.
 */
void
prony_menu_later (GtkWidget *widget, PronyMenuFunc func, GVariant *target)
{
  Later *later;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  later = g_new0 (Later, 1);
  later->widget = g_object_ref (widget);
  later->func = func;
  later->target = target != NULL ? g_variant_ref (target) : NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, on_later_cb, later, later_free);
}
