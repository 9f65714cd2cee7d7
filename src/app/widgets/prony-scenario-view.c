/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <math.h>

#include "app/widgets/prony-scenario-view.h"
#include "base/prony-format.h"
#include "core/scenarios/prony-prompt-maker.h"

/* One scenario to read: what it measures, its bounds, its prompts as an engine gets
 * them (one at a time, because they may be thousands of words long), and the file
 * that it comes from. Actions: `scenario.previous-prompt`, `scenario.next-prompt`. */
struct _PronyScenarioView
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkLabel *description;
  AdwActionRow *prompt_row;
  AdwActionRow *completion_row;
  AdwActionRow *temperature_row;
  AdwActionRow *cache_row;
  GtkLabel *prompt_label;
  GtkLabel *system_label;
  GtkSourceView *prompt_view;
  GtkSourceView *source_view;

  /* Owned */
  PronyScenario *scenario;
  PronyPromptMaker *maker; /* NULL when the scenario's prompts cannot be made */

  /* Plain */
  guint prompt; /* the visible one, from 0 */
};

G_DEFINE_FINAL_TYPE (PronyScenarioView, prony_scenario_view, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (GtkSourceView *view)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
follow_color_scheme (PronyScenarioView *self)
{
  const char *id =
    adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "Adwaita-dark" : "Adwaita";
  GtkSourceStyleScheme *scheme =
    gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), id);

  g_assert (PRONY_IS_SCENARIO_VIEW (self));

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (get_buffer (self->prompt_view)), scheme);
  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (get_buffer (self->source_view)), scheme);
}

/**
 * prony_scenario_view_describe_tokens:
 * @least: fewest tokens; 0 means no bound
 * @most: most tokens; 0 means no bound
 *
 * Returns: (transfer full): a length in words: "5–50 tokens", "at most 64 tokens"
 */
char *
prony_scenario_view_describe_tokens (guint least, guint most)
{
  g_autofree char *least_text = prony_format_value (least, PRONY_UNIT_COUNT);
  g_autofree char *most_text = prony_format_value (most, PRONY_UNIT_COUNT);

  if (least > 0 && most > 0)
    /* TRANSLATORS: a range of lengths: "5–50 tokens". */
    return g_strdup_printf (_ ("%s–%s tokens"), least_text, most_text);
  if (most > 0)
    return g_strdup_printf (ngettext ("at most %s token", "at most %s tokens", most), most_text);
  if (least > 0)
    return g_strdup_printf (ngettext ("at least %s token", "at least %s tokens", least),
                            least_text);

  return g_strdup (_ ("as long as the engine likes"));
}

static const char *
describe_cache (PronyCacheMode cache)
{
  switch (cache)
    {
    case PRONY_CACHE_UNIQUE:
      return _ ("Every prompt begins differently, so that no cache can answer");

    case PRONY_CACHE_SHARED_PREFIX:
      return _ ("Prompts share their beginning on purpose");

    case PRONY_CACHE_REPEAT:
    default:
      return _ ("Prompts are sent again as they are");
    }
}

static void
show_prompt (PronyScenarioView *self)
{
  g_autoptr (PronyRequestSpec) request = NULL;
  guint n_prompts = prony_scenario_count_cases (self->scenario);
  g_autofree char *count = NULL;
  g_autofree char *length = NULL;
  g_autofree char *text = NULL;
  guint n_tokens;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "scenario.previous-prompt", self->prompt > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "scenario.next-prompt",
                                 self->prompt + 1 < n_prompts);
  if (self->maker == NULL)
    return;

  request = prony_prompt_maker_make (self->maker, self->prompt);
  n_tokens = prony_estimate_tokens (request->prompt);
  count = prony_format_value (n_tokens, PRONY_UNIT_TOKENS);
  /* TRANSLATORS: %s is a number; the length of a prompt. */
  length = g_strdup_printf (ngettext ("about %s token", "about %s tokens", n_tokens), count);
  /* TRANSLATORS: which of a scenario's prompts, and its length: "Prompt 3 of 16, about 40 tokens".
   */
  text = g_strdup_printf (_ ("Prompt %u of %u, %s"), self->prompt + 1, n_prompts, length);
  gtk_label_set_label (self->prompt_label, text);
  gtk_text_buffer_set_text (get_buffer (self->prompt_view), request->prompt, -1);
}

