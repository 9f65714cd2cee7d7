/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-paths.h"
#include "cli/prony-cli-options.h"
#include "cli/prony-cli-output.h"
#include "core/bench/prony-run-recovery.h"

/* Keys have some tens of characters; a wrong file may have gigabytes. */
#define MAX_KEY_FILE 16384

static void
add_shared_options (PronyCliOptions *self, PronyCliUses uses, GOptionContext *context)
{
  const GOptionEntry shared[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON document"), NULL },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("No progress and no messages"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry store[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &self->db,
      N_ ("Use this database instead of the app's own"), N_ ("FILE") },
    { "no-store", 0, 0, G_OPTION_ARG_NONE, &self->no_store, N_ ("Store nothing"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry key[] = {
    { "api-key-env", 0, 0, G_OPTION_ARG_STRING, &self->key_env,
      N_ ("Take the API key from this environment variable"), N_ ("NAME") },
    { "api-key-file", 0, 0, G_OPTION_ARG_FILENAME, &self->key_file,
      N_ ("Take the API key from this file"), N_ ("FILE") },
    { "header-file", 0, 0, G_OPTION_ARG_FILENAME, &self->header_file,
      N_ ("Send the headers in this file too, a “Name: value” on each line"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  if (uses & PRONY_CLI_USES_STORE)
    g_option_context_add_main_entries (context, store, GETTEXT_PACKAGE);
  if (uses & PRONY_CLI_USES_KEY)
    g_option_context_add_main_entries (context, key, GETTEXT_PACKAGE);
}

/**
 * prony_cli_options_parse:
 * @self: all zero; afterwards the options and the arguments that remain
 * @uses: which shared options the command has
 * @entries: (nullable): the command's own options
 * @arguments: how the help calls the command's arguments
 * @summary: what the command does, translated
 * @argc: as the command got it
 * @argv: as the command got it
 *
 * Reads a command's options; `--help` ends the program.
 *
 * Returns: whether they could be read; otherwise it has been said why not
 */
gboolean
prony_cli_options_parse (PronyCliOptions *self,
                         PronyCliUses uses,
                         const GOptionEntry *entries,
                         const char *arguments,
                         const char *summary,
                         int argc,
                         char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autofree char *program = g_strconcat ("prony-cli ", argv[0], NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  add_shared_options (self, uses, context);

  for (int i = 0; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);
  self->arguments = g_strv_builder_end (builder);

  if (g_option_context_parse_strv (context, &self->arguments, &error))
    return TRUE;

  prony_cli_error (_ ("%s. “%s --help” lists the options."), error->message, program);
  return FALSE;
}

/**
 * prony_cli_options_clear:
 * @self: options
 */
void
prony_cli_options_clear (PronyCliOptions *self)
{
  g_clear_pointer (&self->db, g_free);
  g_clear_pointer (&self->key_env, g_free);
  g_clear_pointer (&self->key_file, g_free);
  g_clear_pointer (&self->header_file, g_free);
  g_clear_pointer (&self->arguments, g_strfreev);
}

/**
 * prony_cli_options_check_arguments:
 * @self: options
 * @low: the fewest arguments that the command takes
 * @high: the most
 *
 * Returns: whether there are as many arguments; otherwise it has been said
 */
gboolean
prony_cli_options_check_arguments (PronyCliOptions *self, guint low, guint high)
{
  /* The first is the command itself. */
  guint n = g_strv_length (self->arguments) - 1;

  if (n >= low && n <= high)
    return TRUE;

  if (n > high)
    prony_cli_error (_ ("“%s” is one argument too many. “%s --help” says what is expected."),
                     self->arguments[high + 1], g_get_prgname ());
  else
    prony_cli_error (_ ("An argument is missing. “%s --help” says what is expected."),
                     g_get_prgname ());
  return FALSE;
}

/**
 * prony_cli_options_open_store:
 * @self: options
 * @error: return location for the store's errors
 *
 * Returns: (transfer full) (nullable): the database that the options name
 */
PronyStore *
prony_cli_options_open_store (PronyCliOptions *self, GError **error)
{
  g_autofree char *file = self->db != NULL ? g_strdup (self->db) : prony_paths_default_database ();
  g_autoptr (PronyStore) store = prony_store_open (file, error);

  if (store == NULL || !prony_run_recovery_run (store, error))
    return NULL;
  return g_steal_pointer (&store);
}

static char *
read_secret_file (const char *file, GError **error)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);
  g_autoptr (GFileInputStream) stream = g_file_read (location, NULL, error);
  char *text;
  gsize length = 0;

  if (stream == NULL)
    return NULL;

  text = g_malloc0 (MAX_KEY_FILE + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_KEY_FILE, &length, NULL, error))
    {
      g_free (text);
      return NULL;
    }
  return g_strstrip (text);
}

static gboolean
read_key (PronyCliOptions *self, char **key, GError **error)
{
  if (self->key_env != NULL)
    *key = g_strdup (g_getenv (self->key_env));
  else
    *key = read_secret_file (self->key_file, error);
  if (*key == NULL && self->key_env == NULL)
    return FALSE;

  if (*key != NULL && **key != '\0' && strpbrk (*key, "\r\n") == NULL && g_str_is_ascii (*key))
    return TRUE;

  if (self->key_env != NULL)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("The environment variable “%s” holds no API key."), self->key_env);
  else
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("The file “%s” holds no API key."),
                 self->key_file);
  return FALSE;
}

/* Its values are secrets, so no sentence quotes a line. */
static gboolean
add_headers (PronyCliOptions *self, PronyCredentials *credentials, char *text, GError **error)
{
  char *rest = text;
  char *line;
  guint number = 0;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      char *colon = strchr (line, ':');

      number++;
      if (*g_strstrip (line) == '\0')
        continue;
      if (colon == NULL || colon == line || !g_utf8_validate (line, -1, NULL))
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       /* Translators: a file, and the number of a line in it. */
                       _ ("The file “%s” has no header in line %u. Write “Name: value” on each "
                          "line."),
                       self->header_file, number);
          return FALSE;
        }
      *colon = '\0';
      prony_credentials_add_header (credentials, g_strstrip (line), g_strstrip (colon + 1));
    }
  return TRUE;
}

