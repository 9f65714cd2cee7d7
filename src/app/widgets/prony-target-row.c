/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-target-row.h"
#include "base/prony-format.h"
#include "core/model/prony-model-name.h"

static void
add_word (GPtrArray *words, char *word)
{
  if (word != NULL)
    g_ptr_array_add (words, word);
}

/* Such as "vLLM 0.6.3 · 8B · Q4_K_M · 4.7 GB". */
static char *
describe_model (PronyEngineInfo *info, const PronyModelInfo *model)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *kind = prony_engine_info_get_title (info);

  add_word (words, info->version != NULL ? g_strdup_printf ("%s %s", kind, info->version)
                                         : g_strdup (kind));
  add_word (words, g_strdup (model->parameter_size));
  add_word (words, g_strdup (model->quantization));
  if (model->size_bytes > 0)
    add_word (words, prony_format_size ((guint64) model->size_bytes));
  g_ptr_array_add (words, NULL);

  return g_strjoinv (" · ", (char **) words->pdata);
}

static GtkWidget *
new_badge (const char *text)
{
  GtkWidget *badge = gtk_label_new (text);

  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (badge, "prony-badge");
  return badge;
}

static GtkWidget *
new_row (const char *title, const char *subtitle, GtkWidget *check)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  if (check != NULL)
    {
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
    }
  return row;
}

/**
 * prony_target_row_new:
 * @item: an engine that is ready
 * @model: one of its models
 * @check: (transfer floating): the mark that says whether it is chosen
 *
 * Returns: (transfer floating): a row that names the target and what is known of it
 */
GtkWidget *
prony_target_row_new (PronyEngineItem *item, const PronyModelInfo *model, GtkWidget *check)
{
  PronyEngineInfo *info;
  g_autofree char *details = NULL;
  g_autofree char *short_model = NULL;
  g_autofree char *name = NULL;
  GtkWidget *row;

  g_return_val_if_fail (PRONY_IS_ENGINE_ITEM (item), NULL);
  g_return_val_if_fail (model != NULL, NULL);

  info = prony_engine_item_get_info (item);
  details = describe_model (info, model);
  short_model = prony_model_name_shorten (model->id);
  /* Translators: a model and the engine that serves it */
  name = g_strdup_printf (_ ("%s on %s"), short_model, prony_engine_item_get_title (item));
  row = new_row (name, details, check);
  gtk_widget_set_tooltip_text (row, model->id);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (info->simulated)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_badge (_ ("Simulated")));
  return row;
}

/**
 * prony_target_row_new_unusable:
 * @title: an engine that cannot be measured
 * @reason: a sentence, why
 *
 * Returns: (transfer floating): a row whose mark cannot be set
 */
GtkWidget *
prony_target_row_new_unusable (const char *title, const char *reason)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_sensitive (check, FALSE);
  return new_row (title, reason, check);
}

/**
 * prony_target_row_new_message:
 * @title: a few words
 * @message: a sentence
 *
 * Returns: (transfer floating): a row that is there instead of targets
 */
GtkWidget *
prony_target_row_new_message (const char *title, const char *message)
{
  return new_row (title, message, NULL);
}
