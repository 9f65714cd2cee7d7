/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/widgets/prony-field-editor.h"
#include "app/widgets/prony-source-style.h"

/* Pixels: of about a line of text, and of as much as is shown without scrolling. */
#define LINE_HEIGHT 20
#define MAX_HEIGHT 240

/* What a value is typed, chosen or switched in. */
struct _PronyFieldEditor
{
  AdwBin parent_instance;

  /* Borrowed: the one that this kind has */
  GtkEditable *entry;
  GtkTextView *view;
  GtkDropDown *choice;
  GtkSwitch *toggle;

  /* Owned */
  char **values; /* of a choice */

  /* Plain */
  PronyFieldKind kind;
  guint idle_id;    /* until the height is known */
  gboolean showing; /* a value is being shown: nobody types */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyFieldEditor, prony_field_editor, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

GType
prony_field_kind_get_type (void)
{
  static const GEnumValue values[] = {
    { PRONY_FIELD_TEXT, "PRONY_FIELD_TEXT", "text" },
    { PRONY_FIELD_LINES, "PRONY_FIELD_LINES", "lines" },
    { PRONY_FIELD_WORDS, "PRONY_FIELD_WORDS", "words" },
    { PRONY_FIELD_TEXTS, "PRONY_FIELD_TEXTS", "texts" },
    { PRONY_FIELD_NUMBER, "PRONY_FIELD_NUMBER", "number" },
    { PRONY_FIELD_NUMBERS, "PRONY_FIELD_NUMBERS", "numbers" },
    { PRONY_FIELD_NUMBER_LIST, "PRONY_FIELD_NUMBER_LIST", "number-list" },
    { PRONY_FIELD_CHOICE, "PRONY_FIELD_CHOICE", "choice" },
    { PRONY_FIELD_SWITCH, "PRONY_FIELD_SWITCH", "switch" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("PronyFieldKind", values));

  return type;
}

static char *
get_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static guint
find_choice (PronyFieldEditor *self, const char *value)
{
  for (guint i = 0; self->values != NULL && self->values[i] != NULL; i++)
    if (strcmp (self->values[i], value) == 0)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

static void
on_changed_cb (PronyFieldEditor *self)
{
  g_assert (PRONY_IS_FIELD_EDITOR (self));

  if (!self->showing)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- The editors of each kind -------------------------------------------------------------- */

/* There is one history for all: no entry or view has its own. */
static GtkWidget *
make_text (PronyFieldEditor *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_add_css_class (entry, "flat");
  self->entry = GTK_EDITABLE (entry);

  return entry;
}

static GtkWidget *
make_number (PronyFieldEditor *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), self->kind == PRONY_FIELD_NUMBERS ? 12 : 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 14);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (entry, "numeric");
  self->entry = GTK_EDITABLE (entry);

  return entry;
}

/* As high as its text, up to a limit: a page gives nothing more than what is needed at least,
 * and what might show a scroll bar needs more than a line. */
static gboolean
on_idle_cb (gpointer user_data)
{
  PronyFieldEditor *self = user_data;
  GtkScrolledWindow *scroller =
    GTK_SCROLLED_WINDOW (gtk_widget_get_parent (GTK_WIDGET (self->view)));
  GtkTextIter end;
  int top;
  int height;

  self->idle_id = 0;
  gtk_text_buffer_get_end_iter (gtk_text_view_get_buffer (self->view), &end);
  gtk_text_view_get_line_yrange (self->view, &end, &top, &height);
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER,
                                  top + height > MAX_HEIGHT ? GTK_POLICY_AUTOMATIC
                                                            : GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_min_content_height (scroller,
                                              CLAMP (top + height, LINE_HEIGHT, MAX_HEIGHT));

  return G_SOURCE_REMOVE;
}

/* Later, when the view has laid out its text. */
static void
on_height_changed_cb (PronyFieldEditor *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (on_idle_cb, self);
}

static GtkWidget *
make_lines (PronyFieldEditor *self)
{
  GtkWidget *view = gtk_source_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), FALSE);
  prony_source_style_follow (GTK_SOURCE_VIEW (view), NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LINE_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_hexpand (scroller, TRUE);
  self->view = GTK_TEXT_VIEW (view);
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                           "changed", G_CALLBACK (on_height_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed",
                           G_CALLBACK (on_height_changed_cb), self, G_CONNECT_SWAPPED);

  return view;
}

static GtkWidget *
make_choice (PronyFieldEditor *self)
{
  GtkWidget *choice = gtk_drop_down_new (NULL, NULL);

  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (choice, "flat");
  self->choice = GTK_DROP_DOWN (choice);

  return choice;
}

static GtkWidget *
make_switch (PronyFieldEditor *self)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  self->toggle = GTK_SWITCH (toggle);

  return toggle;
}

