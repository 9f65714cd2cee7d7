/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-expander.h"
#include "app/widgets/prony-result-notes.h"
#include "app/widgets/prony-result-rows.h"
#include "core/model/prony-host-info.h"
#include "core/model/prony-run-targets.h"

/* The lists of a result page, row by row. Names, notes and messages come from elsewhere:
 * none of them is markup. */

/**
 * prony_result_rows_clear:
 * @list: a list
 *
 * Removes all rows.
 */
void
prony_result_rows_clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/**
 * prony_result_rows_is_empty:
 * @list: a list
 *
 * Returns: whether it has no rows
 */
gboolean
prony_result_rows_is_empty (GtkListBox *list)
{
  return gtk_list_box_get_row_at_index (list, 0) == NULL;
}

/* It is hidden: to lay out many of them takes longer than a frame. */
static AdwActionRow *
append_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle)
{
  AdwActionRow *row =
    g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle", subtitle,
                  "title-lines", 0, "subtitle-lines", 0, "icon-name", icon, "visible", FALSE, NULL);

  /* The row names itself after its title. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle, -1);
  gtk_list_box_append (list, GTK_WIDGET (row));
  return row;
}

/**
 * prony_result_rows_reveal:
 * @list: a list
 * @n: how many rows at most
 *
 * Shows rows that have been added, which are hidden at first.
 *
 * Returns: how many it has shown
 */
guint
prony_result_rows_reveal (GtkListBox *list, guint n)
{
  GtkListBoxRow *row;
  guint shown = 0;

  for (int i = 0; shown < n && (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (!gtk_widget_get_visible (GTK_WIDGET (row)))
      {
        gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
        shown++;
      }

  return shown;
}

/* --- Who is best, and for what ------------------------------------------------- */

static const char *
get_mark (gboolean clear)
{
  return clear ? "starred-symbolic" : "non-starred-symbolic";
}

/**
 * prony_result_rows_add_winners:
 * @list: a list
 * @analysis: of a run
 *
 * Adds who is best at each scenario and load.
 */
void
prony_result_rows_add_winners (GtkListBox *list, PronyRunAnalysis *analysis)
{
  for (guint i = 0; i < analysis->winners->len; i++)
    {
      const PronyWinner *winner = &g_array_index (analysis->winners, PronyWinner, i);
      g_autofree char *group = prony_run_analysis_describe_group (analysis, i);
      g_autofree char *sentence = prony_run_analysis_describe_winner (analysis, i);

      append_row (list, get_mark (winner->winner >= 0 && winner->comparison.clear), group,
                  sentence);
    }
}

static GtkWidget *
make_text_row (const char *text)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                  "xalign", 0.0f, "margin-top", 9, "margin-bottom", 9, "margin-start", 12,
                  "margin-end", 12, "selectable", TRUE, NULL);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  return row;
}

/* The sentences from the second on, one in a line. */
static GtkWidget *
make_reasons (const PronyRecommendation *advice)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < advice->reasons->len; i++)
    g_string_append_printf (text, "%s%s", i > 1 ? "\n" : "",
                            (const char *) g_ptr_array_index (advice->reasons, i));

  return make_text_row (text->str);
}

static void
append_advice (GtkListBox *list, const PronyRecommendation *advice, PronyRun *run)
{
  g_autofree char *what = prony_recommendation_describe (advice, run);
  g_autofree char *title =
    /* Translators: what for, such as "Chat", and what is recommended for it */
    g_strdup_printf (_ ("%s: %s"), prony_use_case_title (advice->use_case), what);
  const char *verdict = g_ptr_array_index (advice->reasons, 0);
  GtkWidget *row;

  if (advice->reasons->len == 1)
    {
      append_row (list, get_mark (FALSE), title, verdict);
      return;
    }

  row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", title, "subtitle",
                      verdict, "icon-name", get_mark (advice->clear), "visible", FALSE, NULL);
  prony_expander_save_layout (ADW_EXPANDER_ROW (row));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_reasons (advice));
  gtk_list_box_append (list, row);
}

/* What nothing can be recommended for, in one row: a run measures few use cases, and those
 * that it does not would hide the others. */
