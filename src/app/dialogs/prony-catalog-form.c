/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/dialogs/prony-catalog-form.h"
#include "base/prony-error.h"

typedef enum
{
  TEXT,
  COUNT,
  GIGABYTES, /* 10^9 bytes */
  GIBIBYTES, /* in units of 2^30 bytes, kept in those of 2^20 */
} Kind;

static const struct
{
  const char *name; /* of the member of the catalogue */
  const char *title;
  Kind kind;
} fields[] = {
  { "name", N_ ("Name"), TEXT },
  { "family", N_ ("Family"), TEXT },
  { "parameters", N_ ("Parameters, such as 8B"), TEXT },
  { "quantization", N_ ("Quantization, such as Q4_K_M"), TEXT },
  { "size_bytes", N_ ("Size of the file in GB"), GIGABYTES },
  { "context_length", N_ ("Context length in tokens"), COUNT },
  { "recommended_memory_mb", N_ ("Recommended memory in GB"), GIBIBYTES },
  { "source", N_ ("Source repository"), TEXT },
  { "gguf_repository", N_ ("GGUF repository"), TEXT },
  { "gguf_file", N_ ("GGUF file"), TEXT },
};

struct _PronyCatalogForm
{
  AdwBin parent_instance;

  /* Borrowed: inside the widget tree */
  AdwEntryRow *rows[G_N_ELEMENTS (fields)];
};

G_DEFINE_FINAL_TYPE (PronyCatalogForm, prony_catalog_form, ADW_TYPE_BIN)

static void
prony_catalog_form_class_init (PronyCatalogFormClass *klass)
{
}

static void
prony_catalog_form_init (PronyCatalogForm *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_description (
    group, _ ("It goes to your own catalogue, in the place of one of the same name. Only the name "
              "must be given."));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      self->rows[i] = ADW_ENTRY_ROW (adw_entry_row_new ());
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _ (fields[i].title));
      adw_preferences_group_add (group, GTK_WIDGET (self->rows[i]));
    }
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (group));
}

/* A number as people write it, with a comma or a point. */
static double
read_number (const char *text)
{
  g_autofree char *plain = g_strdelimit (g_strdup (text), ",", '.');
  char *end;
  double value = g_ascii_strtod (plain, &end);

  return end != plain && *end == '\0' && isfinite (value) && value > 0 ? value : NAN;
}

static gboolean
add_member (JsonObject *object, guint i, const char *text, GError **error)
{
  static const double factors[] = { [COUNT] = 1, [GIGABYTES] = 1e9, [GIBIBYTES] = 1024 };
  double value;

  if (fields[i].kind == TEXT)
    {
      json_object_set_string_member (object, fields[i].name, text);
      return TRUE;
    }

  value = read_number (text) * factors[fields[i].kind];
  if (isnan (value) || value < 1 || value > 1e18)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* TRANSLATORS: the title of an entry. */
                   _ ("“%s” must be a number above zero."), _ (fields[i].title));
      return FALSE;
    }
  json_object_set_int_member (object, fields[i].name, (gint64) value);
  return TRUE;
}

/**
 * prony_catalog_form_make_model:
 * @self: a form
 * @error: return location for %PRONY_ERROR_INPUT: what is wrong with what was typed
 *
 * Returns: (transfer full) (nullable): the model
 */
PronyCatalogModel *
prony_catalog_form_make_model (PronyCatalogForm *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  g_return_val_if_fail (PRONY_IS_CATALOG_FORM (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkWidget *row = GTK_WIDGET (self->rows[i]);
      g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

      gtk_widget_remove_css_class (row, "error");
      if (i == 0 && *text == '\0')
        {
          g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("Give the model a name."));
          gtk_widget_add_css_class (row, "error");
          return NULL;
        }
      if (*text != '\0' && !add_member (object, i, text, error))
        {
          gtk_widget_add_css_class (row, "error");
          return NULL;
        }
    }

  return prony_catalog_model_from_json (object, error);
}

/**
 * prony_catalog_form_clear:
 * @self: a form
 *
 * Empties it.
 */
void
prony_catalog_form_clear (PronyCatalogForm *self)
{
  g_return_if_fail (PRONY_IS_CATALOG_FORM (self));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_editable_set_text (GTK_EDITABLE (self->rows[i]), "");
}