static GtkWidget *
make_editor (PronyFieldEditor *self)
{
  switch (self->kind)
    {
    case PRONY_FIELD_LINES:
    case PRONY_FIELD_TEXTS:
      return make_lines (self);

    case PRONY_FIELD_NUMBER:
    case PRONY_FIELD_NUMBERS:
      return make_number (self);

    case PRONY_FIELD_CHOICE:
      return make_choice (self);

    case PRONY_FIELD_SWITCH:
      return make_switch (self);

    case PRONY_FIELD_TEXT:
    case PRONY_FIELD_WORDS:
    case PRONY_FIELD_NUMBER_LIST:
    default:
      return make_text (self);
    }
}

/* --- The object ------------------------------------------------------------------------------ */

static void
prony_field_editor_dispose (GObject *object)
{
  g_clear_handle_id (&((PronyFieldEditor *) object)->idle_id, g_source_remove);

  G_OBJECT_CLASS (prony_field_editor_parent_class)->dispose (object);
}

static void
prony_field_editor_finalize (GObject *object)
{
  g_strfreev (((PronyFieldEditor *) object)->values);

  G_OBJECT_CLASS (prony_field_editor_parent_class)->finalize (object);
}

static gboolean
prony_field_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (prony_field_editor_get_inner ((PronyFieldEditor *) widget));
}

static void
prony_field_editor_class_init (PronyFieldEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = prony_field_editor_dispose;
  object_class->finalize = prony_field_editor_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = prony_field_editor_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_field_editor_init (PronyFieldEditor *self)
{
}

/**
 * prony_field_editor_new:
 * @kind: what it holds
 * @values: (nullable): of a choice: what there is to choose from
 * @names: (nullable): of a choice: how people read that
 *
 * Returns: (transfer floating): an editor without a value
 */
GtkWidget *
prony_field_editor_new (PronyFieldKind kind, const char *const *values, GtkStringList *names)
{
  PronyFieldEditor *self = g_object_new (PRONY_TYPE_FIELD_EDITOR, NULL);
  GtkWidget *inner;
  gpointer source;

  self->kind = kind;
  self->values = g_strdupv ((char **) values);
  inner = make_editor (self);
  if (gtk_widget_get_parent (inner) == NULL)
    adw_bin_set_child (ADW_BIN (self), inner);
  if (self->choice != NULL)
    gtk_drop_down_set_model (self->choice, G_LIST_MODEL (names));

  source = self->view != NULL ? (gpointer) gtk_text_view_get_buffer (self->view) : inner;
  g_signal_connect_object (source,
                           self->choice != NULL   ? "notify::selected"
                           : self->toggle != NULL ? "notify::active"
                                                  : "changed",
                           G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * prony_field_editor_get_inner:
 * @self: an editor
 *
 * Returns: (transfer none): the widget that has the focus and is read out
 */
GtkWidget *
prony_field_editor_get_inner (PronyFieldEditor *self)
{
  g_return_val_if_fail (PRONY_IS_FIELD_EDITOR (self), NULL);

  if (self->view != NULL)
    return GTK_WIDGET (self->view);
  if (self->entry != NULL)
    return GTK_WIDGET (self->entry);

  return self->choice != NULL ? GTK_WIDGET (self->choice) : GTK_WIDGET (self->toggle);
}

/**
 * prony_field_editor_is_wide:
 * @self: an editor
 *
 * Returns: whether it needs a line of its own
 */
gboolean
prony_field_editor_is_wide (PronyFieldEditor *self)
{
  g_return_val_if_fail (PRONY_IS_FIELD_EDITOR (self), FALSE);

  return self->view != NULL || self->kind == PRONY_FIELD_TEXT || self->kind == PRONY_FIELD_WORDS ||
         self->kind == PRONY_FIELD_NUMBER_LIST;
}

/**
 * prony_field_editor_get_text:
 * @self: an editor
 *
 * Returns: (transfer full): what is typed or chosen, or "true" of a switch that is on
 */
char *
prony_field_editor_get_text (PronyFieldEditor *self)
{
  guint selected;

  g_return_val_if_fail (PRONY_IS_FIELD_EDITOR (self), NULL);

  if (self->entry != NULL)
    return g_strdup (gtk_editable_get_text (self->entry));
  if (self->view != NULL)
    return get_text (self->view);
  if (self->toggle != NULL)
    return g_strdup (gtk_switch_get_active (self->toggle) ? "true" : "");

  selected = gtk_drop_down_get_selected (self->choice);
  return g_strdup (selected != GTK_INVALID_LIST_POSITION ? self->values[selected] : "");
}

/**
 * prony_field_editor_show:
 * @self: an editor
 * @text: a value, as prony_field_editor_get_text() returns it
 *
 * Shows a value.
 */
void
prony_field_editor_show (PronyFieldEditor *self, const char *text)
{
  g_return_if_fail (PRONY_IS_FIELD_EDITOR (self));

  self->showing = TRUE;
  if (self->entry != NULL)
    gtk_editable_set_text (self->entry, text);
  else if (self->view != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  else if (self->toggle != NULL)
    gtk_switch_set_active (self->toggle, strcmp (text, "true") == 0);
  else
    gtk_drop_down_set_selected (self->choice, find_choice (self, text));
  self->showing = FALSE;
}
