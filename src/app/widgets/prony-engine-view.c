/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/widgets/prony-capability-list.h"
#include "app/widgets/prony-engine-facts.h"
#include "app/widgets/prony-engine-mark.h"
#include "app/widgets/prony-engine-view.h"
#include "app/widgets/prony-model-tree.h"
#include "app/widgets/prony-toast.h"

struct _PronyEngineView
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkWidget *simulated_badge;
  GtkActionable *run_button;
  GtkActionable *try_button;
  GtkMenuButton *menu_button;
  PronyEngineMark *mark;
  GtkLabel *message;
  GtkActionable *check_button;
  GtkWidget *copy_button;
  GtkActionable *key_button;
  GtkActionable *trust_button;
  GtkWidget *insecure_box;
  GtkWidget *key_box;
  GtkLabel *key_label;
  GtkStack *stack;
  PronyModelTree *models;
  PronyEngineFacts *facts;
  PronyCapabilityList *capabilities;

  /* Owned */
  PronySession *session;
  PronyEngineItem *item; /* NULL before there is one */
  char *command;         /* of the message, NULL for none */
};

G_DEFINE_FINAL_TYPE (PronyEngineView, prony_engine_view, ADW_TYPE_BIN)

/* What stands between the first backticks of a sentence. */
static char *
find_command (const char *message)
{
  const char *start = message != NULL ? strchr (message, '`') : NULL;
  const char *end = start != NULL ? strchr (start + 1, '`') : NULL;

  return end != NULL ? g_strndup (start + 1, end - start - 1) : NULL;
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
    { _ ("_Settings…"), "engines.settings" },
    { _ ("Copy _Address"), "engines.copy-address" },
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
show_status (PronyEngineView *self)
{
  PronyEngineInfo *info = prony_engine_item_get_info (self->item);
  PronyEngineSpec *spec = prony_engine_item_get_spec (self->item);
  PronyEngineStatus status = prony_engine_item_get_status (self->item);
  const char *message = info != NULL ? info->message : NULL;
  const char *trouble = prony_engine_item_get_key_trouble (self->item);

  prony_engine_mark_show (self->mark, self->item);
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button),
                            !prony_engine_item_get_probing (self->item));

  g_free (self->command);
  self->command = find_command (message);
  gtk_widget_set_visible (self->copy_button, self->command != NULL);
  gtk_widget_set_tooltip_text (self->copy_button, self->command);
  gtk_widget_set_visible (GTK_WIDGET (self->key_button),
                          status == PRONY_ENGINE_STATUS_UNAUTHORIZED);
  gtk_widget_set_visible (GTK_WIDGET (self->trust_button), status == PRONY_ENGINE_STATUS_UNTRUSTED);
  gtk_widget_set_visible (self->insecure_box,
                          spec->tls_insecure && g_str_has_prefix (spec->url, "https:"));
  gtk_label_set_label (self->key_label, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (self->key_box, trouble != NULL);
}

static void
update (PronyEngineView *self)
{
  gboolean can_run = prony_engine_item_can_run (self->item);

  g_assert (PRONY_IS_ENGINE_VIEW (self));

  gtk_label_set_label (self->title, prony_engine_item_get_title (self->item));
  gtk_widget_set_visible (self->simulated_badge, prony_engine_item_get_simulated (self->item));
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), can_run);
  gtk_widget_set_sensitive (GTK_WIDGET (self->try_button), can_run);
  show_status (self);
  prony_engine_facts_show (self->facts, self->item);
  prony_capability_list_show (self->capabilities, self->item);
}

static void
on_copy_command_cb (PronyEngineView *self)
{
  g_assert (PRONY_IS_ENGINE_VIEW (self));

  if (self->command == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->command);
  prony_toast_show (GTK_WIDGET (self), _ ("Command copied"));
}

static void
forget_engine (PronyEngineView *self)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
}

static void
prony_engine_view_dispose (GObject *object)
{
  PronyEngineView *self = (PronyEngineView *) object;

  forget_engine (self);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_ENGINE_VIEW);

  G_OBJECT_CLASS (prony_engine_view_parent_class)->dispose (object);
}

static void
prony_engine_view_finalize (GObject *object)
{
  g_free (((PronyEngineView *) object)->command);

  G_OBJECT_CLASS (prony_engine_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, title);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, simulated_badge);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, run_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, try_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, mark);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, message);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, check_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, key_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, trust_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, insecure_box);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, key_box);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, key_label);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, models);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, facts);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineView, capabilities);
}

static void
prony_engine_view_class_init (PronyEngineViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engine_view_dispose;
  object_class->finalize = prony_engine_view_finalize;

  g_type_ensure (PRONY_TYPE_ENGINE_MARK);
  g_type_ensure (PRONY_TYPE_ENGINE_FACTS);
  g_type_ensure (PRONY_TYPE_CAPABILITY_LIST);
  g_type_ensure (PRONY_TYPE_MODEL_TREE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-engine-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_command_cb);
}

static void
prony_engine_view_init (PronyEngineView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_engine_view_get_engine:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the engine that it shows
 */
PronyEngineItem *
prony_engine_view_get_engine (PronyEngineView *self)
{
  g_return_val_if_fail (PRONY_IS_ENGINE_VIEW (self), NULL);

  return self->item;
}

/**
 * prony_engine_view_set_engine:
 * @self: a view
 * @session: the session that the engine is in
 * @item: the engine to show from now on
 */
void
prony_engine_view_set_engine (PronyEngineView *self, PronySession *session, PronyEngineItem *item)
{
  const char *id;
  GtkActionable *actionables[] = { self->run_button, self->try_button, self->check_button,
                                   self->key_button, self->trust_button };
  g_autoptr (GMenuModel) menu = NULL;

  g_return_if_fail (PRONY_IS_ENGINE_VIEW (self));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  if (self->item == item)
    return;

  forget_engine (self);
  g_set_object (&self->session, session);
  self->item = g_object_ref (item);
  id = prony_engine_item_get_spec (item)->id;
  for (guint i = 0; i < G_N_ELEMENTS (actionables); i++)
    gtk_actionable_set_action_target (actionables[i], "s", id);
  menu = make_menu (id);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_stack_set_visible_child_name (self->stack, "models");
  prony_model_tree_set_engine (self->models, session, item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
