/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-message-card.h"
#include "app/widgets/prony-prompt-browser.h"
#include "base/prony-format.h"

/* Prompts as an engine gets them, one at a time, for they may be thousands of words
 * long; of a conversation all that is said. Actions: `prompts.previous`,
 * `prompts.next`. */
struct _PronyPromptBrowser
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *heading;
  GtkLabel *tokens;
  GtkWidget *buttons;
  GtkStack *stack;
  GtkBox *messages;
  GtkLabel *failure;

  /* Owned */
  PronyPromptSet *prompts;

  /* Plain */
  guint shown; /* which conversation, from 0 */
};

G_DEFINE_FINAL_TYPE (PronyPromptBrowser, prony_prompt_browser, ADW_TYPE_BIN)

static void
add_message (PronyPromptBrowser *self, const char *role, const char *text)
{
  gtk_box_append (self->messages, prony_message_card_new (role, text));
}

static void
clear_messages (PronyPromptBrowser *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->messages))) != NULL)
    gtk_box_remove (self->messages, child);
}

static const char *
role_title (PronyMessageRole role)
{
  return role == PRONY_ROLE_ASSISTANT ? _ ("Assistant") : _ ("User");
}

static char *
describe_tokens (PronyPromptSet *prompts, const PronyPrompt *prompt, guint n_turns)
{
  g_autofree char *count = prony_format_value (prompt->tokens, PRONY_UNIT_TOKENS);
  g_autofree char *length = NULL;
  PronyCountSource source = prony_prompt_set_get_source (prompts);

  if (source == PRONY_COUNT_TOKENIZE || source == PRONY_COUNT_TOKENIZER)
    length = g_strdup_printf (ngettext ("%s token", "%s tokens", prompt->tokens), count);
  else
    /* TRANSLATORS: %s is a number; the length of a prompt that was not counted. */
    length =
      g_strdup_printf (ngettext ("about %s token", "about %s tokens", prompt->tokens), count);
  if (n_turns > 1)
    /* TRANSLATORS: how many requests a conversation is, and the length of the last one. */
    return g_strdup_printf (
      ngettext ("%u request, the last of %s", "%u requests, the last of %s", n_turns), n_turns,
      length);

  return g_steal_pointer (&length);
}

static void
show_heading (PronyPromptBrowser *self, guint n)
{
  g_autofree char *text = NULL;

  if (n == 1)
    text = g_strdup (_ ("The Only Prompt"));
  else
    /* TRANSLATORS: which of a scenario's prompts: "Prompt 3 of 16". */
    text = g_strdup_printf (_ ("Prompt %u of %u"), self->shown + 1, n);
  gtk_label_set_label (self->heading, text);
  gtk_widget_set_visible (self->buttons, n > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prompts.previous", self->shown > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prompts.next", self->shown + 1 < n);
}

/* The last turn of a conversation has all that was said before it. */
static void
show_prompt (PronyPromptBrowser *self)
{
  guint n_turns = prony_prompt_set_count_turns (self->prompts, self->shown);
  const PronyPrompt *prompt = prony_prompt_set_get (self->prompts, self->shown, n_turns - 1);
  g_autofree char *tokens = describe_tokens (self->prompts, prompt, n_turns);
  gboolean named = prompt->system != NULL || (prompt->history != NULL && prompt->history->len > 0);

  show_heading (self, prony_prompt_set_count_conversations (self->prompts));
  gtk_label_set_label (self->tokens, tokens);
  clear_messages (self);
  if (prompt->system != NULL)
    add_message (self, _ ("System"), prompt->system);
  for (guint i = 0; prompt->history != NULL && i < prompt->history->len; i++)
    {
      const PronyMessage *message = g_ptr_array_index (prompt->history, i);

      add_message (self, role_title (message->role), message->text);
    }
  add_message (self, named ? _ ("User") : NULL, prompt->text);
  gtk_stack_set_visible_child_name (self->stack, "prompt");
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyPromptBrowser *self = (PronyPromptBrowser *) widget;

  self->shown--;
  show_prompt (self);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyPromptBrowser *self = (PronyPromptBrowser *) widget;

  self->shown++;
  show_prompt (self);
}

static void
show_no_prompt (PronyPromptBrowser *self, const char *page)
{
  g_clear_pointer (&self->prompts, prony_prompt_set_unref);
  clear_messages (self);
  gtk_label_set_label (self->heading, _ ("Prompts"));
  gtk_label_set_label (self->tokens, "");
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prompts.previous", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prompts.next", FALSE);
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
prony_prompt_browser_dispose (GObject *object)
{
  PronyPromptBrowser *self = (PronyPromptBrowser *) object;

  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_PROMPT_BROWSER);
  g_clear_pointer (&self->prompts, prony_prompt_set_unref);

  G_OBJECT_CLASS (prony_prompt_browser_parent_class)->dispose (object);
}

static void
prony_prompt_browser_class_init (PronyPromptBrowserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_prompt_browser_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-prompt-browser.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyPromptBrowser, heading);
  gtk_widget_class_bind_template_child (widget_class, PronyPromptBrowser, tokens);
  gtk_widget_class_bind_template_child (widget_class, PronyPromptBrowser, buttons);
  gtk_widget_class_bind_template_child (widget_class, PronyPromptBrowser, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyPromptBrowser, messages);
  gtk_widget_class_bind_template_child (widget_class, PronyPromptBrowser, failure);
  gtk_widget_class_install_action (widget_class, "prompts.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "prompts.next", NULL, next_action);
}

static void
prony_prompt_browser_init (PronyPromptBrowser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_no_prompt (self, "busy");
}

/**
 * prony_prompt_browser_set_prompts:
 * @self: a browser
 * @prompts: what to show; that place of it that is shown now, if there is one
 *
 * Shows prompts.
 */
void
prony_prompt_browser_set_prompts (PronyPromptBrowser *self, PronyPromptSet *prompts)
{
  guint n;

  g_return_if_fail (PRONY_IS_PROMPT_BROWSER (self));
  g_return_if_fail (prompts != NULL);

  n = prony_prompt_set_count_conversations (prompts);
  prony_prompt_set_ref (prompts);
  g_clear_pointer (&self->prompts, prony_prompt_set_unref);
  self->prompts = prompts;
  self->shown = self->shown < n ? self->shown : 0;
  show_prompt (self);
}

/**
 * prony_prompt_browser_set_busy:
 * @self: a browser
 *
 * Says that the prompts are being made; the first one is shown next.
 */
void
prony_prompt_browser_set_busy (PronyPromptBrowser *self)
{
  g_return_if_fail (PRONY_IS_PROMPT_BROWSER (self));

  self->shown = 0;
  show_no_prompt (self, "busy");
}

/**
 * prony_prompt_browser_set_failure:
 * @self: a browser
 * @sentence: why there are no prompts
 *
 * Says why there is nothing to show.
 */
void
prony_prompt_browser_set_failure (PronyPromptBrowser *self, const char *sentence)
{
  g_return_if_fail (PRONY_IS_PROMPT_BROWSER (self));

  gtk_label_set_label (self->failure, sentence);
  show_no_prompt (self, "failure");
}
