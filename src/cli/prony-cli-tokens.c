/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "core/tokens/prony-vocabulary-finder.h"
#include "core/tokens/prony-vocabulary.h"

#define READ_BYTES 65536

static gboolean
read_standard_input (GString *text, GError **error)
{
  char buffer[READ_BYTES];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, n);
  if (!ferror (stdin))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %s is the reason, from the system */
               _ ("Standard input cannot be read: %s."), g_strerror (errno));
  return FALSE;
}

static gboolean
read_text (const char *file, GString *text, GError **error)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (file == NULL || strcmp (file, "-") == 0)
    return read_standard_input (text, error);
  if (!g_file_get_contents (file, &contents, &length, error))
    return FALSE;

  g_string_append_len (text, contents, length);
  return TRUE;
}

static char *
find_vocabulary (const char *tokenizer, const char *model, GError **error)
{
  char *path;

  if ((tokenizer == NULL) == (model == NULL))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("Name the vocabulary: with --tokenizer its file, or with --model the "
                              "model to look for."));
      return NULL;
    }
  if (tokenizer != NULL)
    return g_strdup (tokenizer);

  path = prony_vocabulary_find (model);
  if (path == NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 /* Translators: %s is a model */
                 _ ("No vocabulary of the model “%s” is on this computer. Name its file with "
                    "--tokenizer."),
                 model);
  return path;
}

static void
print_ids (GArray *ids)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (lines, "%u\n", g_array_index (ids, guint32, i));
  prony_cli_print (lines->str);
}

static void
print_json (const char *path, gsize n_bytes, GArray *ids, gboolean with_ids)
{
  g_autoptr (JsonObject) document = json_object_new ();

  json_object_set_string_member (document, "vocabulary", path);
  json_object_set_int_member (document, "bytes", (gint64) n_bytes);
  json_object_set_int_member (document, "tokens", ids->len);
  if (with_ids)
    {
      JsonArray *list = json_array_sized_new (ids->len);

      for (guint i = 0; i < ids->len; i++)
        json_array_add_int_element (list, g_array_index (ids, guint32, i));
      json_object_set_array_member (document, "ids", list);
    }
  prony_cli_print_json (document);
}

static PronyCliStatus
count (const PronyCliOptions *options, const char *path, gboolean with_ids)
{
  g_autoptr (PronyVocabulary) vocabulary = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;

  vocabulary = prony_vocabulary_open (path, &error);
  if (vocabulary == NULL || !read_text (options->arguments[1], text, &error) ||
      !prony_vocabulary_encode (vocabulary, text->str, text->len, ids, &error))
    return prony_cli_report (error);

  if (options->json)
    print_json (path, text->len, ids, with_ids);
  else if (with_ids)
    print_ids (ids);
  else
    {
      number = g_strdup_printf ("%u\n", ids->len);
      prony_cli_print (number);
    }
  return PRONY_CLI_DONE;
}

/**
 * prony_cli_tokens:
 * @argc: number of arguments
 * @argv: the command and its arguments
 *
 * `tokens [--tokenizer FILE | --model NAME] [--ids] [FILE | -]`: counts the tokens of a
 * text.
 *
 * Returns: the exit status
 */
PronyCliStatus
prony_cli_tokens (int argc, char *argv[])
{
  g_auto (PronyCliOptions) options = { 0 };
  g_autofree char *tokenizer = NULL;
  g_autofree char *model = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gboolean with_ids = FALSE;
  const GOptionEntry entries[] = {
    { "tokenizer", 0, 0, G_OPTION_ARG_FILENAME, &tokenizer,
      N_ ("The vocabulary: a tokenizer.json, .tiktoken or GGUF file"), N_ ("FILE") },
    { "model", 0, 0, G_OPTION_ARG_STRING, &model,
      N_ ("Look for the vocabulary of this model on this computer"), N_ ("NAME") },
    { "ids", 0, 0, G_OPTION_ARG_NONE, &with_ids, N_ ("Print the id of each token"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!prony_cli_options_parse (&options, 0, entries, _ ("[FILE]"),
                                _ ("Counts the tokens of a file, or of standard input."), argc,
                                argv) ||
      !prony_cli_options_check_arguments (&options, 0, 1))
    return PRONY_CLI_BAD_INPUT;

  path = find_vocabulary (tokenizer, model, &error);
  if (path == NULL)
    return prony_cli_report (error);
  return count (&options, path, with_ids);
}
