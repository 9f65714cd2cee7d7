/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "base/prony-json.h"
#include "sim/prony-sim-quirk-private.h"

/* The quirks of what is in an event: each a row with a small change of a document, or
 * with what comes before. All of them were seen in servers. */

#define SPECULATED_TOKENS 4
#define CHUNK(delta) "data: {\"choices\":[{\"index\":0,\"delta\":" delta ",\"finish_reason\":null}]"
#define LOADING(text) CHUNK ("{\"reasoning_content\":\"" text "\"}") "}\n\n"
#define RULE "\xe2\x94\x81\xe2\x94\x81\xe2\x94\x81\xe2\x94\x81\xe2\x94\x81\xe2\x94\x81"

/* --- Looking into a document ------------------------------------------------ */

static JsonObject *
get_choice (JsonObject *root)
{
  JsonArray *choices = prony_json_get_array (root, "choices");

  return choices != NULL && json_array_get_length (choices) > 0
           ? json_array_get_object_element (choices, 0)
           : NULL;
}

static JsonObject *
get_delta (JsonObject *root)
{
  return prony_json_get_object (get_choice (root), "delta");
}

/**
 * _prony_sim_quirk_find_text:
 * @root: an event's document
 * @key: (out): the name of the member
 *
 * Looks for the text of a token, in any protocol.
 *
 * Returns: (nullable) (transfer none): the object that has it
 */
JsonObject *
_prony_sim_quirk_find_text (JsonObject *root, const char **key)
{
  static const char *const keys[] = { "content", "reasoning_content", "reasoning", "thinking",
                                      "text",    "response" };
  JsonObject *objects[] = { get_delta (root), get_choice (root),
                            prony_json_get_object (root, "message"),
                            prony_json_get_object (root, "token"), root };

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
      if (*prony_json_get_string (objects[i], keys[k], "") != '\0')
        {
          *key = keys[k];
          return objects[i];
        }

  return NULL;
}

static JsonObject *
copy_object (JsonObject *object)
{
  g_autofree char *text = prony_json_to_text (object, FALSE);

  return prony_json_parse_object (text, -1, NULL);
}

static void
push (GPtrArray *list, JsonObject *object)
{
  g_ptr_array_add (list, prony_json_to_text (object, FALSE));
}

static gboolean
is_finish (JsonObject *root)
{
  return *prony_json_get_string (get_choice (root), "finish_reason", "") != '\0';
}

static gboolean
is_usage (JsonObject *root)
{
  return prony_json_get_object (root, "usage") != NULL && get_choice (root) == NULL;
}

/* The reasoning of a chat's event. */
static const char *
get_thought (JsonObject *delta, const char **key)
{
  static const char *const keys[] = { "reasoning_content", "reasoning", "thinking" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      *key = keys[i];
      if (*prony_json_get_string (delta, keys[i], "") != '\0')
        return prony_json_get_string (delta, keys[i], NULL);
    }

  return NULL;
}

/* --- Changes of a document -------------------------------------------------- */

static void
accent (PronySimQuirkEvent *event)
{
  const char *key;
  JsonObject *object = event->root != NULL ? _prony_sim_quirk_find_text (event->root, &key) : NULL;
  g_autoptr (GString) text = NULL;

  if (object == NULL)
    return;

  text = g_string_new (json_object_get_string_member (object, key));
  g_string_replace (text, "e", "\xc3\xa9", 0);
  g_string_replace (text, "o", "\xf0\x9f\x98\x80", 0);
  json_object_set_string_member (object, key, text->str);
}

/* Lets a copy of each event of a text go before it, in which @node is in the place of
 * the text; without the text's member where there is none. */
static void
add_before (PronySimQuirkEvent *event, JsonNode *node)
{
  g_autoptr (JsonObject) copy = event->root != NULL ? copy_object (event->root) : NULL;
  const char *key;
  JsonObject *object = copy != NULL ? _prony_sim_quirk_find_text (copy, &key) : NULL;

  if (object != NULL && !is_finish (copy))
    {
      if (node != NULL)
        json_object_set_member (object, key, json_node_copy (node));
      else
        json_object_remove_member (object, key);
      push (event->before, copy);
    }
  g_clear_pointer (&node, json_node_unref);
}

static void
empty_content (PronySimQuirkEvent *event)
{
  add_before (event, json_node_init_string (json_node_alloc (), ""));
}

static void
null_content (PronySimQuirkEvent *event)
{
  add_before (event, json_node_new (JSON_NODE_NULL));
}

