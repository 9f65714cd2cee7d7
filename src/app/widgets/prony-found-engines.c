/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-engine-row.h"
#include "app/widgets/prony-found-engines.h"

/* What a scan found and the user has not added yet: a row for each with a button
 * that activates `engines.add-found` with its address. */
struct _PronyFoundEngines
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *add_all_button;
  GtkListBox *list;

  /* Owned */
  GPtrArray *found; /* of PronyEngineInfo, in the order of the rows */
};

G_DEFINE_FINAL_TYPE (PronyFoundEngines, prony_found_engines, ADW_TYPE_BIN)

static GtkWidget *
make_row (PronyEngineInfo *info)
{
  const char *kind = prony_engine_kind_title (info->kind);
  g_autofree char *title = NULL;
  g_autofree char *details = prony_engine_row_describe (info);
  g_autofree char *subtitle =
    *details != '\0' ? g_strdup_printf ("%s\n%s", info->url, details) : g_strdup (info->url);
  g_autofree char *name = NULL;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Add"));

  /* TRANSLATORS: %s is the kind of an engine, such as "Ollama". */
  title = info->simulated ? g_strdup_printf (_ ("%s (simulated)"), kind) : g_strdup (kind);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "engines.add-found");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", info->url);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  name = g_strdup_printf ("%s, %s", title, info->url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  name, -1);

  return row;
}

static void
show_rows (PronyFoundEngines *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (self->found, i)));
  gtk_widget_set_visible (self->add_all_button, self->found->len > 1);
}

static void
prony_found_engines_dispose (GObject *object)
{
  PronyFoundEngines *self = (PronyFoundEngines *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_FOUND_ENGINES);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_found_engines_parent_class)->dispose (object);
}

static void
prony_found_engines_class_init (PronyFoundEnginesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_found_engines_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-found-engines.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyFoundEngines, add_all_button);
  gtk_widget_class_bind_template_child (widget_class, PronyFoundEngines, list);
}

static void
prony_found_engines_init (PronyFoundEngines *self)
{
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_info_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_found_engines_set:
 * @self: a list of found engines
 * @found: (element-type PronyEngineInfo): what to show instead of the present ones
 */
void
prony_found_engines_set (PronyFoundEngines *self, GPtrArray *found)
{
  g_return_if_fail (PRONY_IS_FOUND_ENGINES (self));
  g_return_if_fail (found != NULL);

  g_ptr_array_set_size (self->found, 0);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (self->found, prony_engine_info_ref (g_ptr_array_index (found, i)));
  show_rows (self);
}

/**
 * prony_found_engines_count:
 * @self: a list of found engines
 *
 * Returns: how many it shows
 */
guint
prony_found_engines_count (PronyFoundEngines *self)
{
  g_return_val_if_fail (PRONY_IS_FOUND_ENGINES (self), 0);

  return self->found->len;
}

/**
 * prony_found_engines_get_url:
 * @self: a list of found engines
 * @position: which, from 0
 *
 * Returns: (transfer none): its address
 */
const char *
prony_found_engines_get_url (PronyFoundEngines *self, guint position)
{
  g_return_val_if_fail (PRONY_IS_FOUND_ENGINES (self), NULL);
  g_return_val_if_fail (position < self->found->len, NULL);

  return ((PronyEngineInfo *) g_ptr_array_index (self->found, position))->url;
}

/**
 * prony_found_engines_take:
 * @self: a list of found engines
 * @url: the address of one
 *
 * Takes an engine out of the list.
 *
 * Returns: (transfer full) (nullable): what the scan found there
 */
PronyEngineInfo *
prony_found_engines_take (PronyFoundEngines *self, const char *url)
{
  PronyEngineInfo *taken = NULL;

  g_return_val_if_fail (PRONY_IS_FOUND_ENGINES (self), NULL);

  for (guint i = 0; i < self->found->len && taken == NULL; i++)
    {
      PronyEngineInfo *info = g_ptr_array_index (self->found, i);

      if (g_strcmp0 (info->url, url) == 0)
        taken = g_ptr_array_steal_index (self->found, i);
    }
  if (taken != NULL)
    show_rows (self);

  return taken;
}
