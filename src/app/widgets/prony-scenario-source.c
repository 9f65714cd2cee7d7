/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/widgets/prony-scenario-source.h"
#include "app/widgets/prony-source-style.h"

/* How long nobody must type before a text is read, milliseconds. */
#define PAUSE_MS 200

/* The category of marks. */
#define MISTAKE "mistake"

/* More mistakes than this are listed by nobody's eyes. */
#define MAX_LISTED 50

/* A draft as its YAML text, with its mistakes marked at their lines and listed below. A
 * draft that was changed elsewhere replaces only the stretch that differs, so that cursor,
 * selection and place stay. */
struct _PronyScenarioSource
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkSourceView *view;
  GtkWidget *problems_box;
  GtkLabel *problems_title;
  GtkListBox *problems_list;

  /* Owned */
  PronyScenarioEdit *edit;

  /* Plain */
  guint pause_id; /* while somebody types */
  guint n_marks;
  gboolean showing; /* the draft is being shown: nobody types */
};

G_DEFINE_FINAL_TYPE (PronyScenarioSource, prony_scenario_source, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (PronyScenarioSource *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static char *
get_text (PronyScenarioSource *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

/* --- Mistakes ----------------------------------------------------------------------------- */

static void
get_place (PronyScenarioSource *self, guint line, guint column, GtkTextIter *place)
{
  if (!gtk_text_buffer_get_iter_at_line_offset (get_buffer (self), place, line > 0 ? line - 1 : 0,
                                                0))
    return;

  for (guint i = 1; i < column && !gtk_text_iter_ends_line (place); i++)
    gtk_text_iter_forward_char (place);
}

/* What is wrong begins there; where it ends, only the line can tell. */
static void
underline (PronyScenarioSource *self, guint line, guint column)
{
  GtkTextIter start;
  GtkTextIter end;

  get_place (self, line, column, &start);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  if (gtk_text_iter_equal (&start, &end))
    gtk_text_iter_set_line_offset (&start, 0);
  gtk_text_buffer_apply_tag_by_name (get_buffer (self), MISTAKE, &start, &end);
}

static void
mark (PronyScenarioSource *self, guint line, const char *sentence)
{
  GtkTextIter place;
  GtkSourceMark *source_mark;

  get_place (self, line, 1, &place);
  source_mark = gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (get_buffer (self)), NULL,
                                                      MISTAKE, &place);
  g_object_set_data_full (G_OBJECT (source_mark), "sentence", g_strdup (sentence), g_free);
}

static void
list_problem (PronyScenarioSource *self, guint line, guint column, const char *sentence)
{
  GtkWidget *row = gtk_list_box_row_new ();
  /* TRANSLATORS: a place in a text: line and column; then a sentence on what is wrong there. */
  g_autofree char *text = g_strdup_printf (_ ("%u:%u  %s"), line, column, sentence);
  /* TRANSLATORS: the same for a screen reader. */
  g_autofree char *name = g_strdup_printf (_ ("Line %u: %s"), line, sentence);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data (G_OBJECT (row), "line", GUINT_TO_POINTER (line));
  g_object_set_data (G_OBJECT (row), "column", GUINT_TO_POINTER (column));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->problems_list, row);
}

static void
clear_problems (PronyScenarioSource *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkListBoxRow *row;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, MISTAKE, &start, &end);
  gtk_source_buffer_remove_source_marks (GTK_SOURCE_BUFFER (buffer), &start, &end, MISTAKE);
  while ((row = gtk_list_box_get_row_at_index (self->problems_list, 0)) != NULL)
    gtk_list_box_remove (self->problems_list, GTK_WIDGET (row));
}

static void
show_problems (PronyScenarioSource *self)
{
  PronyProblems *problems =
    prony_scenario_draft_get_problems (prony_scenario_edit_get_draft (self->edit));
  guint n = prony_problems_count (problems);
  g_autofree char *title = g_strdup_printf (ngettext ("%u Mistake", "%u Mistakes", n), n);

  clear_problems (self);
  for (guint i = 0; i < n; i++)
    {
      guint line;
      guint column;
      const char *sentence = prony_problems_get (problems, i, &line, &column);

      underline (self, line, column);
      mark (self, line, sentence);
      if (i < MAX_LISTED)
        list_problem (self, line, column, sentence);
    }
  self->n_marks = n;
  gtk_label_set_label (self->problems_title, title);
  gtk_widget_set_visible (self->problems_box, n > 0);
}

static char *
on_query_tooltip_cb (GtkSourceMarkAttributes *attributes, GtkSourceMark *source_mark)
{
  const char *sentence = g_object_get_data (G_OBJECT (source_mark), "sentence");

  return g_strdup (sentence);
}

static void
on_problem_activated_cb (PronyScenarioSource *self, GtkListBoxRow *row)
{
  g_assert (PRONY_IS_SCENARIO_SOURCE (self));

  prony_scenario_source_show_place (
    self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "line")),
    GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "column")));
}

/* --- Text ------------------------------------------------------------------------------------ */