static void
append_nothing (GtkListBox *list, PronyRunAnalysis *analysis)
{
  g_autoptr (GString) titles = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row;

  for (guint i = 0; i < analysis->advice->len; i++)
    {
      const PronyRecommendation *advice = g_ptr_array_index (analysis->advice, i);
      const char *title = prony_use_case_title (advice->use_case);

      if (advice->trial >= 0)
        continue;
      g_string_append_printf (titles, "%s%s", titles->len > 0 ? ", " : "", title);
      for (guint j = 0; j < advice->reasons->len; j++)
        {
          g_string_append (text, text->len > 0 ? "\n" : "");
          /* Translators: what for, such as "Chat", and a sentence */
          g_string_append_printf (text, _ ("%s: %s"), title,
                                  (const char *) g_ptr_array_index (advice->reasons, j));
        }
    }
  if (titles->len == 0)
    return;

  row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title",
                      _ ("Nothing to recommend"), "subtitle", titles->str, "icon-name",
                      "dialog-information-symbolic", "visible", FALSE, NULL);
  prony_expander_save_layout (ADW_EXPANDER_ROW (row));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_text_row (text->str));
  gtk_list_box_append (list, row);
}

/**
 * prony_result_rows_add_advice:
 * @list: a list
 * @analysis: of a run
 *
 * Adds which target to take for what; the figures and sentences that this rests on are
 * inside the rows.
 */
void
prony_result_rows_add_advice (GtkListBox *list, PronyRunAnalysis *analysis)
{
  for (guint i = 0; i < analysis->advice->len; i++)
    {
      const PronyRecommendation *advice = g_ptr_array_index (analysis->advice, i);

      if (advice->trial >= 0)
        append_advice (list, advice, analysis->run);
    }
  append_nothing (list, analysis);
}

/* --- What to know ----------------------------------------------------------------- */

/**
 * prony_result_rows_add_notes:
 * @list: a list
 * @run: a run
 *
 * Adds how far the figures may be trusted.
 */
void
prony_result_rows_add_notes (GtkListBox *list, PronyRun *run)
{
  g_autoptr (GPtrArray) notes = prony_result_notes_new (run);

  for (guint i = 0; i < notes->len; i++)
    {
      const PronyResultNote *note = g_ptr_array_index (notes, i);

      append_row (list, note->warning ? "dialog-warning-symbolic" : NULL, note->title, note->text);
    }
}

/**
 * prony_result_rows_add_remarks:
 * @list: a list
 * @run: a run
 *
 * Adds what somebody wrote while it was under way, with the times and trials.
 */
void
prony_result_rows_add_remarks (GtkListBox *list, PronyRun *run)
{
  for (guint i = 0; i < run->notes->len; i++)
    {
      const PronyRunNote *note = g_ptr_array_index (run->notes, i);
      PronyTrial *trial = note->trial >= 0 && note->trial < (int) run->trials->len
                            ? g_ptr_array_index (run->trials, note->trial)
                            : NULL;
      g_autofree char *at = prony_run_note_describe_time (note, run);
      g_autofree char *title = trial != NULL ? prony_trial_get_title (trial) : NULL;
      g_autofree char *subtitle =
        trial != NULL ? g_strdup_printf ("%s · %s", at, title) : g_strdup (at);

      append_row (list, NULL, note->text, subtitle);
    }
}

/* --- Failures ----------------------------------------------------------------------- */

/**
 * prony_result_rows_add_trial_errors:
 * @list: a list
 * @run: a run
 *
 * Adds the trials that could not be run.
 */
void
prony_result_rows_add_trial_errors (GtkListBox *list, PronyRun *run)
{
  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyTrial *trial = g_ptr_array_index (run->trials, i);
      g_autofree char *title = NULL;

      if (trial->error == NULL)
        continue;
      title = prony_trial_get_title (trial);
      append_row (list, "dialog-error-symbolic", title, trial->error);
    }
}

