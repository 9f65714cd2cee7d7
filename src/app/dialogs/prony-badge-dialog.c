/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Asks what a badge of a run is to show, and where it is to be saved. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/dialogs/prony-badge-dialog.h"
#include "app/dialogs/prony-export.h"
#include "app/widgets/prony-name-choice.h"
#include "app/widgets/prony-toast.h"
#include "core/analysis/prony-badge.h"
#include "core/metrics/prony-comparison.h"

typedef struct
{
  GtkWidget *widget; /* where messages go */
  PronyRun *run;
  PronyNameChoice *trial;  /* borrowed from the dialog */
  PronyNameChoice *metric; /* borrowed from the dialog */
  GtkFileChooserNative *chooser;
  char *svg;
} Badge;

static void
badge_free (Badge *badge)
{
  g_object_unref (badge->widget);
  g_clear_pointer (&badge->run, prony_run_unref);
  if (badge->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (badge->chooser));
  g_clear_object (&badge->chooser);
  g_free (badge->svg);
  g_free (badge);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Badge, badge_free)

/* --- The file ---------------------------------------------------------------------- */

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Badge) badge = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *name = g_file_get_parse_name (G_FILE (source));

      /* Translators: %s is a file */
      text = g_strdup_printf (_ ("Badge saved as “%s”"), name);
      prony_toast_show (badge->widget, text);
      return;
    }

  /* Translators: %s is a sentence with the reason */
  text = g_strdup_printf (_ ("The badge was not saved. %s"), error->message);
  prony_toast_show_error (badge->widget, text);
}

static void
on_chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (Badge) badge = user_data;
  g_autoptr (GFile) file = NULL;
  const char *svg = badge->svg;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    g_file_replace_contents_async (file, svg, strlen (svg), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                   on_saved_cb, g_steal_pointer (&badge));
}

/* Takes the badge. */
static void
ask_for_file (Badge *badge)
{
  GtkRoot *root = gtk_widget_get_root (badge->widget);
  g_autoptr (GFile) folder = prony_export_get_first_folder ();

  badge->chooser =
    gtk_file_chooser_native_new (_ ("Save Badge"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (badge->chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (badge->chooser), "prony.svg");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (badge->chooser), TRUE);
  g_signal_connect (badge->chooser, "response", G_CALLBACK (on_chosen_cb), badge);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (badge->chooser));
}

/* --- What it shows ------------------------------------------------------------------- */

static PronyTrial *
get_trial (Badge *badge)
{
  const char *name = prony_name_choice_get_name (badge->trial);
  guint64 index = name != NULL ? g_ascii_strtoull (name, NULL, 10) : G_MAXUINT;

  return index < badge->run->trials->len ? g_ptr_array_index (badge->run->trials, index) : NULL;
}

static void
fill_metrics (Badge *badge)
{
  PronyTrial *trial = get_trial (badge);
  PronyMetric primary = prony_comparison_primary_metric (trial->klass);

  prony_name_choice_begin (badge->metric);
  for (guint i = 0; i < PRONY_N_METRICS; i++)
    if (isfinite (prony_summary_get (trial->summary, i)))
      prony_name_choice_count (badge->metric, prony_metric_get_info (i)->name,
                               prony_metric_get_title (i));
  prony_name_choice_end (badge->metric, prony_name_choice_get_name (badge->metric) == NULL
                                          ? prony_metric_get_info (primary)->name
                                          : NULL);
}

static void
fill_trials (Badge *badge)
{
  prony_name_choice_begin (badge->trial);
  for (guint i = 0; i < badge->run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (badge->run->trials, i);
      g_autofree char *load = prony_load_level_describe (&trial->load);
      g_autofree char *title = NULL;
      g_autofree char *name = NULL;

      if (trial->summary == NULL || trial->repeat > 0)
        continue;
      /* Translators: an engine, a scenario, a load */
      title = g_strdup_printf (_ ("%s · %s · %s"), trial->target->name,
                               prony_scenario_translate (trial->scenario_title), load);
      name = g_strdup_printf ("%u", i);
      prony_name_choice_count (badge->trial, name, title);
    }
  prony_name_choice_end (badge->trial, NULL);
}

static void
on_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (Badge) badge = user_data;
  PronyTrial *trial = get_trial (badge);
  const char *name = prony_name_choice_get_name (badge->metric);
  PronyMetric metric;

  if (!g_str_equal (response, "save") || trial == NULL || name == NULL ||
      !prony_metric_from_name (name, &metric))
    return;

  badge->svg = prony_badge_make_svg (badge->run, trial, metric);
  if (badge->svg != NULL)
    ask_for_file (g_steal_pointer (&badge));
  else
    prony_toast_show_error (badge->widget, _ ("This result has no such value."));
}

/* Takes the badge. */
static void
ask_what (Badge *badge)
{
  GtkRoot *root = gtk_widget_get_root (badge->widget);
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Save Badge"),
    _ ("A picture for a README: one figure of one result, as an SVG file."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  badge->trial = PRONY_NAME_CHOICE (prony_name_choice_new (_ ("Result"), NULL));
  badge->metric = PRONY_NAME_CHOICE (prony_name_choice_new (_ ("Metric"), NULL));
  fill_trials (badge);
  fill_metrics (badge);
  g_signal_connect_swapped (badge->trial, "changed", G_CALLBACK (fill_metrics), badge);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (badge->trial));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (badge->metric));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Save…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response_cb), badge);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (badge->trial));
}

static gboolean
has_figures (PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);

      if (trial->summary != NULL && trial->repeat == 0)
        return TRUE;
    }

  return FALSE;
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Badge) badge = user_data;
  g_autoptr (GError) error = NULL;

  badge->run = prony_session_load_run_finish (PRONY_SESSION (source), result, &error);
  if (gtk_widget_get_root (badge->widget) == NULL)
    return;
  if (badge->run == NULL)
    prony_toast_show_error (badge->widget, error->message);
  else if (!has_figures (badge->run))
    prony_toast_show_error (badge->widget, _ ("This run has no figures to show."));
  else
    ask_what (g_steal_pointer (&badge));
}

/**
 * prony_badge_dialog_open:
 * @widget: a widget of the window that messages go to
 * @session: where the run is
 * @run_id: a run
 *
 * Reads a run, asks which of its figures a badge is to show and where it is to be saved, and
 * saves it. Returns at once.
 */
void
prony_badge_dialog_open (GtkWidget *widget, PronySession *session, const char *run_id)
{
  Badge *badge;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (run_id != NULL);

  badge = g_new0 (Badge, 1);
  badge->widget = g_object_ref (widget);
  prony_session_load_run_async (session, run_id, NULL, on_read_cb, badge);
}
