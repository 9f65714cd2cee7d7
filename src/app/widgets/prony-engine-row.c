/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-engine-mark.h"
#include "app/widgets/prony-engine-row.h"
#include "base/prony-format.h"

/* One engine of the list: what it is, where it is, how it is (as a word, an icon
 * and a colour), what is wrong and what to do. Its buttons activate the actions of
 * the Engines page and of the window, with the engine's id. */
struct _PronyEngineRow
{
  GtkListBoxRow parent_instance;

  /* Template widgets */
  GtkLabel *tile;
  GtkLabel *title;
  GtkWidget *simulated_badge;
  GtkLabel *url;
  PronyEngineMark *mark;
  GtkLabel *details;
  GtkLabel *message;
  GtkButton *run_button;
  GtkMenuButton *menu_button;

  /* Owned */
  PronyEngineItem *item;
};

G_DEFINE_FINAL_TYPE (PronyEngineRow, prony_engine_row, GTK_TYPE_LIST_BOX_ROW)

/**
 * prony_engine_row_describe:
 * @info: what a probe found
 *
 * Returns: (transfer full): software, version, number of models and latency in one
 *   line, as far as they are known and worth a word
 */
char *
prony_engine_row_describe (PronyEngineInfo *info)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (info != NULL, NULL);

  if (info->software != NULL)
    g_ptr_array_add (parts, g_strdup (info->software));
  if (info->version != NULL)
    /* TRANSLATORS: an engine's version. */
    g_ptr_array_add (parts, g_strdup_printf (_ ("version %s"), info->version));
  if (info->models->len > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u model", "%u models", info->models->len),
                                             info->models->len));
  if (isfinite (info->latency_s))
    {
      g_autofree char *latency = prony_format_value (info->latency_s, PRONY_UNIT_SECONDS);

      /* TRANSLATORS: how fast an engine answers a question about itself: "0.8 ms". */
      g_ptr_array_add (parts, g_strdup_printf (_ ("answers in %s"), latency));
    }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
show_title (PronyEngineRow *self)
{
  const char *title = prony_engine_item_get_title (self->item);
  g_autofree char *initial = g_utf8_substring (title, 0, MIN (1, g_utf8_strlen (title, -1)));
  g_autofree char *upper = g_utf8_strup (initial, -1);
  g_autofree char *run_name = NULL;
  g_autofree char *menu_name = NULL;

  gtk_label_set_label (self->tile, upper);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->url, prony_engine_item_get_url (self->item));

  /* TRANSLATORS: %s is the name of an engine. */
  run_name = g_strdup_printf (_ ("Run with %s"), title);
  /* TRANSLATORS: %s is the name of an engine. */
  menu_name = g_strdup_printf (_ ("More for %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  run_name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), menu_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_name, -1);
}

static void
update (PronyEngineRow *self)
{
  PronyEngineInfo *info = prony_engine_item_get_info (self->item);
  g_autofree char *details = info != NULL ? prony_engine_row_describe (info) : g_strdup ("");
  const char *message = info != NULL ? info->message : NULL;
  g_autofree char *name = NULL;

  g_assert (PRONY_IS_ENGINE_ROW (self));

  show_title (self);
  prony_engine_mark_show (self->mark, self->item);
  gtk_widget_set_visible (self->simulated_badge, prony_engine_item_get_simulated (self->item));
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), prony_engine_item_can_run (self->item));
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *details != '\0');
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);

  /* TRANSLATORS: an engine for a screen reader: its name, its address, its state. */
  name = g_strdup_printf (_ ("%s, %s, %s"), prony_engine_item_get_title (self->item),
                          prony_engine_item_get_url (self->item),
                          prony_engine_mark_get_text (self->mark));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GMenuModel *
make_menu (const char *id)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label;
    const char *action;
  } entries[] = {
    { _ ("_Open"), "engines.open" },
    { _ ("_Check Again"), "engines.check" },
    { _ ("Copy _Address"), "engines.copy-address" },
    { _ ("_Settings…"), "engines.settings" },
    { _ ("_Remove"), "engines.remove" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (entries[i].label, NULL);

      g_menu_item_set_action_and_target (item, entries[i].action, "s", id);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
prony_engine_row_dispose (GObject *object)
{
  PronyEngineRow *self = (PronyEngineRow *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_ENGINE_ROW);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (prony_engine_row_parent_class)->dispose (object);
}

static void
prony_engine_row_class_init (PronyEngineRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engine_row_dispose;

  g_type_ensure (PRONY_TYPE_ENGINE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-engine-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, tile);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, simulated_badge);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, url);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, mark);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, details);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, message);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, run_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, menu_button);
}

static void
prony_engine_row_init (PronyEngineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_engine_row_new:
 * @item: the engine to show
 *
 * Returns: (transfer floating): a row that follows @item
 */
GtkWidget *
prony_engine_row_new (PronyEngineItem *item)
{
  PronyEngineRow *self = g_object_new (PRONY_TYPE_ENGINE_ROW, NULL);
  const char *id = prony_engine_item_get_spec (item)->id;
  g_autoptr (GMenuModel) menu = make_menu (id);

  self->item = g_object_ref (item);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->run_button), "s", id);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
