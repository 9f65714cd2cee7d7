/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-draft-field.h"
#include "app/session/prony-scenario-text.h"
#include "app/session/prony-session-preview.h"
#include "app/widgets/prony-fact-row.h"
#include "app/widgets/prony-prompt-browser.h"
#include "app/widgets/prony-scenario-preview-pane.h"
#include "app/widgets/prony-target-list.h"
#include "base/prony-format.h"

/* The rows in their order. A figure that is not known has no row. */
typedef enum
{
  FACT_REQUESTS,
  FACT_PROMPT_TOKENS,
  FACT_OUTPUT_TOKENS,
  FACT_SOURCE,
  FACT_DURATION,
  FACT_COST,
  N_FACTS,
} Fact;

static const char *const titles[N_FACTS] = {
  [FACT_REQUESTS] = N_ ("Requests"),           [FACT_PROMPT_TOKENS] = N_ ("Prompt Tokens"),
  [FACT_OUTPUT_TOKENS] = N_ ("Answer Tokens"), [FACT_SOURCE] = N_ ("Lengths"),
  [FACT_DURATION] = N_ ("Duration"),           [FACT_COST] = N_ ("Cost"),
};

/* What the draft would ask, of a target if one is chosen, and what that amounts to. Made
 * when it is looked at, and again when somebody asks for it after a change. */
struct _PronyScenarioPreviewPane
{
  AdwBin parent_instance;

  /* Template widgets */
  AdwComboRow *target_row;
  AdwEntryRow *price_row;
  AdwPreferencesGroup *facts_group;
  GtkLabel *state;
  GtkSpinner *spinner;
  GtkWidget *refresh_button;
  PronyPromptBrowser *prompts;

  /* Borrowed references, owned by the group */
  PronyFactRow *facts[N_FACTS];

  /* Owned */
  PronySession *session;
  PronyScenarioEdit *edit;
  PronyTargetList *targets;
  PronyScenarioDraft *shown; /* what the preview was made of; NULL before */
  GCancellable *cancellable; /* of one being made; NULL while there is none */
};

G_DEFINE_FINAL_TYPE (PronyScenarioPreviewPane, prony_scenario_preview_pane, ADW_TYPE_BIN)

/* --- Figures ----------------------------------------------------------------------------- */

static void
show_fact (PronyScenarioPreviewPane *self, Fact fact, const char *text)
{
  prony_fact_row_set_value (self->facts[fact], text);
  gtk_widget_set_visible (GTK_WIDGET (self->facts[fact]), text != NULL);
}

static char *
describe_duration (const PronyScenarioPreview *preview)
{
  g_autofree char *duration = NULL;
  g_autofree char *date = NULL;

  if (!preview->for_target)
    return NULL;
  if (!isfinite (preview->estimate.duration_s))
    return g_strdup (_ ("Not known before this target was measured once"));

  duration = prony_format_duration (preview->estimate.duration_s);
  date = prony_format_date (preview->pace.measured_us);
  /* TRANSLATORS: a length of time, and a date. */
  return g_strdup_printf (_ ("About %s, one after the other, as measured on %s"), duration, date);
}

static void
show_facts (PronyScenarioPreviewPane *self, const PronyScenarioPreview *preview)
{
  const PronyScenarioEstimate *estimate = &preview->estimate;
  g_autofree char *requests = prony_format_value (estimate->requests, PRONY_UNIT_COUNT);
  g_autofree char *prompt =
    prony_format_value ((double) estimate->prompt_tokens, PRONY_UNIT_TOKENS);
  g_autofree char *output =
    prony_format_value ((double) estimate->output_tokens, PRONY_UNIT_TOKENS);
  g_autofree char *most = NULL;
  g_autofree char *duration = describe_duration (preview);
  g_autofree char *cost = NULL;

  if (estimate->output_tokens > 0)
    /* TRANSLATORS: %s is a number of tokens. */
    most = g_strdup_printf (_ ("At most %s"), output);
  if (isfinite (estimate->cost))
    cost = prony_format_value (estimate->cost, PRONY_UNIT_NONE);
  show_fact (self, FACT_REQUESTS, requests);
  show_fact (self, FACT_PROMPT_TOKENS, prompt);
  show_fact (self, FACT_OUTPUT_TOKENS, most != NULL ? most : _ ("As many as the engine likes"));
  show_fact (self, FACT_SOURCE,
             prony_scenario_text_source (prony_prompt_set_get_source (preview->prompts)));
  show_fact (self, FACT_DURATION, duration);
  show_fact (self, FACT_COST, cost);
  gtk_widget_set_visible (GTK_WIDGET (self->facts_group), TRUE);
}

/* --- Making it ----------------------------------------------------------------------------- */

static void
show_state (PronyScenarioPreviewPane *self)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  gboolean busy = self->cancellable != NULL;
  gboolean valid = prony_scenario_draft_is_valid (draft);
  gboolean current = self->shown != NULL && prony_scenario_draft_equal (self->shown, draft);
  const char *text = "";

  if (busy)
    text = _ ("Writing and counting the prompts…");
  else if (!valid)
    text = _ ("Correct the mistakes to see what would be asked.");
  else if (self->shown != NULL && !current)
    text = _ ("The scenario has changed since.");
  gtk_label_set_label (self->state, text);
  gtk_widget_set_visible (GTK_WIDGET (self->state), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->refresh_button, !busy && valid && !current);
}

