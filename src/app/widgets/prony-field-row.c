/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-draft-field.h"
#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-field-row.h"
#include "base/prony-util.h"

/* One value of a draft in a form: shows what the draft has at a path, changes just that,
 * and says what is wrong with it. What is being typed is left alone as long as it means
 * what the draft has. */
struct _PronyFieldRow
{
  AdwPreferencesRow parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkLabel *hint_label;
  GtkLabel *problem_label;
  GtkBox *below;
  GtkBox *beside;

  /* Borrowed: in one of the boxes */
  PronyFieldEditor *editor;

  /* Owned */
  PronyScenarioEdit *edit;
  char *path;
  char *hint;
  char **values;        /* of a choice */
  GtkStringList *names; /* of a choice, as people read them */

  /* Plain */
  PronyFieldKind kind;
  gboolean is_shown; /* the draft's value, at least once */
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_PATH,
  PROP_HINT,
  PROP_VALUES,
  PROP_NAMES,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyFieldRow, prony_field_row, ADW_TYPE_PREFERENCES_ROW)

static GParamSpec *properties[N_PROPS];

/* --- What is typed and what the draft has -------------------------------------------- */

static char **
split_typed (PronyFieldKind kind, const char *text)
{
  return kind == PRONY_FIELD_TEXTS ? prony_draft_split_lines (text)
                                   : prony_draft_split_words (text);
}

/* The value as the draft would have it: two texts that mean the same give the same. */
static char *
normalize (PronyFieldRow *self, const char *text)
{
  g_auto (GStrv) items = NULL;

  switch (self->kind)
    {
    case PRONY_FIELD_NUMBER:
      return prony_draft_number_from_typed (text);

    case PRONY_FIELD_WORDS:
    case PRONY_FIELD_TEXTS:
    case PRONY_FIELD_NUMBERS:
    case PRONY_FIELD_NUMBER_LIST:
      items = split_typed (self->kind, text);
      return g_strjoinv (self->kind == PRONY_FIELD_TEXTS ? "\n" : ", ", items);

    case PRONY_FIELD_TEXT:
    case PRONY_FIELD_LINES:
    case PRONY_FIELD_CHOICE:
    case PRONY_FIELD_SWITCH:
    default:
      return g_strdup (text);
    }
}

static char *
get_value (PronyFieldRow *self, PronyScenarioDraft *draft)
{
  g_auto (GStrv) items = NULL;
  char *value;

  if (self->kind == PRONY_FIELD_TEXTS)
    {
      items = prony_scenario_draft_get_list (draft, self->path);
      return items != NULL ? g_strjoinv ("\n", items) : g_strdup ("");
    }

  value = prony_scenario_draft_get_value (draft, self->path);
  return value != NULL ? value : g_strdup ("");
}

/* What somebody has typed, to be put into a draft. */
typedef struct
{
  PronyFieldKind kind;
  char *path;
  char *typed;
} Typed;

static void
typed_free (gpointer data)
{
  Typed *typed = data;

  g_free (typed->path);
  g_free (typed->typed);
  g_free (typed);
}

static PronyScenarioDraft *
apply (PronyScenarioDraft *draft, gconstpointer data)
{
  const Typed *typed = data;
  g_auto (GStrv) items = NULL;
  g_autofree char *value = NULL;

  switch (typed->kind)
    {
    case PRONY_FIELD_WORDS:
    case PRONY_FIELD_TEXTS:
      items = split_typed (typed->kind, typed->typed);
      return prony_scenario_draft_set_list (draft, typed->path, (const char *const *) items);

    case PRONY_FIELD_NUMBER:
      value = prony_draft_number_from_typed (typed->typed);
      return prony_scenario_draft_set_plain (draft, typed->path, value);

    case PRONY_FIELD_NUMBERS:
      return prony_draft_set_numbers (draft, typed->path, typed->typed);

    case PRONY_FIELD_NUMBER_LIST:
      items = split_typed (typed->kind, typed->typed);
      return prony_scenario_draft_set_plain_list (draft, typed->path, (const char *const *) items);

    case PRONY_FIELD_SWITCH:
      return prony_scenario_draft_set_plain (draft, typed->path, typed->typed);

    case PRONY_FIELD_TEXT:
    case PRONY_FIELD_LINES:
    case PRONY_FIELD_CHOICE:
    default:
      return prony_scenario_draft_set_value (draft, typed->path, typed->typed);
    }
}

