/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-queue-list.h"

struct _PronyQueueList
{
  AdwBin parent_instance;

  /* Borrowed references, inside the widget tree */
  AdwPreferencesGroup *group;
  GtkWidget *release_button;

  /* Owned references */
  PronySession *session; /* (nullable) */
  GPtrArray *rows;       /* borrowed AdwActionRow */
};

G_DEFINE_FINAL_TYPE (PronyQueueList, prony_queue_list, ADW_TYPE_BIN)

static void
add_button (AdwActionRow *row,
            const char *icon,
            const char *tooltip,
            const char *run,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *name = g_strdup_printf ("%s: %s", tooltip, run);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  adw_action_row_add_suffix (row, button);
}

static void
add_row (PronyQueueList *self, PronyQueuedRun *queued, guint position, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  const char *name = prony_queued_run_get_plan (queued)->name;
  gboolean named = name != NULL && *name != '\0';
  g_autofree char *contents = prony_queued_run_describe (queued);
  const char *title = named ? name : contents;
  const char *subtitle = named ? contents : "";

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (position > 0)
    add_button (ADW_ACTION_ROW (row), "go-up-symbolic", _ ("Run Earlier"), title, "run.move-queued",
                g_variant_new ("(uu)", position, position - 1));
  if (position + 1 < n)
    add_button (ADW_ACTION_ROW (row), "go-down-symbolic", _ ("Run Later"), title, "run.move-queued",
                g_variant_new ("(uu)", position, position + 1));
  add_button (ADW_ACTION_ROW (row), "user-trash-symbolic", _ ("Remove from the Queue"), title,
              "run.unqueue", g_variant_new_uint32 (position));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
update (PronyQueueList *self)
{
  GListModel *queue = prony_session_get_queue (self->session);
  guint n = g_list_model_get_n_items (queue);
  gboolean held = prony_session_is_queue_held (self->session);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PronyQueuedRun) queued = g_list_model_get_item (queue, i);

      add_row (self, queued, i, n);
    }
  adw_preferences_group_set_description (
    self->group, held ? _ ("Held, since the run before was stopped or failed.")
                      : _ ("They begin one after another when the run under way has finished."));
  gtk_widget_set_visible (self->release_button, held);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
prony_queue_list_dispose (GObject *object)
{
  PronyQueueList *self = PRONY_QUEUE_LIST (object);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_signal_handlers_disconnect_by_data (prony_session_get_queue (self->session), self);
    }
  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_queue_list_parent_class)->dispose (object);
}

static void
prony_queue_list_class_init (PronyQueueListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_queue_list_dispose;
}

static void
prony_queue_list_init (PronyQueueList *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Waiting Runs"));
  self->release_button = gtk_button_new_with_mnemonic (_ ("Start Ne_xt Run"));
  gtk_widget_set_valign (self->release_button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->release_button), "run.release-queue");
  adw_preferences_group_set_header_suffix (self->group, self->release_button);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * prony_queue_list_set_session:
 * @self: a list
 * @session: whose queue to show; set once
 */
void
prony_queue_list_set_session (PronyQueueList *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_QUEUE_LIST (self));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (prony_session_get_queue (session), "items-changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::queue-held", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