static void
show_facts (PronyScenarioView *self)
{
  PronyScenario *scenario = self->scenario;
  g_autofree char *prompt =
    prony_scenario_view_describe_tokens (scenario->prompt_min_tokens, scenario->prompt_max_tokens);
  g_autofree char *completion =
    prony_scenario_view_describe_tokens (scenario->min_tokens, scenario->max_tokens);
  g_autofree char *temperature = NULL;

  if (isnan (scenario->temperature))
    temperature = g_strdup (_ ("The engine's default"));
  else if (scenario->temperature == 0.0)
    temperature = g_strdup (_ ("0: always the likeliest token"));
  else
    temperature = prony_format_value (scenario->temperature, PRONY_UNIT_NONE);

  adw_action_row_set_subtitle (self->prompt_row, prompt);
  adw_action_row_set_subtitle (self->completion_row, completion);
  adw_action_row_set_subtitle (self->temperature_row, temperature);
  adw_action_row_set_subtitle (self->cache_row, describe_cache (scenario->cache));
}

static void
previous_prompt_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioView *self = (PronyScenarioView *) widget;

  self->prompt--;
  show_prompt (self);
}

static void
next_prompt_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyScenarioView *self = (PronyScenarioView *) widget;

  self->prompt++;
  show_prompt (self);
}

static void
prony_scenario_view_dispose (GObject *object)
{
  PronyScenarioView *self = (PronyScenarioView *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_SCENARIO_VIEW);
  g_clear_pointer (&self->maker, prony_prompt_maker_free);
  g_clear_pointer (&self->scenario, prony_scenario_unref);

  G_OBJECT_CLASS (prony_scenario_view_parent_class)->dispose (object);
}

static void
prony_scenario_view_class_init (PronyScenarioViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenario_view_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-scenario-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, title);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, description);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, prompt_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, completion_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, temperature_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, cache_row);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, prompt_label);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, system_label);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, prompt_view);
  gtk_widget_class_bind_template_child (widget_class, PronyScenarioView, source_view);
  gtk_widget_class_install_action (widget_class, "scenario.previous-prompt", NULL,
                                   previous_prompt_action);
  gtk_widget_class_install_action (widget_class, "scenario.next-prompt", NULL, next_prompt_action);
}

static void
prony_scenario_view_init (PronyScenarioView *self)
{
  GtkSourceLanguage *yaml;

  gtk_widget_init_template (GTK_WIDGET (self));

  yaml =
    gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "yaml");
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (get_buffer (self->source_view)), yaml);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_color_scheme), self, G_CONNECT_SWAPPED);
  follow_color_scheme (self);
}

/**
 * prony_scenario_view_set_scenario:
 * @self: a view
 * @scenario: what to show
 */
void
prony_scenario_view_set_scenario (PronyScenarioView *self, PronyScenario *scenario)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyPromptSet) prompts = NULL;
  g_autofree char *system = NULL;

  g_return_if_fail (PRONY_IS_SCENARIO_VIEW (self));
  g_return_if_fail (scenario != NULL);

  if (self->scenario == scenario)
    return;

  g_clear_pointer (&self->maker, prony_prompt_maker_free);
  g_clear_pointer (&self->scenario, prony_scenario_unref);
  self->scenario = prony_scenario_ref (scenario);
  self->prompt = 0;
  prompts = prony_prompt_set_new (scenario, 1, NULL, NULL, &error);
  if (prompts != NULL)
    self->maker = prony_prompt_maker_new (prompts, NULL, 0, 1);

  gtk_label_set_label (self->title, prony_scenario_translate (scenario->title));
  gtk_label_set_label (self->description, prony_scenario_translate (scenario->description));
  if (scenario->system != NULL)
    /* TRANSLATORS: %s is the system message that goes before a prompt. */
    system = g_strdup_printf (_ ("System message: %s"), scenario->system);
  gtk_label_set_label (self->system_label, system != NULL ? system : "");
  gtk_widget_set_visible (GTK_WIDGET (self->system_label), system != NULL);
  gtk_text_buffer_set_text (get_buffer (self->source_view),
                            scenario->source != NULL ? scenario->source : "", -1);
  show_facts (self);
  show_prompt (self);
  if (error != NULL)
    gtk_label_set_label (self->prompt_label, error->message);
}