static void
empty_delta (PronySimQuirkEvent *event)
{
  add_before (event, NULL);
}

static void
content_parts (PronySimQuirkEvent *event)
{
  JsonObject *delta = event->root != NULL ? get_delta (event->root) : NULL;
  const char *text = prony_json_get_string (delta, "content", NULL);
  JsonArray *parts;
  JsonObject *part;

  if (text == NULL)
    return;

  part = json_object_new ();
  json_object_set_string_member (part, "type", "text");
  json_object_set_string_member (part, "text", text);
  parts = json_array_new ();
  json_array_add_object_element (parts, part);
  json_object_set_array_member (delta, "content", parts);
}

static void
drop_role (PronySimQuirkEvent *event)
{
  JsonObject *delta = event->root != NULL ? get_delta (event->root) : NULL;
  const char *key;

  if (delta == NULL || !json_object_has_member (delta, "role"))
    return;

  if (_prony_sim_quirk_find_text (event->root, &key) == NULL && !is_finish (event->root))
    event->dropped = TRUE;
  json_object_remove_member (delta, "role");
}

static void
no_choices (PronySimQuirkEvent *event)
{
  if (event->quirks->n_events == 1 || event->root == NULL)
    g_ptr_array_add (event->before,
                     g_strdup ("{\"id\":\"control\",\"object\":\"chat.completion.chunk\"}"));
}

static void
empty_choices (PronySimQuirkEvent *event)
{
  if (event->quirks->n_events == 1)
    g_ptr_array_add (event->before, g_strdup ("{\"id\":\"\",\"object\":\"\",\"created\":0,"
                                              "\"model\":\"\",\"choices\":[],"
                                              "\"prompt_filter_results\":[{\"prompt_index\":0}]}"));
}

static JsonObject *
make_usage (PronySimQuirks *quirks)
{
  JsonObject *usage = json_object_new ();

  json_object_set_int_member (usage, "prompt_tokens", quirks->prompt_tokens);
  json_object_set_int_member (usage, "completion_tokens", quirks->n_tokens);
  json_object_set_int_member (usage, "total_tokens", quirks->prompt_tokens + quirks->n_tokens);
  return usage;
}

static void
usage_always (PronySimQuirkEvent *event)
{
  if (event->root != NULL && !is_usage (event->root))
    json_object_set_object_member (event->root, "usage", make_usage (event->quirks));
}

static void
null_usage (PronySimQuirkEvent *event)
{
  if (event->root != NULL && prony_json_get_object (event->root, "usage") == NULL)
    json_object_set_null_member (event->root, "usage");
}

static void
no_usage (PronySimQuirkEvent *event)
{
  if (event->root == NULL)
    return;

  event->dropped |= is_usage (event->root);
  json_object_remove_member (event->root, "usage");
}

static void
usage_in_finish (PronySimQuirkEvent *event)
{
  if (event->root != NULL && is_finish (event->root))
    json_object_set_object_member (event->root, "usage", make_usage (event->quirks));
  else if (event->root != NULL)
    no_usage (event);
}

/* The counts of what has not been written yet. */
static void
usage_first (PronySimQuirkEvent *event)
{
  if (event->quirks->n_events == 1 && event->root != NULL)
    {
      g_autoptr (JsonObject) usage = json_object_new ();

      json_object_set_array_member (usage, "choices", json_array_new ());
      json_object_set_object_member (usage, "usage", make_usage (event->quirks));
      push (event->before, usage);
    }
}

static void
set_usage (PronySimQuirkEvent *event, gboolean fake)
{
  static const char *const names[] = { "prompt_tokens", "completion_tokens", "total_tokens" };
  JsonObject *usage = event->root != NULL ? prony_json_get_object (event->root, "usage") : NULL;

  for (guint i = 0; usage != NULL && i < G_N_ELEMENTS (names); i++)
    if (fake)
      json_object_set_int_member (usage, names[i], i < 2 ? 100 : 200);
    else
      json_object_set_double_member (usage, names[i],
                                     (double) prony_json_get_int (usage, names[i], 0));
}

static void
fake_usage (PronySimQuirkEvent *event)
{
  set_usage (event, TRUE);
}

static void
float_counts (PronySimQuirkEvent *event)
{
  set_usage (event, FALSE);
}

static void
empty_finish (PronySimQuirkEvent *event)
{
  JsonObject *choice = event->root != NULL ? get_choice (event->root) : NULL;

  if (choice != NULL && !is_finish (event->root))
    json_object_set_string_member (choice, "finish_reason", "");
}

