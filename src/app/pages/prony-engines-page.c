/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/pages/prony-engines-page.h"

struct _PronyEnginesPage
{
  PronyPage parent_instance;
};

G_DEFINE_FINAL_TYPE (PronyEnginesPage, prony_engines_page, PRONY_TYPE_PAGE)

static void
prony_engines_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_ENGINES_PAGE);

  G_OBJECT_CLASS (prony_engines_page_parent_class)->dispose (object);
}

static void
prony_engines_page_class_init (PronyEnginesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engines_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-engines-page.ui");
}

static void
prony_engines_page_init (PronyEnginesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
