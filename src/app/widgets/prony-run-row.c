/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-run-row.h"
#include "app/widgets/prony-run-text.h"

struct _PronyRunRow
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *name;
  GtkLabel *simulated;
  GtkWidget *unverified;
  GtkLabel *state;
  GtkLabel *when;
  GtkLabel *what;
  GtkButton *open_button;
};

G_DEFINE_FINAL_TYPE (PronyRunRow, prony_run_row, ADW_TYPE_BIN)

static void
prony_run_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RUN_ROW);

  G_OBJECT_CLASS (prony_run_row_parent_class)->dispose (object);
}

static void
prony_run_row_class_init (PronyRunRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_run_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, name);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, simulated);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, unverified);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, state);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, when);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, what);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, open_button);
}

static void
prony_run_row_init (PronyRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_run_row_new:
 *
 * Returns: (transfer floating): a row without a run
 */
GtkWidget *
prony_run_row_new (void)
{
  return g_object_new (PRONY_TYPE_RUN_ROW, NULL);
}

static char *
describe_what (const PronyRunEntry *run)
{
  g_autofree char *targets = prony_run_text_join ((const char *const *) run->targets);
  g_autofree char *models = prony_run_text_join ((const char *const *) run->models);
  g_autofree char *scenarios = prony_run_text_scenarios (run);

  if (*targets == '\0')
    return g_strdup (_ ("Nothing was measured"));
  if (*models == '\0')
    /* Translators: engines, then scenarios */
    return g_strdup_printf (_ ("%s · %s"), targets, scenarios);
  /* Translators: engines, then models, then scenarios */
  return g_strdup_printf (_ ("%s · %s · %s"), targets, models, scenarios);
}

/* The row itself is made by the list; it is found from here once this is in it. */
static void
name_list_row (PronyRunRow *self, const PronyRunEntry *run, const char *when, const char *what)
{
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *state = prony_state_title (run->state);
  g_autofree char *label = NULL;
  g_autofree char *unverified = NULL;

  if (list_row == NULL)
    return;

  label = run->simulated
            /* Translators: a run's name, how it ended, when it was, what was measured */
            ? g_strdup_printf (_ ("%s, simulated, %s, %s, %s"), run->name, state, when, what)
            /* Translators: a run's name, how it ended, when it was, what was measured */
            : g_strdup_printf (_ ("%s, %s, %s, %s"), run->name, state, when, what);
  /* Translators: %s is what a screen reader says of a result before */
  unverified = g_strdup_printf (_ ("%s, unverified"), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  run->unverified ? unverified : label, -1);
}

/**
 * prony_run_row_set_entry:
 * @self: a row
 * @run: what to show
 */
void
prony_run_row_set_entry (PronyRunRow *self, const PronyRunEntry *run)
{
  g_autofree char *when = NULL;
  g_autofree char *what = NULL;
  g_autofree char *open = NULL;

  g_return_if_fail (PRONY_IS_RUN_ROW (self));
  g_return_if_fail (run != NULL);

  when = prony_run_text_when (run->started_us, run->duration_s);
  what = describe_what (run);
  /* Translators: %s is a run's name */
  open = g_strdup_printf (_ ("Open %s"), run->name);

  gtk_label_set_text (self->name, run->name);
  gtk_widget_set_visible (GTK_WIDGET (self->simulated), run->simulated);
  gtk_widget_set_visible (self->unverified, run->unverified);
  gtk_label_set_text (self->state, prony_state_title (run->state));
  gtk_widget_set_visible (GTK_WIDGET (self->state), run->state != PRONY_STATE_FINISHED);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->what, what);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "s", run->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  open, -1);
  name_list_row (self, run, when, what);
}