static void
no_finish (PronySimQuirkEvent *event)
{
  JsonObject *choice = event->root != NULL ? get_choice (event->root) : NULL;

  if (choice != NULL)
    json_object_set_null_member (choice, "finish_reason");
}

static void
rename_thought (PronySimQuirkEvent *event, const char *name, const char *second)
{
  const char *key;
  JsonObject *delta = event->root != NULL ? get_delta (event->root) : NULL;
  g_autofree char *thought = g_strdup (get_thought (delta, &key));

  if (thought == NULL)
    return;

  json_object_remove_member (delta, key);
  json_object_set_string_member (delta, name, thought);
  if (second != NULL)
    json_object_set_string_member (delta, second, thought);
}

static void
reasoning_content (PronySimQuirkEvent *event)
{
  rename_thought (event, "reasoning_content", NULL);
}

static void
reasoning (PronySimQuirkEvent *event)
{
  rename_thought (event, "reasoning", NULL);
}

static void
thinking (PronySimQuirkEvent *event)
{
  rename_thought (event, "thinking", NULL);
}

static void
reasoning_twice (PronySimQuirkEvent *event)
{
  rename_thought (event, "reasoning", "reasoning_content");
}

/* As text between marks, which are pieces of the tokens that they stand at. */
static void
think_inline (PronySimQuirkEvent *event)
{
  const char *key;
  JsonObject *delta = event->root != NULL ? get_delta (event->root) : NULL;
  const char *thought = get_thought (delta, &key);
  const char *content = prony_json_get_string (delta, "content", "");
  g_autofree char *text = NULL;

  if (thought != NULL)
    {
      text = g_strconcat (event->quirks->has_thought ? "" : "<think>", thought, NULL);
      event->quirks->has_thought = TRUE;
      json_object_remove_member (delta, key);
    }
  else if (*content != '\0' && event->quirks->has_thought)
    {
      text = g_strconcat ("</think>", content, NULL);
      event->quirks->has_thought = FALSE;
    }
  if (text != NULL)
    json_object_set_string_member (delta, "content", text);
}

/* Each event of reasoning waits for the next one, so that the last comes with the
 * first one of the answer. */
static void
reasoning_and_text (PronySimQuirkEvent *event)
{
  PronySimQuirks *quirks = event->quirks;
  const char *key;
  JsonObject *delta = event->root != NULL ? get_delta (event->root) : NULL;
  gboolean thinks = get_thought (delta, &key) != NULL;
  JsonObject *held = g_steal_pointer (&quirks->held);

  if (thinks)
    {
      quirks->held = json_object_ref (event->root);
      event->dropped = TRUE;
    }
  if (held == NULL)
    return;

  if (!thinks && *prony_json_get_string (delta, "content", "") != '\0')
    {
      const char *thought = get_thought (get_delta (held), &key);

      json_object_set_string_member (delta, key, thought);
    }
  else
    push (event->before, held);
  json_object_unref (held);
}

/* Several tokens in an event, as with speculative decoding. */
static void
several_tokens (PronySimQuirkEvent *event)
{
  PronySimQuirks *quirks = event->quirks;
  const char *key = NULL;
  const char *held_key = NULL;
  JsonObject *object = event->root != NULL ? _prony_sim_quirk_find_text (event->root, &key) : NULL;
  JsonObject *held =
    quirks->held != NULL ? _prony_sim_quirk_find_text (quirks->held, &held_key) : NULL;

  if (held != NULL && (object == NULL || strcmp (key, held_key) != 0))
    {
      push (event->before, quirks->held);
      g_clear_pointer (&quirks->held, json_object_unref);
      quirks->n_held = 0;
      held = NULL;
    }
  if (object == NULL)
    return;

  if (held != NULL)
    {
      g_autofree char *both = g_strconcat (json_object_get_string_member (held, held_key),
                                           json_object_get_string_member (object, key), NULL);

      json_object_set_string_member (object, key, both);
      g_clear_pointer (&quirks->held, json_object_unref);
    }
  quirks->n_held++;
  if (quirks->n_held == SPECULATED_TOKENS || is_finish (event->root))
    {
      quirks->n_held = 0;
      return;
    }
  quirks->held = json_object_ref (event->root);
  event->dropped = TRUE;
}

