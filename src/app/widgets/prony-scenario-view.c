/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session/prony-scenario-text.h"
#include "app/session/prony-session-preview.h"
#include "app/widgets/prony-fact-row.h"
#include "app/widgets/prony-prompt-browser.h"
#include "app/widgets/prony-scenario-view.h"
#include "app/widgets/prony-source-style.h"

/* The rows in their order. A fact that there is not has no row. */
typedef enum
{
  FACT_PROMPT,
  FACT_COMPLETION,
  FACT_COUNT,
  FACT_SAMPLING,
  FACT_CACHE,
  FACT_RULES,
  FACT_LOAD,
  FACT_OBJECTIVES,
  FACT_TAGS,
  FACT_NAME,
  N_FACTS,
} Fact;

static const char *const titles[N_FACTS] = {
  [FACT_PROMPT] = N_ ("Prompt"),      [FACT_COMPLETION] = N_ ("Answer"),
  [FACT_COUNT] = N_ ("Asks"),         [FACT_SAMPLING] = N_ ("Sampling"),
  [FACT_CACHE] = N_ ("Prompt Cache"), [FACT_RULES] = N_ ("Judged"),
  [FACT_LOAD] = N_ ("Meant For"),     [FACT_OBJECTIVES] = N_ ("Objectives"),
  [FACT_TAGS] = N_ ("Tags"),          [FACT_NAME] = N_ ("Name"),
};

/* One scenario to read: what it measures, its facts, its prompts, and the file that it
 * comes from. What can be done with it are actions of the page around it. */
struct _PronyScenarioView
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *hides_badge;
  GtkLabel *title;
  GtkLabel *description;
  GtkButton *edit_button;
  GtkWidget *problems_frame;
  GtkLabel *problems;
  AdwPreferencesGroup *facts_group;
  PronyPromptBrowser *prompts;
  GtkExpander *file_expander;
  GtkSourceView *source_view;

  /* Borrowed references, owned by the group */
  PronyFactRow *facts[N_FACTS];

  /* Owned */
  PronySession *session;
  PronyScenarioItem *item;
  GCancellable *cancellable; /* of the prompts being made */
};

G_DEFINE_FINAL_TYPE (PronyScenarioView, prony_scenario_view, ADW_TYPE_BIN)

/* --- Facts ------------------------------------------------------------------------ */

static char *
describe (PronyScenario *scenario, Fact fact)
{
  switch (fact)
    {
    case FACT_PROMPT:
      return prony_scenario_text_prompt (scenario);

    case FACT_COMPLETION:
      return prony_scenario_text_completion (scenario);

    case FACT_COUNT:
      return prony_scenario_text_count (scenario);

    case FACT_SAMPLING:
      return prony_scenario_text_sampling (scenario);

    case FACT_CACHE:
      return g_strdup (prony_scenario_text_cache (scenario->cache));

    case FACT_RULES:
      return prony_scenario_text_rules (scenario);

    case FACT_LOAD:
      return prony_scenario_text_load (scenario);

    case FACT_OBJECTIVES:
      return prony_scenario_text_objectives (scenario);

    case FACT_TAGS:
      return scenario->tags[0] != NULL ? g_strjoinv (", ", scenario->tags) : NULL;

    case FACT_NAME:
    case N_FACTS:
    default:
      return g_strdup (scenario->name);
    }
}

static void
show_facts (PronyScenarioView *self, PronyScenario *scenario)
{
  for (Fact fact = 0; fact < N_FACTS; fact++)
    {
      g_autofree char *text = describe (scenario, fact);

      prony_fact_row_set_value (self->facts[fact], text);
      gtk_widget_set_visible (GTK_WIDGET (self->facts[fact]), text != NULL && *text != '\0');
    }
}

/* --- Prompts ----------------------------------------------------------------------- */

static void
stop_making (PronyScenarioView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_prompts_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyScenarioView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyScenarioPreview) preview = prony_session_preview_scenario_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || self->prompts == NULL)
    return;

  if (preview != NULL)
    prony_prompt_browser_set_prompts (self->prompts, preview->prompts);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    prony_prompt_browser_set_failure (self->prompts, error->message);
}

static void
make_prompts (PronyScenarioView *self, PronyScenario *scenario)
{
  stop_making (self);
  prony_prompt_browser_set_busy (self->prompts);
  self->cancellable = g_cancellable_new ();
  prony_session_preview_scenario_async (self->session, scenario, NULL, 0, self->cancellable,
                                        on_prompts_made_cb, g_object_ref (self));
}

