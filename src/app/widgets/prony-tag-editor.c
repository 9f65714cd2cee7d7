/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-tag-editor.h"

/* A tag is a word or two, and a run has a handful. */
#define MAX_LENGTH 40
#define MAX_TAGS 32

struct _PronyTagEditor
{
  AdwBin parent_instance;

  /* Borrowed, owned by the widget */
  GtkEditable *entry;
  GtkFlowBox *known;

  /* Plain */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (PronyTagEditor, prony_tag_editor, ADW_TYPE_BIN)

/* --- Words ------------------------------------------------------------------------- */

static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *tag = g_string_new (NULL);
  glong n = 0;

  for (const char *at = valid; *at != '\0' && n < MAX_LENGTH; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '#' && tag->len == 0)
        continue;
      if (g_unichar_isspace (c) || !g_unichar_isprint (c))
        {
          if (tag->len > 0 && tag->str[tag->len - 1] != ' ')
            g_string_append_c (tag, ' ');
          continue;
        }
      g_string_append_unichar (tag, c);
      n++;
    }

  return g_strchomp (g_string_free (tag, FALSE));
}

static gboolean
is_same (const char *a, const char *b)
{
  g_autofree char *first = g_utf8_casefold (a, -1);
  g_autofree char *second = g_utf8_casefold (b, -1);

  return g_str_equal (first, second);
}

static int
find_tag (GPtrArray *tags, const char *tag)
{
  for (guint i = 0; i < tags->len; i++)
    if (is_same (tags->pdata[i], tag))
      return (int) i;

  return -1;
}

static GPtrArray *
parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ",;\n", -1);
  GPtrArray *tags = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL && tags->len < MAX_TAGS; i++)
    {
      g_autofree char *tag = clean (parts[i]);

      if (*tag != '\0' && find_tag (tags, tag) < 0)
        g_ptr_array_add (tags, g_steal_pointer (&tag));
    }

  return tags;
}

static GStrv
to_strv (GPtrArray *tags)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < tags->len; i++)
    g_strv_builder_add (builder, tags->pdata[i]);

  return g_strv_builder_end (builder);
}

/* --- The widget -------------------------------------------------------------------- */

static GtkToggleButton *
get_button (GtkFlowBoxChild *child)
{
  return GTK_TOGGLE_BUTTON (gtk_flow_box_child_get_child (child));
}

/* The buttons below say which of their tags are in the entry. */
static void
on_changed_cb (PronyTagEditor *self)
{
  g_autoptr (GPtrArray) tags = parse (gtk_editable_get_text (self->entry));
  GtkFlowBoxChild *child;

  g_assert (PRONY_IS_TAG_EDITOR (self));

  self->setting = TRUE;
  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->known, i)) != NULL; i++)
    {
      GtkToggleButton *button = get_button (child);

      gtk_toggle_button_set_active (
        button, find_tag (tags, gtk_button_get_label (GTK_BUTTON (button))) >= 0);
    }
  self->setting = FALSE;
}

static void
on_toggled_cb (PronyTagEditor *self, GtkToggleButton *button)
{
  const char *tag = gtk_button_get_label (GTK_BUTTON (button));
  g_autoptr (GPtrArray) tags = NULL;
  g_auto (GStrv) list = NULL;
  g_autofree char *text = NULL;
  int place;

  g_assert (PRONY_IS_TAG_EDITOR (self));

  if (self->setting)
    return;

  tags = parse (gtk_editable_get_text (self->entry));
  place = find_tag (tags, tag);
  if (place >= 0)
    g_ptr_array_remove_index (tags, (guint) place);
  else
    g_ptr_array_add (tags, g_strdup (tag));
  list = to_strv (tags);
  text = g_strjoinv (", ", list);
  gtk_editable_set_text (self->entry, text);
}

static gboolean
prony_tag_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PRONY_TAG_EDITOR (widget)->entry));
}

static void
prony_tag_editor_class_init (PronyTagEditorClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = prony_tag_editor_grab_focus;
}

static void
prony_tag_editor_init (PronyTagEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();

  self->entry = GTK_EDITABLE (entry);
  self->known =
    g_object_new (GTK_TYPE_FLOW_BOX, "selection-mode", GTK_SELECTION_NONE, "row-spacing", 4,
                  "column-spacing", 4, "max-children-per-line", 8, NULL);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Tags with commas between them"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tags"),
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->known), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Tags in use"), -1);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->known));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
}

/* --- Public ------------------------------------------------------------------------ */

/**
 * prony_tag_editor_new:
 * @tags: (array zero-terminated=1): what is in the entry
 * @known: (array zero-terminated=1): tags to be offered
 *
 * Returns: (transfer floating): an editor
 */
GtkWidget *
prony_tag_editor_new (const char *const *tags, const char *const *known)
{
  PronyTagEditor *self = g_object_new (PRONY_TYPE_TAG_EDITOR, NULL);
  g_autofree char *text = g_strjoinv (", ", (char **) tags);

  for (guint i = 0; known[i] != NULL; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (known[i]);
      GtkWidget *child = gtk_flow_box_child_new ();

      g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
      gtk_flow_box_insert (self->known, child, -1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->known), known[0] != NULL);
  gtk_editable_set_text (self->entry, text);

  return GTK_WIDGET (self);
}

/**
 * prony_tag_editor_get_tags:
 * @self: an editor
 *
 * Returns: (transfer full): the tags in the entry
 */
GStrv
prony_tag_editor_get_tags (PronyTagEditor *self)
{
  g_return_val_if_fail (PRONY_IS_TAG_EDITOR (self), NULL);

  return prony_tag_editor_parse (gtk_editable_get_text (self->entry));
}

/**
 * prony_tag_editor_parse:
 * @text: tags with commas, semicolons or line ends between them
 *
 * Returns: (transfer full): the tags, each once in whatever letters, at most 32 of 40 letters
 */
GStrv
prony_tag_editor_parse (const char *text)
{
  g_autoptr (GPtrArray) tags = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  tags = parse (text);
  return to_strv (tags);
}
