/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Scenarios that are changed by others: in a text editor, by a script, by another window. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-session-private.h"
#include "base/prony-paths.h"

/* Editors and copies touch a file several times. */
#define SETTLE_MS 300

static gboolean
reload_cb (gpointer user_data)
{
  PronySession *self = user_data;

  g_assert (PRONY_IS_SESSION (self));

  self->reload_source = 0;
  prony_session_reload_scenarios (self);
  return G_SOURCE_REMOVE;
}

static void
on_folder_changed_cb (PronySession *self)
{
  g_assert (PRONY_IS_SESSION (self));

  if (self->reload_source == 0 && !self->closed)
    self->reload_source = g_timeout_add (SETTLE_MS, reload_cb, self);
}

/* Has the lists follow the user's folder, which need not exist yet. */
void
_prony_session_watch_scenarios (PronySession *self)
{
  g_autofree char *path = prony_paths_user_scenarios ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  self->scenario_monitor =
    g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (self->scenario_monitor == NULL)
    {
      g_warning ("Files of scenarios are not watched: %s", error->message);
      return;
    }
  g_signal_connect_object (self->scenario_monitor, "changed", G_CALLBACK (on_folder_changed_cb),
                           self, G_CONNECT_SWAPPED);
}