/* --- The whole ---------------------------------------------------------------------- */

/* Without the file, which is the one below: its folder would be most of what is to read. */
static char *
shorten_problems (const char *problems, const char *file)
{
  g_auto (GStrv) lines = g_strsplit (problems, "\n", -1);
  g_autofree char *prefix = g_strconcat (file, ":", NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 line = 0;
      const char *sentence = strstr (lines[i], ": ");

      if (sentence == NULL || !g_str_has_prefix (lines[i], prefix))
        continue;
      line = g_ascii_strtoull (lines[i] + strlen (prefix), NULL, 10);
      if (line > 0)
        {
          /* TRANSLATORS: a line number, and what is wrong there. */
          char *text = g_strdup_printf (_ ("Line %u: %s"), (guint) line, sentence + 2);

          g_free (lines[i]);
          lines[i] = text;
        }
    }

  return g_strjoinv ("\n", lines);
}

static void
show_problems (PronyScenarioView *self, const char *problems)
{
  const char *file = prony_scenario_item_get_scenario (self->item)->file;
  g_autofree char *text =
    problems != NULL && file != NULL ? shorten_problems (problems, file) : g_strdup (problems);

  gtk_widget_set_visible (self->problems_frame, problems != NULL);
  gtk_label_set_label (self->problems, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->facts_group), problems == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->prompts), problems == NULL);
  gtk_expander_set_expanded (self->file_expander, problems != NULL);
}

static void
update (PronyScenarioView *self)
{
  PronyScenario *scenario = prony_scenario_item_get_scenario (self->item);
  const char *problems = prony_scenario_item_get_problems (self->item);
  const char *title = prony_scenario_translate (scenario->title);

  g_assert (PRONY_IS_SCENARIO_VIEW (self));

  gtk_label_set_label (self->title, *title != '\0' ? title : scenario->name);
  gtk_label_set_label (self->description, prony_scenario_translate (scenario->description));
  gtk_widget_set_visible (GTK_WIDGET (self->description), *scenario->description != '\0');
  gtk_button_set_label (self->edit_button, scenario->shipped ? _ ("_Edit a Copy") : _ ("_Edit…"));
  gtk_widget_set_visible (self->hides_badge, prony_scenario_item_get_hides_shipped (self->item));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)),
                            scenario->source != NULL ? scenario->source : "", -1);
  show_problems (self, problems);
  if (problems == NULL)
    {
      show_facts (self, scenario);
      make_prompts (self, scenario);
    }
}

static void
prony_scenario_view_dispose (GObject *object)
{
  PronyScenarioView *self = (PronyScenarioView *) object;

  stop_making (self);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_SCENARIO_VIEW);

  G_OBJECT_CLASS (prony_scenario_view_parent_class)->dispose (object);
}

static void
prony_scenario_view_class_init (PronyScenarioViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenario_view_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (PRONY_TYPE_PROMPT_BROWSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, hides_badge);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, title);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, description);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, edit_button);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, problems_frame);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, problems);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, facts_group);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, prompts);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, file_expander);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, source_view);
}

static void
prony_scenario_view_init (PronyScenarioView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (Fact fact = 0; fact < N_FACTS; fact++)
    {
      self->facts[fact] = PRONY_FACT_ROW (prony_fact_row_new (_ (titles[fact])));
      adw_preferences_group_add (self->facts_group, GTK_WIDGET (self->facts[fact]));
    }
  prony_source_style_follow (self->source_view, "yaml");
}

/**
 * prony_scenario_view_set_session:
 * @self: a view
 * @session: what the pages share
 *
 * Gives the view what it makes prompts with; called once, before it shows anything.
 */
void
prony_scenario_view_set_session (PronyScenarioView *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_SCENARIO_VIEW (self));
  g_return_if_fail (PRONY_IS_SESSION (session));

  g_set_object (&self->session, session);
}

/**
 * prony_scenario_view_set_item:
 * @self: a view with its session
 * @item: what to show, also as it changes
 */
void
prony_scenario_view_set_item (PronyScenarioView *self, PronyScenarioItem *item)
{
  g_return_if_fail (PRONY_IS_SCENARIO_VIEW (self));
  g_return_if_fail (PRONY_IS_SCENARIO_ITEM (item));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  g_signal_connect_object (item, "notify::title", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
