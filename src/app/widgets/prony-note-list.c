/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-note-list.h"

struct _PronyNoteList
{
  AdwBin parent_instance;

  /* Borrowed references, inside the widget tree */
  AdwPreferencesGroup *group;

  /* Borrowed: AdwActionRow, one for each note */
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (PronyNoteList, prony_note_list, ADW_TYPE_BIN)

static char *
format_time (gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: a time of the day, for g_date_time_format() */
  return local != NULL ? g_date_time_format (local, _ ("%H:%M:%S")) : g_strdup ("");
}

static void
add_note (PronyNoteList *self, PronyRunSnapshot *snapshot, const PronyRunNote *note)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *time = format_time (note->at_us);
  g_autofree char *trial = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;

  if (note->trial >= 0 && (guint) note->trial < snapshot->trials->len)
    {
      const PronyTrialSnapshot *at = g_ptr_array_index (snapshot->trials, (guint) note->trial);

      trial = prony_trial_get_title (at->trial);
    }
  subtitle = g_strjoin (" · ", time, trial, NULL);
  name = g_strjoin (": ", time, note->text, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), note->text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
prony_note_list_dispose (GObject *object)
{
  g_clear_pointer (&PRONY_NOTE_LIST (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_note_list_parent_class)->dispose (object);
}

static void
prony_note_list_class_init (PronyNoteListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_note_list_dispose;
}

static void
prony_note_list_init (PronyNoteList *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Notes"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * prony_note_list_reset:
 * @self: a list
 *
 * Forgets the run that it shows.
 */
void
prony_note_list_reset (PronyNoteList *self)
{
  g_return_if_fail (PRONY_IS_NOTE_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * prony_note_list_show:
 * @self: a list
 * @snapshot: how the run stands
 *
 * Adds the notes that are new.
 */
void
prony_note_list_show (PronyNoteList *self, PronyRunSnapshot *snapshot)
{
  g_return_if_fail (PRONY_IS_NOTE_LIST (self));
  g_return_if_fail (snapshot != NULL);

  for (guint i = self->rows->len; i < snapshot->notes->len; i++)
    add_note (self, snapshot, g_ptr_array_index (snapshot->notes, i));
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