/* --- Showing ---------------------------------------------------------------------------- */

static void
show_problem (PronyFieldRow *self, const char *sentence)
{
  GtkWidget *editor = prony_field_editor_get_inner (self->editor);

  gtk_label_set_label (self->problem_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), sentence != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), sentence == NULL && self->hint != NULL);
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");

  /* The colour says nothing to a screen reader. */
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_STATE_INVALID,
    sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL     ? sentence
                                  : self->hint != NULL ? self->hint
                                                       : "",
                                  -1);
}

static void
show_title (PronyFieldRow *self)
{
  GtkWidget *editor = prony_field_editor_get_inner (self->editor);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  gtk_label_set_label (self->title, title);
  if (GTK_IS_DROP_DOWN (editor))
    prony_drop_down_set_label (GTK_DROP_DOWN (editor), title);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                    -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
update (PronyFieldRow *self)
{
  PronyScenarioDraft *draft;
  g_autofree char *value = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *typed = NULL;

  g_assert (PRONY_IS_FIELD_ROW (self));

  if (self->edit == NULL || self->path == NULL)
    return;

  draft = prony_scenario_edit_get_draft (self->edit);
  value = get_value (self, draft);
  typed = prony_field_editor_get_text (self->editor);
  shown = normalize (self, typed);
  if (!self->is_shown || strcmp (shown, value) != 0)
    prony_field_editor_show (self->editor, value);
  self->is_shown = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), prony_scenario_draft_is_readable (draft));
  show_problem (self, prony_scenario_draft_get_problem_of (draft, self->path));
}

/* --- Callbacks --------------------------------------------------------------------------- */

static void
on_changed_cb (PronyFieldRow *self)
{
  Typed *typed;

  g_assert (PRONY_IS_FIELD_ROW (self));

  if (self->edit == NULL || self->path == NULL)
    return;

  typed = g_new0 (Typed, 1);
  typed->kind = self->kind;
  typed->path = g_strdup (self->path);
  typed->typed = prony_field_editor_get_text (self->editor);
  prony_scenario_edit_change (self->edit, apply, typed, typed_free, self->path);
}

static void
on_left_cb (PronyFieldRow *self)
{
  g_assert (PRONY_IS_FIELD_ROW (self));

  if (self->edit != NULL)
    prony_scenario_edit_end_step (self->edit);
}

/* --- The object ----------------------------------------------------------------------------- */

static void
prony_field_row_constructed (GObject *object)
{
  PronyFieldRow *self = (PronyFieldRow *) object;
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *editor;

  G_OBJECT_CLASS (prony_field_row_parent_class)->constructed (object);

  editor = prony_field_editor_new (self->kind, (const char *const *) self->values, self->names);
  self->editor = PRONY_FIELD_EDITOR (editor);
  gtk_box_append (prony_field_editor_is_wide (self->editor) ? self->below : self->beside, editor);
  if (prony_field_editor_is_wide (self->editor))
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "caption");
  gtk_label_set_label (self->hint_label, self->hint != NULL ? self->hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), self->hint != NULL);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::title", G_CALLBACK (show_title), NULL);
  show_title (self);
}

