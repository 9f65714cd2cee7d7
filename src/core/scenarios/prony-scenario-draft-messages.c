/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The prompt of a draft as one text and as a conversation. */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include "core/scenarios/prony-scenario-draft-private.h"
#include "core/scenarios/prony-yaml-write.h"

static PronyYamlNode *
new_message (const char *role, const char *text)
{
  PronyYamlNode *message = prony_yaml_new_collection (PRONY_YAML_MAP);

  prony_yaml_collection_add (message, "role", prony_yaml_new_scalar (role, PRONY_YAML_LITERAL));
  prony_yaml_collection_add (message, "content", prony_yaml_new_scalar (text, PRONY_YAML_LITERAL));
  return message;
}

/* The role of a message: "" where there is none. */
static char *
get_role (PronyScenarioDraft *self, guint index)
{
  g_autofree char *path = g_strdup_printf ("prompt.messages[%u].role", index);
  char *role = prony_scenario_draft_get_value (self, path);

  return role != NULL ? role : g_strdup ("");
}

/* The text of a message, also of one that is only a text. */
static char *
get_message (PronyScenarioDraft *self, guint index)
{
  g_autofree char *whole = g_strdup_printf ("prompt.messages[%u]", index);
  g_autofree char *path = g_strconcat (whole, ".content", NULL);
  char *text = prony_scenario_draft_get_value (self, path);

  return text != NULL ? text : prony_scenario_draft_get_value (self, whole);
}

/* For changes in steps: takes over both, and keeps the second. */
static PronyScenarioDraft *
replace (PronyScenarioDraft *self, PronyScenarioDraft *changed)
{
  prony_scenario_draft_unref (self);
  return changed;
}

/**
 * prony_scenario_draft_make_conversation:
 * @self: a draft
 *
 * Returns: (transfer full): the draft with the template as the only message of a
 *   conversation, or with an empty one; the same draft if it has a conversation
 */
PronyScenarioDraft *
prony_scenario_draft_make_conversation (PronyScenarioDraft *self)
{
  g_autoptr (PronyYamlNode) messages = prony_yaml_new_collection (PRONY_YAML_LIST);
  g_autofree char *text = NULL;
  PronyScenarioDraft *draft;

  g_return_val_if_fail (self != NULL, NULL);

  if (prony_scenario_draft_has (self, "prompt.messages"))
    return prony_scenario_draft_ref (self);

  text = prony_scenario_draft_get_value (self, "prompt.template");
  prony_yaml_collection_add (messages, NULL, new_message ("user", text != NULL ? text : ""));
  draft = _prony_draft_set_node (self, "prompt.messages", messages);
  return replace (draft, prony_scenario_draft_remove (draft, "prompt.template"));
}

/**
 * prony_scenario_draft_make_single_prompt:
 * @self: a draft
 *
 * Returns: (transfer full): the draft with the texts of its messages, under each other, as
 *   the template; one of the system becomes the system message if there is none. The same
 *   draft if it has no conversation.
 */
PronyScenarioDraft *
prony_scenario_draft_make_single_prompt (PronyScenarioDraft *self)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *system = NULL;
  g_autofree char *first = NULL;
  PronyScenarioDraft *draft;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  if (!prony_scenario_draft_has (self, "prompt.messages"))
    return prony_scenario_draft_ref (self);

  text = g_string_new (NULL);
  first = get_role (self, 0);
  n = prony_scenario_draft_count_items (self, "prompt.messages");
  if (g_str_equal (first, "system") && !prony_scenario_draft_has (self, "prompt.system"))
    system = get_message (self, 0);
  for (guint i = system != NULL ? 1 : 0; i < n; i++)
    {
      g_autofree char *message = get_message (self, i);

      if (message != NULL && *message != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", message);
    }

  draft = prony_scenario_draft_set_value (self, "prompt.template", text->str);
  draft = replace (draft, prony_scenario_draft_remove (draft, "prompt.messages"));
  draft = replace (draft, prony_scenario_draft_remove (draft, "prompt.turns"));
  if (system != NULL)
    draft = replace (draft, prony_scenario_draft_set_value (draft, "prompt.system", system));
  return draft;
}

/**
 * prony_scenario_draft_add_turn:
 * @self: a draft with a conversation
 *
 * Returns: (transfer full): the draft with an empty answer and an empty question at the end
 *   of its conversation; with a question alone where that is what comes next
 */
PronyScenarioDraft *
prony_scenario_draft_add_turn (PronyScenarioDraft *self)
{
  PronyScenarioDraft *draft = prony_scenario_draft_ref (self);
  guint n = prony_scenario_draft_count_items (self, "prompt.messages");
  g_autofree char *last = n > 0 ? get_role (self, n - 1) : g_strdup ("");

  for (guint i = g_str_equal (last, "user") ? 0 : 1; i < 2; i++)
    {
      g_autoptr (PronyYamlNode) message = new_message (i == 0 ? "assistant" : "user", "");
      g_autofree char *path = g_strdup_printf ("prompt.messages[%u]", n++);

      draft = replace (draft, _prony_draft_set_node (draft, path, message));
    }
  return draft;
}

/**
 * prony_scenario_draft_remove_turn:
 * @self: a draft with a conversation
 * @index: a message
 *
 * Takes out a message with the other one of its pair, so that roles still take turns: the
 * answer to a question, the question after an answer; of a question without an answer the
 * answer before it.
 *
 * Returns: (transfer full): the draft without them; the same one if no message would stay
 */
PronyScenarioDraft *
prony_scenario_draft_remove_turn (PronyScenarioDraft *self, guint index)
{
  PronyScenarioDraft *draft = prony_scenario_draft_ref (self);
  guint n = prony_scenario_draft_count_items (self, "prompt.messages");
  g_autofree char *role = get_role (self, index);
  g_autofree char *first = get_role (self, 0);
  guint n_system = g_str_equal (first, "system") ? 1 : 0;
  guint n_gone = g_str_equal (role, "system") ? 1 : 2;

  if (n_gone == 2 && index + 1 == n && index > n_system)
    index--;
  n_gone = MIN (n_gone, n - MIN (index, n));
  if (n_gone == 0 || (n_gone >= n - n_system && index >= n_system))
    return draft;

  for (guint i = n_gone; i > 0; i--)
    {
      g_autofree char *path = g_strdup_printf ("prompt.messages[%u]", index + i - 1);

      draft = replace (draft, prony_scenario_draft_remove (draft, path));
    }
  return draft;
}