static void
add_failure (GtkListBox *list, PronyRun *run, const PronyRunFailure *failure)
{
  PronyTrial *trial = g_ptr_array_index (run->trials, failure->trial_index);
  g_autofree char *where = prony_trial_get_title (trial);
  g_autofree char *title = g_strdup_printf (
    /* Translators: a target, scenario and load, then how many requests failed there */
    ngettext ("%s: %u request failed", "%s: %u requests failed", failure->count), where,
    failure->count);
  AdwActionRow *row = append_row (list, "dialog-warning-symbolic", title, failure->message);
  GtkWidget *button = gtk_button_new_with_label (_ ("Show the First…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "result.show-failure");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ut)", failure->trial_index,
                                    failure->first);
  adw_action_row_add_suffix (row, button);
}

/**
 * prony_result_rows_add_failures:
 * @list: a list
 * @analysis: of a run
 *
 * Adds the requests that failed, by kind. The button of each activates
 * `result.show-failure` with the trial and the number of the first.
 */
void
prony_result_rows_add_failures (GtkListBox *list, PronyRunAnalysis *analysis)
{
  for (guint i = 0; i < analysis->failures->len; i++)
    add_failure (list, analysis->run, g_ptr_array_index (analysis->failures, i));
}

/* --- How it was measured ---------------------------------------------------------- */

static void
add_target (GtkListBox *list, GPtrArray *targets, guint index)
{
  PronyTarget *target = g_ptr_array_index (targets, index);
  g_autofree char *title = prony_run_target_title (targets, index);
  g_autofree char *subtitle =
    g_strdup_printf ("%s%s%s%s%s · %s", prony_engine_kind_title (target->engine->kind),
                     target->engine_version != NULL ? " " : "",
                     target->engine_version != NULL ? target->engine_version : "",
                     target->model != NULL ? " · " : "", target->model != NULL ? target->model : "",
                     target->engine->url);

  append_row (list, NULL, title, subtitle);
}

/**
 * prony_result_rows_add_details:
 * @list: a list
 * @run: a run
 *
 * Adds what was measured, with which computer and which Prony.
 */
void
prony_result_rows_add_details (GtkListBox *list, PronyRun *run)
{
  g_autoptr (GPtrArray) targets = prony_run_list_targets (run);
  PronyHostInfo *host = run->host;

  for (guint i = 0; i < targets->len; i++)
    add_target (list, targets, i);
  if (host != NULL)
    {
      g_autofree char *memory = prony_format_size (host->memory_mb * 1024 * 1024);
      /* Translators: operating system, processor, number of its cores, memory */
      g_autofree char *subtitle = g_strdup_printf (
        ngettext ("%s · %s, %u core · %s", "%s · %s, %u cores · %s", host->cores), host->os,
        host->cpu != NULL ? host->cpu : _ ("unknown processor"), host->cores, memory);

      append_row (list, NULL, host->hostname, subtitle);
    }
  append_row (list, NULL, _ ("Prony"), run->prony_version);
}

/* --- Trials that did not come to their end ------------------------------------------ */

static guint
count_trials (PronyRun *run, PronyState first, PronyState last)
{
  guint n = 0;

  for (guint i = 0; i < run->trials->len; i++)
    {
      PronyState state = ((PronyTrial *) g_ptr_array_index (run->trials, i))->state;

      n += state >= first && state <= last;
    }

  return n;
}

/* Takes @sentence. */
static void
append_sentence (GString *text, char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
  g_free (sentence);
}

/**
 * prony_result_rows_describe_trials:
 * @run: a run that has ended
 *
 * Returns: (transfer full) (nullable): sentences: how many trials were left before their
 *   end, failed or were not reached; %NULL where all came to their end
 */
char *
prony_result_rows_describe_trials (PronyRun *run)
{
  GString *text = g_string_new (NULL);
  guint n_stopped = count_trials (run, PRONY_STATE_STOPPED, PRONY_STATE_STOPPED);
  guint n_failed = count_trials (run, PRONY_STATE_FAILED, PRONY_STATE_FAILED);
  guint n_waiting = count_trials (run, PRONY_STATE_WAITING, PRONY_STATE_WAITING);

  if (n_stopped > 0)
    append_sentence (
      text,
      g_strdup_printf (ngettext ("%u trial was skipped or stopped before its end.",
                                 "%u trials were skipped or stopped before their end.", n_stopped),
                       n_stopped));
  if (n_failed > 0)
    append_sentence (
      text,
      g_strdup_printf (ngettext ("%u trial failed.", "%u trials failed.", n_failed), n_failed));
  if (n_waiting > 0)
    append_sentence (text, g_strdup_printf (ngettext ("%u trial was not reached.",
                                                      "%u trials were not reached.", n_waiting),
                                            n_waiting));
  return g_string_free (text, text->len == 0);
}