static void
prony_field_row_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PronyFieldRow *self = (PronyFieldRow *) object;

  switch (prop_id)
    {
    case PROP_KIND:
      self->kind = (PronyFieldKind) g_value_get_enum (value);
      break;

    case PROP_PATH:
      prony_field_row_set_path (self, g_value_get_string (value));
      break;

    case PROP_HINT:
      prony_set_str (&self->hint, g_value_get_string (value));
      break;

    case PROP_VALUES:
      g_strfreev (self->values);
      self->values = g_value_dup_boxed (value);
      break;

    case PROP_NAMES:
      g_set_object (&self->names, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_field_row_dispose (GObject *object)
{
  PronyFieldRow *self = (PronyFieldRow *) object;

  if (self->edit != NULL)
    g_signal_handlers_disconnect_by_data (self->edit, self);
  g_clear_object (&self->edit);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_FIELD_ROW);

  G_OBJECT_CLASS (prony_field_row_parent_class)->dispose (object);
}

static void
prony_field_row_finalize (GObject *object)
{
  PronyFieldRow *self = (PronyFieldRow *) object;

  g_free (self->path);
  g_free (self->hint);
  g_strfreev (self->values);
  g_clear_object (&self->names);

  G_OBJECT_CLASS (prony_field_row_parent_class)->finalize (object);
}

static gboolean
prony_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (((PronyFieldRow *) widget)->editor));
}

static void
prony_field_row_class_init (PronyFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags once = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = prony_field_row_constructed;
  object_class->set_property = prony_field_row_set_property;
  object_class->dispose = prony_field_row_dispose;
  object_class->finalize = prony_field_row_finalize;
  widget_class->grab_focus = prony_field_row_grab_focus;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, PRONY_TYPE_FIELD_KIND, PRONY_FIELD_TEXT, once);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, once);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, once);
  properties[PROP_VALUES] = g_param_spec_boxed ("values", NULL, NULL, G_TYPE_STRV, once);
  properties[PROP_NAMES] = g_param_spec_object ("names", NULL, NULL, GTK_TYPE_STRING_LIST, once);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyFieldRow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyFieldRow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, PronyFieldRow, problem_label);
  gtk_widget_class_bind_template_child (widget_class, PronyFieldRow, below);
  gtk_widget_class_bind_template_child (widget_class, PronyFieldRow, beside);
}

static void
prony_field_row_init (PronyFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_field_row_new:
 * @kind: what it holds; not a choice
 * @path: which value of a draft it is
 * @title: what it is called
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
prony_field_row_new (PronyFieldKind kind, const char *path, const char *title)
{
  return g_object_new (PRONY_TYPE_FIELD_ROW, "kind", kind, "path", path, "title", title,
                       "use-markup", FALSE, NULL);
}

/**
 * prony_field_row_set_edit:
 * @self: a row
 * @edit: what is edited
 *
 * Shows a value of @edit from now on; called once.
 */
void
prony_field_row_set_edit (PronyFieldRow *self, PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_FIELD_ROW (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * prony_field_row_set_path:
 * @self: a row
 * @path: which value of a draft it is
 *
 * Shows another value.
 */
void
prony_field_row_set_path (PronyFieldRow *self, const char *path)
{
  g_return_if_fail (PRONY_IS_FIELD_ROW (self));

  if (prony_set_str (&self->path, path))
    update (self);
}

/**
 * prony_field_row_add_suffix:
 * @self: a row
 * @widget: a button
 *
 * Puts a button at the end of the row, beside its title.
 */
void
prony_field_row_add_suffix (PronyFieldRow *self, GtkWidget *widget)
{
  g_return_if_fail (PRONY_IS_FIELD_ROW (self));

  gtk_widget_set_valign (widget, GTK_ALIGN_START);
  gtk_box_append (self->beside, widget);
}

/**
 * prony_field_row_is_wrong:
 * @self: a row
 *
 * Returns: whether it says that its value is wrong
 */
gboolean
prony_field_row_is_wrong (PronyFieldRow *self)
{
  g_return_val_if_fail (PRONY_IS_FIELD_ROW (self), FALSE);

  return gtk_widget_has_css_class (GTK_WIDGET (self), "error");
}
