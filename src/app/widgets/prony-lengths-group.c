/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-draft-field.h"
#include "app/widgets/prony-field-row.h"
#include "app/widgets/prony-lengths-group.h"

/* How long prompts or answers are to be: a way of giving it, and the numbers that this
 * way needs. */
struct _PronyLengthsGroup
{
  AdwPreferencesGroup parent_instance;

  /* Borrowed references, owned by the group */
  AdwComboRow *kind_row;
  GtkWidget *fixed;
  GtkWidget *mean;
  GtkWidget *stddev;
  GtkWidget *min;
  GtkWidget *max;
  GtkWidget *values;
  GtkWidget *file;

  /* Owned */
  PronyScenarioEdit *edit;
  char *path;

  /* Plain */
  gboolean showing;
};

enum
{
  PROP_0,
  PROP_PATH,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyLengthsGroup, prony_lengths_group, ADW_TYPE_PREFERENCES_GROUP)

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *way;
  const char *title;
} kinds[] = {
  { "", N_ ("Not Given") },
  { "fixed", N_ ("Fixed") },
  { "uniform", N_ ("Uniform") },
  { "normal", N_ ("Normal") },
  { "log-normal", N_ ("Log-Normal") },
  { "list", N_ ("From a List") },
  { "file", N_ ("From a File") },
};

static void
update (PronyLengthsGroup *self)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  const char *way = prony_draft_get_lengths (draft, self->path);
  const char *problem = prony_scenario_draft_get_problem_of (draft, self->path);
  guint selected = GTK_INVALID_LIST_POSITION;
  gboolean shaped;

  g_assert (PRONY_IS_LENGTHS_GROUP (self));

  for (guint i = 0; way != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].way, way) == 0)
      selected = i;
  shaped = g_strcmp0 (way, "normal") == 0 || g_strcmp0 (way, "log-normal") == 0;

  self->showing = TRUE;
  adw_combo_row_set_selected (self->kind_row, selected);
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind_row), prony_scenario_draft_is_readable (draft));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kind_row),
                               way == NULL && problem != NULL ? problem : "");
  gtk_widget_set_visible (self->fixed, g_strcmp0 (way, "fixed") == 0);
  gtk_widget_set_visible (self->mean, shaped);
  gtk_widget_set_visible (self->stddev, shaped);
  gtk_widget_set_visible (self->min, shaped || g_strcmp0 (way, "uniform") == 0);
  gtk_widget_set_visible (self->max, shaped || g_strcmp0 (way, "uniform") == 0);
  gtk_widget_set_visible (self->values, g_strcmp0 (way, "list") == 0);
  gtk_widget_set_visible (self->file, g_strcmp0 (way, "file") == 0);
}

/* What is chosen for lengths, to be put into a draft. */
typedef struct
{
  char *path;
  const char *way;
} Choice;

static void
choice_free (gpointer data)
{
  g_free (((Choice *) data)->path);
  g_free (data);
}

static PronyScenarioDraft *
set_way (PronyScenarioDraft *draft, gconstpointer data)
{
  const Choice *choice = data;

  return prony_draft_set_lengths (draft, choice->path, choice->way);
}

static void
on_kind_selected_cb (PronyLengthsGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);
  Choice *choice;

  g_assert (PRONY_IS_LENGTHS_GROUP (self));

  if (self->showing || self->edit == NULL || selected >= G_N_ELEMENTS (kinds))
    return;

  choice = g_new0 (Choice, 1);
  choice->path = g_strdup (self->path);
  choice->way = kinds[selected].way;
  prony_scenario_edit_change (self->edit, set_way, choice, choice_free, NULL);
}

static GtkWidget *
add_field (PronyLengthsGroup *self, PronyFieldKind kind, const char *key, const char *title)
{
  g_autofree char *path =
    *key != '\0' ? g_strconcat (self->path, ".", key, NULL) : g_strdup (self->path);
  GtkWidget *row = prony_field_row_new (kind, path, title);

  gtk_widget_set_visible (row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);

  return row;
}

static void
prony_lengths_group_constructed (GObject *object)
{
  PronyLengthsGroup *self = (PronyLengthsGroup *) object;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  G_OBJECT_CLASS (prony_lengths_group_parent_class)->constructed (object);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (names, _ (kinds[i].title));

  self->kind_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->kind_row), _ ("Lengths"));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (names));
  g_signal_connect_object (self->kind_row, "notify::selected", G_CALLBACK (on_kind_selected_cb),
                           self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->kind_row));
  if (self->path == NULL)
    return;

  self->fixed = add_field (self, PRONY_FIELD_NUMBER, "", _ ("Tokens"));
  self->mean = add_field (self, PRONY_FIELD_NUMBER, "mean", _ ("Mean"));
  self->stddev = add_field (self, PRONY_FIELD_NUMBER, "stddev", _ ("Standard Deviation"));
  self->min = add_field (self, PRONY_FIELD_NUMBER, "min", _ ("Least"));
  self->max = add_field (self, PRONY_FIELD_NUMBER, "max", _ ("Most"));
  self->values = add_field (self, PRONY_FIELD_NUMBER_LIST, "values", _ ("Numbers of Tokens"));
  self->file = add_field (self, PRONY_FIELD_TEXT, "from", _ ("File Beside the Scenario"));
}

static void
prony_lengths_group_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PATH:
      ((PronyLengthsGroup *) object)->path = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_lengths_group_finalize (GObject *object)
{
  PronyLengthsGroup *self = (PronyLengthsGroup *) object;

  g_clear_object (&self->edit);
  g_free (self->path);

  G_OBJECT_CLASS (prony_lengths_group_parent_class)->finalize (object);
}

static void
prony_lengths_group_class_init (PronyLengthsGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = prony_lengths_group_constructed;
  object_class->set_property = prony_lengths_group_set_property;
  object_class->finalize = prony_lengths_group_finalize;

  properties[PROP_PATH] = g_param_spec_string (
    "path", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_lengths_group_init (PronyLengthsGroup *self)
{
}

/**
 * prony_lengths_group_set_edit:
 * @self: a group
 * @edit: what is edited
 *
 * Shows the lengths of @edit from now on; called once. Whoever gives all fields of a form
 * what is edited gives it to those of this group, too.
 */
void
prony_lengths_group_set_edit (PronyLengthsGroup *self, PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_LENGTHS_GROUP (self));
  g_return_if_fail (self->edit == NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
