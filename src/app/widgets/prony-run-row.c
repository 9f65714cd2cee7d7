/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-chip-box.h"
#include "app/widgets/prony-run-row.h"
#include "app/widgets/prony-run-text.h"

struct _PronyRunRow
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *name;
  PronyChipBox *chips;
  GtkLabel *what;
  GtkLabel *figures;
  GtkLabel *when;
  GtkButton *open_button;
  GtkButton *menu_button;

  /* Owned */
  char *run_id; /* NULL of a heading */
};

G_DEFINE_FINAL_TYPE (PronyRunRow, prony_run_row, ADW_TYPE_BIN)

static void
prony_run_row_dispose (GObject *object)
{
  g_clear_pointer (&PRONY_RUN_ROW (object)->run_id, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RUN_ROW);

  G_OBJECT_CLASS (prony_run_row_parent_class)->dispose (object);
}

static void
prony_run_row_class_init (PronyRunRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_run_row_dispose;

  g_type_ensure (PRONY_TYPE_CHIP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, name);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, chips);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, what);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, figures);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, when);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, PronyRunRow, menu_button);
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

static void
show_verdict (PronyRunRow *self, const PronyRunEntry *run)
{
  static const struct
  {
    const char *icon;
    const char *style;
    const char *tooltip;
  } looks[] = {
    [PRONY_RUN_VERDICT_SAME] = { "emblem-ok-symbolic", NULL,
                                 N_ ("Nothing is clearly better or worse than in the baseline") },
    [PRONY_RUN_VERDICT_BETTER] = { "go-up-symbolic", "success",
                                   N_ ("Something is clearly better than in the baseline") },
    [PRONY_RUN_VERDICT_WORSE] = { "dialog-warning-symbolic", "error",
                                  N_ ("Something is clearly worse than in the baseline") },
  };

  if (run->verdict != PRONY_RUN_VERDICT_NONE)
    prony_chip_box_add (self->chips, prony_run_verdict_title (run->verdict),
                        looks[run->verdict].icon, looks[run->verdict].style,
                        _ (looks[run->verdict].tooltip));
}

static void
show_chips (PronyRunRow *self, const PronyRunEntry *run)
{
  prony_chip_box_begin (self->chips);
  if (run->pinned)
    prony_chip_box_add (self->chips, _ ("Baseline"), "view-pin-symbolic", "accent",
                        _ ("Later runs are held against this one"));
  show_verdict (self, run);
  if (run->state != PRONY_STATE_FINISHED)
    prony_chip_box_add (self->chips, prony_state_title (run->state), NULL, "warning", NULL);
  if (run->partial)
    prony_chip_box_add (self->chips, _ ("Partial"), NULL, "warning",
                        _ ("Something of its plan was not measured"));
  if (run->simulated)
    prony_chip_box_add (self->chips, _ ("Simulated"), NULL, NULL, NULL);
  if (run->unverified)
    prony_chip_box_add (self->chips, _ ("Unverified"), "channel-insecure-symbolic", NULL,
                        _ ("The certificate was not checked: it may have been another server "
                           "that answered"));
  for (guint i = 0; run->tags[i] != NULL; i++)
    {
      /* Translators: %s is a tag */
      g_autofree char *tag = g_strdup_printf (_ ("#%s"), run->tags[i]);

      prony_chip_box_add (self->chips, tag, NULL, "prony-tag", NULL);
    }
  prony_chip_box_end (self->chips);
}

/* The row itself is made by the list; it is found from here once this is in it. */
static void
name_list_row (PronyRunRow *self, const char *text)
{
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (self));

  if (list_row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    -1);
}

static void
name_button (GtkButton *button, const char *format, const PronyRunEntry *run)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *label = g_strjoinv (run->name, parts);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", run->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
set_is_heading (PronyRunRow *self, gboolean is_heading)
{
  if (is_heading)
    gtk_widget_add_css_class (GTK_WIDGET (self), "prony-run-heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "prony-run-heading");
  gtk_widget_set_visible (GTK_WIDGET (self->what), !is_heading);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), !is_heading);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), !is_heading);
  if (!is_heading)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->figures), FALSE);
  prony_chip_box_begin (self->chips);
  prony_chip_box_end (self->chips);
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
  g_autofree char *figures = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (PRONY_IS_RUN_ROW (self));
  g_return_if_fail (run != NULL);

  when = prony_run_text_when (run->started_us, run->duration_s);
  what = describe_what (run);
  figures = prony_run_text_figures (run);
  spoken = prony_run_text_spoken (run, when, what, figures);

  g_free (self->run_id);
  self->run_id = g_strdup (run->id);
  set_is_heading (self, FALSE);
  gtk_label_set_text (self->name, run->name);
  show_chips (self, run);
  gtk_label_set_text (self->what, what);
  gtk_label_set_text (self->figures, figures != NULL ? figures : "");
  gtk_widget_set_visible (GTK_WIDGET (self->figures), figures != NULL);
  gtk_label_set_text (self->when, when);
  /* Translators: %s is a run's name */
  name_button (self->open_button, _ ("Open %s"), run);
  /* Translators: %s is a run's name */
  name_button (self->menu_button, _ ("Actions for %s"), run);
  name_list_row (self, spoken);
}

/**
 * prony_run_row_set_heading:
 * @self: a row
 * @title: what the runs below have in common
 * @n_runs: how many there are
 *
 * Shows a heading instead of a run.
 */
void
prony_run_row_set_heading (PronyRunRow *self, const char *title, guint n_runs)
{
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (PRONY_IS_RUN_ROW (self));
  g_return_if_fail (title != NULL);

  count = g_strdup_printf (ngettext ("%u run", "%u runs", n_runs), n_runs);
  /* Translators: for screen readers: what a group of runs has in common, and how many they are */
  spoken = g_strdup_printf (_ ("Group %s, %s"), title, count);
  set_is_heading (self, TRUE);
  g_clear_pointer (&self->run_id, g_free);
  gtk_label_set_text (self->name, title);
  gtk_label_set_text (self->when, count);
  name_list_row (self, spoken);
}

/**
 * prony_run_row_get_run_id:
 * @self: a row
 *
 * Returns: (nullable): which run it shows; %NULL of a heading
 */
const char *
prony_run_row_get_run_id (PronyRunRow *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_ROW (self), NULL);

  return self->run_id;
}
