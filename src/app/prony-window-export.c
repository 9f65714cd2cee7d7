/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What the window exports by itself: a run that has ended, if the preferences say so. It
 * happens in a thread; a window that is to be closed waits for it a while. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/prony-preferences.h"
#include "app/prony-window-private.h"
#include "app/widgets/prony-toast.h"

/* A folder may be on a computer that does not answer. */
#define PATIENCE_S 10

static void
end_export (PronyWindow *self)
{
  g_clear_handle_id (&self->export_id, g_source_remove);
  self->exporting = FALSE;
  if (self->closing)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
on_patience_ended_cb (gpointer user_data)
{
  PronyWindow *self = user_data;

  self->export_id = 0;
  end_export (self);
  return G_SOURCE_REMOVE;
}

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder =
    prony_session_export_run_finish (PRONY_SESSION (source), result, &error);
  g_autofree char *name = folder != NULL ? g_filename_display_name (folder) : NULL;
  g_autofree char *text = NULL;

  if (self->toast_overlay == NULL) /* the window is gone */
    return;

  if (folder != NULL)
    {
      /* Translators: %s is a folder */
      text = g_strdup_printf (_ ("Exported to “%s”"), name);
      prony_window_add_toast (self, prony_toast_new_folder (text, folder));
    }
  else
    {
      AdwToast *toast;

      /* Translators: %s is a sentence with the reason */
      text = g_strdup_printf (_ ("The run was not exported. %s"), error->message);
      toast = prony_toast_new (text);
      adw_toast_set_timeout (toast, 0);
      prony_window_add_toast (self, toast);
    }
  if (self->exporting)
    end_export (self);
}

/*
 * _prony_window_export_run:
 * @self: a window
 * @run: (nullable): a run that has ended
 *
 * Exports the run in the background, if the preferences say so and it has measured
 * anything.
 *
 * Returns: whether an export is under way; a window that is `closing` closes after it
 */
gboolean
_prony_window_export_run (PronyWindow *self, PronyRun *run)
{
  g_autofree char *parent = NULL;
  gboolean any = FALSE;

  for (guint i = 0; run != NULL && i < run->trials->len; i++)
    any |= ((PronyTrial *) g_ptr_array_index (run->trials, i))->summary != NULL;
  if (!any || !prony_preferences_get_export_automatically ())
    return self->exporting;

  parent = prony_preferences_get_export_folder ();
  g_clear_handle_id (&self->export_id, g_source_remove);
  self->exporting = TRUE;
  self->export_id = g_timeout_add_seconds (PATIENCE_S, on_patience_ended_cb, self);
  prony_session_export_run_async (self->session, run->id, parent,
                                  prony_preferences_get_export_formats (), NULL, on_exported_cb,
                                  g_object_ref (self));
  return TRUE;
}
