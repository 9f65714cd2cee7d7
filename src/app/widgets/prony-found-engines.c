/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-engine-row.h"
#include "app/widgets/prony-found-engines.h"

/* What a scan found and the user has not added yet: a row for each with a button
 * that activates `found.add` with its address. */
struct _PronyFoundEngines
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *add_all_button;
  GtkListBox *list;

  /* Owned */
  PronySession *session;
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
  g_autofree char *button_name = NULL;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Add"));

  /* TRANSLATORS: %s is the kind of an engine, such as "Ollama". */
  title = info->simulated ? g_strdup_printf (_ ("%s (simulated)"), kind) : g_strdup (kind);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "found.add");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", info->url);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  name = g_strdup_printf ("%s, %s", title, info->url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  /* TRANSLATORS: %s is an engine: its kind and its address. */
  button_name = g_strdup_printf (_ ("Add %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  button_name, -1);

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

/* Takes an engine out of the list. Returns what the scan found there. */
static PronyEngineInfo *
take (PronyFoundEngines *self, const char *url)
{
  PronyEngineInfo *taken = NULL;

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

static void
add (PronyFoundEngines *self, PronyEngineInfo *info)
{
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_new (info->url, NULL);

  if (spec == NULL)
    return;

  spec->kind = info->kind;
  prony_engine_item_set_info (prony_session_add_engine (self->session, spec, NULL), info);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyFoundEngines *self = (PronyFoundEngines *) widget;
  g_autoptr (PronyEngineInfo) info = take (self, g_variant_get_string (parameter, NULL));

  if (info != NULL)
    add (self, info);
}

static void
add_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyFoundEngines *self = (PronyFoundEngines *) widget;

  while (self->found->len > 0)
    {
      g_autoptr (PronyEngineInfo) info =
        take (self, ((PronyEngineInfo *) g_ptr_array_index (self->found, 0))->url);

      add (self, info);
    }
}

static void
prony_found_engines_dispose (GObject *object)
{
  PronyFoundEngines *self = (PronyFoundEngines *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_FOUND_ENGINES);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_object (&self->session);

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
  gtk_widget_class_install_action (widget_class, "found.add", "s", add_action);
  gtk_widget_class_install_action (widget_class, "found.add-all", NULL, add_all_action);
}

static void
prony_found_engines_init (PronyFoundEngines *self)
{
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_engine_info_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_found_engines_set_session:
 * @self: a list of found engines
 * @session: where they are added
 */
void
prony_found_engines_set_session (PronyFoundEngines *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_FOUND_ENGINES (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  g_set_object (&self->session, session);
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
 * prony_found_engines_forget_known:
 * @self: a list of found engines with a session
 *
 * Takes out what is in the session's list by now: an engine that was added by its
 * address need not be offered any more.
 */
void
prony_found_engines_forget_known (PronyFoundEngines *self)
{
  g_return_if_fail (PRONY_IS_FOUND_ENGINES (self));

  for (guint i = self->found->len; i > 0; i--)
    {
      PronyEngineInfo *info = g_ptr_array_index (self->found, i - 1);

      if (prony_session_find_engine_by_url (self->session, info->url) != NULL)
        prony_engine_info_unref (take (self, info->url));
    }
}