static void
stop (PronyScenarioPreviewPane *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenarioPreviewPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioPreview) preview = prony_session_preview_scenario_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || self->prompts == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (preview != NULL)
    {
      show_facts (self, preview);
      prony_prompt_browser_set_prompts (self->prompts, preview->prompts);
    }
  else
    {
      gtk_widget_set_visible (GTK_WIDGET (self->facts_group), FALSE);
      prony_prompt_browser_set_failure (self->prompts, error->message);
    }
  show_state (self);
}

/* A price is a number over 0; anything else is none. */
static double
get_price (PronyScenarioPreviewPane *self)
{
  g_autofree char *number =
    prony_draft_number_from_typed (gtk_editable_get_text (GTK_EDITABLE (self->price_row)));
  char *end;
  double price = g_ascii_strtod (number, &end);

  return *number != '\0' && *end == '\0' && price > 0 ? price : NAN;
}

static void
make (PronyScenarioPreviewPane *self)
{
  PronyScenarioDraft *draft = prony_scenario_edit_get_draft (self->edit);
  g_autoptr (PronyTarget) target =
    prony_target_list_make_target (self->targets, adw_combo_row_get_selected (self->target_row));

  stop (self);
  if (prony_scenario_draft_is_valid (draft))
    {
      if (self->shown == NULL)
        prony_prompt_browser_set_busy (self->prompts);
      g_clear_pointer (&self->shown, prony_scenario_draft_unref);
      self->shown = prony_scenario_draft_ref (draft);
      self->cancellable = g_cancellable_new ();
      prony_session_preview_scenario_async (
        self->session, prony_scenario_draft_get_scenario (draft), target, get_price (self),
        self->cancellable, on_made_cb, g_object_ref (self));
    }
  show_state (self);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  make ((PronyScenarioPreviewPane *) widget);
}

static void
on_target_selected_cb (PronyScenarioPreviewPane *self)
{
  g_assert (PRONY_IS_SCENARIO_PREVIEW_PANE (self));

  if (self->edit == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->price_row),
                          adw_combo_row_get_selected (self->target_row) > 0);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    make (self);
}

static void
on_price_applied_cb (PronyScenarioPreviewPane *self)
{
  g_assert (PRONY_IS_SCENARIO_PREVIEW_PANE (self));

  if (self->edit != NULL)
    make (self);
}

/* --- The object ------------------------------------------------------------------------------ */

static void
prony_scenario_preview_pane_map (GtkWidget *widget)
{
  PronyScenarioPreviewPane *self = (PronyScenarioPreviewPane *) widget;

  GTK_WIDGET_CLASS (prony_scenario_preview_pane_parent_class)->map (widget);
  if (self->edit != NULL && self->cancellable == NULL &&
      (self->shown == NULL ||
       !prony_scenario_draft_equal (self->shown, prony_scenario_edit_get_draft (self->edit))))
    make (self);
}

static void
prony_scenario_preview_pane_dispose (GObject *object)
{
  PronyScenarioPreviewPane *self = (PronyScenarioPreviewPane *) object;

  stop (self);
  if (self->edit != NULL)
    g_signal_handlers_disconnect_by_data (self->edit, self);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SCENARIO_PREVIEW_PANE);
  g_clear_object (&self->targets);
  g_clear_object (&self->edit);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, prony_scenario_draft_unref);

  G_OBJECT_CLASS (prony_scenario_preview_pane_parent_class)->dispose (object);
}

#define BIND(name)                                                                                 \
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioPreviewPane, name)

static void
prony_scenario_preview_pane_class_init (PronyScenarioPreviewPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_scenario_preview_pane_dispose;
  widget_class->map = prony_scenario_preview_pane_map;

  g_type_ensure (PRONY_TYPE_PROMPT_BROWSER);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/widgets/prony-scenario-preview-pane.ui");
  BIND (target_row);
  BIND (price_row);
  BIND (facts_group);
  BIND (state);
  BIND (spinner);
  BIND (refresh_button);
  BIND (prompts);
  gtk_widget_class_bind_template_callback (widget_class, on_target_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_price_applied_cb);
  gtk_widget_class_install_action (widget_class, "preview.refresh", NULL, refresh_action);
}

static void
prony_scenario_preview_pane_init (PronyScenarioPreviewPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (Fact fact = 0; fact < N_FACTS; fact++)
    {
      self->facts[fact] = PRONY_FACT_ROW (prony_fact_row_new (_ (titles[fact])));
      adw_preferences_group_add (self->facts_group, GTK_WIDGET (self->facts[fact]));
    }
}

/**
 * prony_scenario_preview_pane_set_edit:
 * @self: a preview
 * @session: whose engines there are to choose from
 * @edit: what is edited
 *
 * Previews @edit from now on; called once.
 */
void
prony_scenario_preview_pane_set_edit (PronyScenarioPreviewPane *self,
                                      PronySession *session,
                                      PronyScenarioEdit *edit)
{
  g_return_if_fail (PRONY_IS_SCENARIO_PREVIEW_PANE (self));
  g_return_if_fail (self->edit == NULL);

  self->session = g_object_ref (session);
  self->targets = prony_target_list_new (prony_session_get_engines (session));
  adw_combo_row_set_model (self->target_row, prony_target_list_get_names (self->targets));
  self->edit = g_object_ref (edit);
  g_signal_connect_object (edit, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  on_target_selected_cb (self);
}