static void
tool_calls (PronySimQuirkEvent *event)
{
  JsonObject *delta = event->root != NULL ? get_delta (event->root) : NULL;
  const char *text = prony_json_get_string (delta, "content", "");
  JsonObject *function, *call;
  JsonArray *calls;

  if (*text == '\0')
    return;

  function = json_object_new ();
  if (event->quirks->n_tokens == 1)
    json_object_set_string_member (function, "name", "f");
  json_object_set_string_member (function, "arguments", text);
  call = json_object_new ();
  json_object_set_int_member (call, "index", 0);
  json_object_set_object_member (call, "function", function);
  calls = json_array_new ();
  json_array_add_object_element (calls, call);
  json_object_remove_member (delta, "content");
  json_object_set_array_member (delta, "tool_calls", calls);
}

/* What is new alone, where SGLang sends the text so far. */
static void
incremental_text (PronySimQuirkEvent *event)
{
  const char *text = prony_json_get_string (event->root, "text", NULL);
  JsonArray *ids = prony_json_get_array (event->root, "output_ids");
  gsize before = event->quirks->n_seen;
  g_autofree char *rest = NULL;

  if (text == NULL)
    return;

  event->quirks->n_seen = strlen (text);
  rest = g_strdup (text + MIN (before, strlen (text)));
  json_object_set_string_member (event->root, "text", rest);
  while (ids != NULL && json_array_get_length (ids) > 1)
    json_array_remove_element (ids, 0);
}

static void
garbage_once (PronySimQuirkEvent *event)
{
  if (event->quirks->n_events == 3)
    g_ptr_array_add (event->before, g_strdup ("this is no JSON {"));
}

static void
wrong_model (PronySimQuirkEvent *event)
{
  if (event->root != NULL && json_object_has_member (event->root, "model"))
    json_object_set_string_member (event->root, "model", "another-model");
}

static void
no_done (PronySimQuirkEvent *event)
{
  event->dropped |= event->root == NULL;
}

static void
text_after_done (PronySimQuirkEvent *event)
{
  if (event->root == NULL)
    g_ptr_array_add (event->after,
                     g_strdup ("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\" late\"}}]}"));
}

/* --- The table ---------------------------------------------------------------- */

const PronySimQuirk _prony_sim_quirk_chunks[] = {
  { "no-done", .edit = no_done },
  { "text-after-done", .edit = text_after_done },
  { "garbage-once", .edit = garbage_once },
  { "split", .edit = accent, .delivery = PRONY_SIM_DELIVERY_SPLIT },
  { "bytewise", .edit = accent, .delivery = PRONY_SIM_DELIVERY_BYTEWISE },
  { "role-at-once", .edit = drop_role,
    .early = CHUNK ("{\"role\":\"assistant\",\"content\":\"\"}") ",\"model\":\"MODEL\"}\n\n" },
  { "no-role", .edit = drop_role },
  { "ping-at-once", .early = ": ping\n\n" },
  { "progress",
    .early =
      CHUNK ("{\"role\":\"assistant\",\"content\":null}") ",\"prompt_progress\":{"
                                                          "\"total\":9,\"cache\":0,\"processed\":4,"
                                                          "\"time_ms\":1}}\n\n" },
  { "loading-text", .early = LOADING (RULE "\\n") LOADING ("llama-swap loading model: MODEL\\n")
                      LOADING ("Done! (0.01s)\\n") LOADING (RULE "\\n") LOADING (" \\n") },
  { "empty-content", .edit = empty_content },
  { "null-content", .edit = null_content },
  { "empty-delta", .edit = empty_delta },
  { "content-parts", .edit = content_parts },
  { "no-choices", .edit = no_choices },
  { "empty-choices", .edit = empty_choices },
  { "usage-always", .edit = usage_always },
  { "usage-first", .edit = usage_first },
  { "usage-in-finish", .edit = usage_in_finish },
  { "null-usage", .edit = null_usage },
  { "no-usage", .edit = no_usage },
  { "fake-usage", .edit = fake_usage },
  { "float-counts", .edit = float_counts },
  { "empty-finish", .edit = empty_finish },
  { "no-finish", .edit = no_finish },
  { "reasoning-content", .edit = reasoning_content, .thinks = TRUE },
  { "reasoning", .edit = reasoning, .thinks = TRUE },
  { "thinking", .edit = thinking, .thinks = TRUE },
  { "reasoning-twice", .edit = reasoning_twice, .thinks = TRUE },
  { "reasoning-and-text", .edit = reasoning_and_text, .thinks = TRUE },
  { "think-inline", .edit = think_inline, .thinks = TRUE },
  { "incremental-text", .edit = incremental_text },
  { "several-tokens", .edit = several_tokens },
  { "tool-calls", .edit = tool_calls },
  { "wrong-model", .edit = wrong_model },

  { NULL },
};
