/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-chart-pane.h"
#include "app/widgets/prony-result-section.h"

struct _PronyResultSection
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *heading;
  GtkBox *charts;
  GtkWidget *more_button;
  GtkBox *absent;

  /* Owned */
  GPtrArray *hidden; /* (element-type PronyChart): made into widgets when asked for */
  GPtrArray *notes;  /* (element-type utf8): theirs; empty for none */
};

G_DEFINE_FINAL_TYPE (PronyResultSection, prony_result_section, ADW_TYPE_BIN)

static GtkWidget *
new_note (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
on_request_activated_cb (PronyResultSection *self, gint64 row_id)
{
  if (row_id > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "result.show-request", "x", row_id);
}

/* What was read from the computer belongs to the trial that was under way. */
static void
on_trial_activated_cb (PronyResultSection *self, gint64 number)
{
  if (number > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "result.show-trial", "u", (guint) number - 1);
}

static void
add_chart (PronyResultSection *self, PronyChart *chart, const char *note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *pane = prony_chart_pane_new ();

  prony_chart_pane_set_chart (PRONY_CHART_PANE (pane), chart);
  /* Points are requests, and moments those of trials; other charts lead nowhere. */
  if (chart->kind == PRONY_CHART_SCATTER || chart->kind == PRONY_CHART_TIME)
    g_signal_connect_object (prony_chart_pane_get_view (PRONY_CHART_PANE (pane)), "datum-activated",
                             chart->kind == PRONY_CHART_TIME ? G_CALLBACK (on_trial_activated_cb)
                                                             : G_CALLBACK (on_request_activated_cb),
                             self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), pane);
  if (*note != '\0')
    gtk_box_append (GTK_BOX (box), new_note (note));
  gtk_box_append (self->charts, box);
}

static void
show_more_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyResultSection *self = PRONY_RESULT_SECTION (widget);
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->charts));

  for (guint i = 0; i < self->hidden->len; i++)
    add_chart (self, g_ptr_array_index (self->hidden, i), g_ptr_array_index (self->notes, i));
  g_ptr_array_set_size (self->hidden, 0);
  g_ptr_array_set_size (self->notes, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->absent),
                          gtk_widget_get_first_child (GTK_WIDGET (self->absent)) != NULL);

  /* The button goes: what it has brought takes over. */
  if (gtk_widget_has_focus (self->more_button))
    {
      GtkWidget *next = last != NULL ? gtk_widget_get_next_sibling (last)
                                     : gtk_widget_get_first_child (GTK_WIDGET (self->charts));

      if (next == NULL || !gtk_widget_child_focus (next, GTK_DIR_TAB_FORWARD))
        gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
    }
  gtk_widget_set_visible (self->more_button, FALSE);
}

static void
show_button (PronyResultSection *self)
{
  g_autofree char *text = NULL;
  guint n = self->hidden->len;

  if (n > 0)
    /* Translators: %u is a number of charts */
    text = g_strdup_printf (ngettext ("Show %u _More Chart", "Show %u _More Charts", n), n);
  else
    text = g_strdup (_ ("What Is _Missing Here"));
  gtk_button_set_label (GTK_BUTTON (self->more_button), text);
  gtk_widget_set_visible (
    self->more_button, n > 0 || (gtk_widget_get_first_child (GTK_WIDGET (self->absent)) != NULL &&
                                 !gtk_widget_get_visible (GTK_WIDGET (self->absent))));
}

/* --- Virtual functions -------------------------------------------------------- */

static void
prony_result_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_RESULT_SECTION);

  G_OBJECT_CLASS (prony_result_section_parent_class)->dispose (object);
}

static void
prony_result_section_finalize (GObject *object)
{
  PronyResultSection *self = PRONY_RESULT_SECTION (object);

  g_ptr_array_unref (self->hidden);
  g_ptr_array_unref (self->notes);

  G_OBJECT_CLASS (prony_result_section_parent_class)->finalize (object);
}

static void
prony_result_section_class_init (PronyResultSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_result_section_dispose;
  object_class->finalize = prony_result_section_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-result-section.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResultSection, heading);
  gtk_widget_class_bind_template_child (widget_class, PronyResultSection, charts);
  gtk_widget_class_bind_template_child (widget_class, PronyResultSection, more_button);
  gtk_widget_class_bind_template_child (widget_class, PronyResultSection, absent);

  gtk_widget_class_install_action (widget_class, "section.more", NULL, show_more_action);
}

static void
prony_result_section_init (PronyResultSection *self)
{
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_chart_unref);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_result_section_new:
 * @title: its heading
 *
 * Returns: (transfer floating): a section without charts
 */
GtkWidget *
prony_result_section_new (const char *title)
{
  PronyResultSection *self = g_object_new (PRONY_TYPE_RESULT_SECTION, NULL);

  gtk_label_set_text (self->heading, title);
  return GTK_WIDGET (self);
}

/**
 * prony_result_section_add:
 * @self: a section
 * @kind: a kind of chart
 * @chart: what came of it
 *
 * Adds the charts of a kind, of which the first is shown at once where the kind is one of
 * those; or why there is none.
 */
void
prony_result_section_add (PronyResultSection *self,
                          const PronyRunChartKind *kind,
                          const PronyRunChart *chart)
{
  const char *note = chart->note != NULL ? chart->note : "";

  g_return_if_fail (PRONY_IS_RESULT_SECTION (self));

  for (guint i = 0; i < chart->charts->len; i++)
    if (i == 0 && kind->first)
      add_chart (self, g_ptr_array_index (chart->charts, i), note);
    else
      {
        g_ptr_array_add (self->hidden, prony_chart_ref (g_ptr_array_index (chart->charts, i)));
        g_ptr_array_add (self->notes, g_strdup (note));
      }

  if (chart->charts->len == 0)
    {
      /* Translators: the title of a chart, and a sentence on why it cannot be drawn */
      g_autofree char *text = g_strdup_printf (_ ("%s: %s"), _ (kind->title), _ (chart->absent));

      gtk_box_append (self->absent, new_note (text));
    }
  show_button (self);
}