static void
replace (PronyScenarioSource *self, const char *text, const char *other)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;
  gsize first;
  gsize last;
  gsize other_last;

  if (!prony_text_find_difference (text, other, &first, &last, &other_last))
    return;

  self->showing = TRUE;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                      (int) g_utf8_pointer_to_offset (text, text + first));
  gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                      (int) g_utf8_pointer_to_offset (text, text + last));
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, other + first, (int) (other_last - first));
  gtk_text_buffer_end_user_action (buffer);
  self->showing = FALSE;
}

/* While somebody types, their text is newer than the draft. */
static void
update (PronyScenarioSource *self)
{
  g_autofree char *text = NULL;

  g_assert (PRONY_IS_SCENARIO_SOURCE (self));

  if (self->pause_id != 0)
    return;

  text = get_text (self);
  replace (self, text, prony_scenario_draft_get_text (prony_scenario_edit_get_draft (self->edit)));
  show_problems (self);
}

static gboolean
on_pause_cb (gpointer user_data)
{
  PronyScenarioSource *self = user_data;
  g_autofree char *text = get_text (self);

  self->pause_id = 0;
  prony_scenario_edit_set_text (self->edit, text);

  return G_SOURCE_REMOVE;
}

static void
on_buffer_changed_cb (PronyScenarioSource *self)
{
  g_assert (PRONY_IS_SCENARIO_SOURCE (self));

  if (self->showing || self->edit == NULL)
    return;

  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

static void
on_focus_left_cb (PronyScenarioSource *self)
{
  g_assert (PRONY_IS_SCENARIO_SOURCE (self));

  if (self->edit == NULL)
    return;

  prony_scenario_source_flush (self);
  prony_scenario_edit_end_step (self->edit);
}

/* --- The object ----------------------------------------------------------------------------------
 */

static void
prony_scenario_source_dispose (GObject *object)
{
  PronyScenarioSource *self = (PronyScenarioSource *) object;

  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (self->edit != NULL)
    g_signal_handlers_disconnect_by_data (self->edit, self);
  g_clear_object (&self->edit);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SCENARIO_SOURCE);

  G_OBJECT_CLASS (prony_scenario_source_parent_class)->dispose (object);
}

static void
prony_scenario_source_class_init (PronyScenarioSourceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_scenario_source_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-source.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioSource, view);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioSource, problems_box);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioSource, problems_title);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioSource, problems_list);
  gtk_widget_class_bind_template_callback (widget_class, on_problem_activated_cb);
}

static void
prony_scenario_source_init (PronyScenarioSource *self)
{
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  prony_source_style_follow (self->view, "yaml");
  gtk_text_buffer_set_enable_undo (get_buffer (self), FALSE); /* there is one history for all */
  gtk_text_buffer_create_tag (get_buffer (self), MISTAKE, "underline", PANGO_UNDERLINE_ERROR, NULL);
  gtk_source_mark_attributes_set_icon_name (attributes, "dialog-error-symbolic");
  g_signal_connect (attributes, "query-tooltip-text", G_CALLBACK (on_query_tooltip_cb), NULL);
  gtk_source_view_set_mark_attributes (self->view, MISTAKE, attributes, 1);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (on_buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
}

/**
 * prony_scenario_source_set_edit:
 * @self: a source
 * @edit: what is edited
 *
 * Shows @edit from now on; called once.
 */
void
prony_scenario_source_set_edit (PronyScenarioSource *self, PronyScenarioEdit *edit)
{
  GtkTextIter start;

  g_return_if_fail (PRONY_IS_SCENARIO_SOURCE (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  gtk_text_buffer_place_cursor (get_buffer (self), &start);
}

/**
 * prony_scenario_source_flush:
 * @self: a source
 *
 * Has what was typed read at once, before something else is done with the draft.
 */
void
prony_scenario_source_flush (PronyScenarioSource *self)
{
  g_return_if_fail (PRONY_IS_SCENARIO_SOURCE (self));

  if (self->pause_id == 0)
    return;

  g_clear_handle_id (&self->pause_id, g_source_remove);
  on_pause_cb (self);
}

/**
 * prony_scenario_source_count_marks:
 * @self: a source
 *
 * Returns: how many mistakes are marked
 */
guint
prony_scenario_source_count_marks (PronyScenarioSource *self)
{
  g_return_val_if_fail (PRONY_IS_SCENARIO_SOURCE (self), 0);

  return self->n_marks;
}

/**
 * prony_scenario_source_show_place:
 * @self: a source
 * @line: from 1
 * @column: from 1, in characters
 *
 * Puts cursor and focus there.
 */
void
prony_scenario_source_show_place (PronyScenarioSource *self, guint line, guint column)
{
  GtkTextIter place;

  g_return_if_fail (PRONY_IS_SCENARIO_SOURCE (self));

  get_place (self, line, column, &place);
  gtk_text_buffer_place_cursor (get_buffer (self), &place);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view),
                                gtk_text_buffer_get_insert (get_buffer (self)), 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