static gboolean
read_headers (PronyCliOptions *self, PronyCredentials *credentials, GError **error)
{
  char *text = read_secret_file (self->header_file, error);
  gboolean good;

  if (text == NULL)
    return FALSE;

  good = add_headers (self, credentials, text, error);
  prony_secret_free (text);
  if (good && credentials->headers->len == 0)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("The file “%s” holds no header."),
                   self->header_file);
      return FALSE;
    }
  return good && prony_credentials_check (credentials, error);
}

/**
 * prony_cli_options_read_credentials:
 * @self: options
 * @credentials: (out) (transfer full) (nullable): what to show the engines; %NULL
 *   where the options name nothing
 * @error: return location for %PRONY_ERROR_INPUT and the errors of GIO
 *
 * Reads the API key and headers from where the options say. They never are an option's
 * value, since everybody on the computer can read those.
 *
 * Returns: whether what was named could be read
 */
gboolean
prony_cli_options_read_credentials (PronyCliOptions *self,
                                    PronyCredentials **credentials,
                                    GError **error)
{
  g_autoptr (PronyCredentials) read = NULL;
  char *key = NULL;

  *credentials = NULL;
  if (self->key_env == NULL && self->key_file == NULL && self->header_file == NULL)
    return TRUE;
  if ((self->key_env != NULL || self->key_file != NULL) && !read_key (self, &key, error))
    {
      prony_secret_free (key);
      return FALSE;
    }

  read = prony_credentials_new (key);
  prony_secret_free (key);
  if (self->header_file != NULL && !read_headers (self, read, error))
    return FALSE;

  *credentials = g_steal_pointer (&read);
  return TRUE;
}
