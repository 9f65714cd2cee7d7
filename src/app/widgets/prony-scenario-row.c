/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-scenario-text.h"
#include "app/widgets/prony-scenario-row.h"

/* A scenario in the list: what it is called, what it measures, and how much is asked; of
 * one that cannot be read, what is wrong with it. */
struct _PronyScenarioRow
{
  GtkListBoxRow parent_instance;

  /* Template widgets */
  GtkImage *warning;
  GtkLabel *title;
  GtkLabel *description;
  GtkLabel *facts;

  /* Owned */
  PronyScenarioItem *item;
};

G_DEFINE_FINAL_TYPE (PronyScenarioRow, prony_scenario_row, GTK_TYPE_LIST_BOX_ROW)

/* Without the file and its place, which are to be seen beside the list. */
static char *
first_sentence (const char *problems)
{
  const char *end = strchrnul (problems, '\n');
  g_autofree char *line = g_strndup (problems, end - problems);
  const char *colon = strstr (line, ": ");

  return g_strdup (colon != NULL ? colon + 2 : line);
}

static void
update (PronyScenarioRow *self)
{
  PronyScenario *scenario = prony_scenario_item_get_scenario (self->item);
  const char *problems = prony_scenario_item_get_problems (self->item);
  const char *title = prony_scenario_translate (scenario->title);
  const char *description = prony_scenario_translate (scenario->description);
  g_autofree char *facts =
    problems != NULL ? first_sentence (problems) : prony_scenario_text_summary (scenario);
  g_autofree char *name = NULL;

  g_assert (PRONY_IS_SCENARIO_ROW (self));

  if (title[0] == '\0')
    title = scenario->name;
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), description[0] != '\0');
  gtk_label_set_label (self->facts, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), problems != NULL);
  if (problems != NULL)
    /* TRANSLATORS: for screen readers: a scenario, and a sentence on what is wrong in it. */
    name = g_strdup_printf (_ ("%s, cannot be read: %s"), title, facts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : title, -1);
}

static void
prony_scenario_row_dispose (GObject *object)
{
  PronyScenarioRow *self = (PronyScenarioRow *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_SCENARIO_ROW);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (prony_scenario_row_parent_class)->dispose (object);
}

static void
prony_scenario_row_class_init (PronyScenarioRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenario_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioRow, warning);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioRow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioRow, description);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioRow, facts);
}

static void
prony_scenario_row_init (PronyScenarioRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_scenario_row_new:
 * @item: a scenario
 *
 * Returns: (transfer floating): a row that shows it, also when it changes
 */
GtkWidget *
prony_scenario_row_new (PronyScenarioItem *item)
{
  PronyScenarioRow *self;

  g_return_val_if_fail (PRONY_IS_SCENARIO_ITEM (item), NULL);

  self = g_object_new (PRONY_TYPE_SCENARIO_ROW, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * prony_scenario_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): its scenario
 */
PronyScenarioItem *
prony_scenario_row_get_item (PronyScenarioRow *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_ROW (self), NULL);

  return self->item;
}
