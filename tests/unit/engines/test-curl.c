/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* A request as a command: what a shell makes of it is what would have been sent. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-json.h"
#include "core/engines/prony-curl.h"

static const char *const texts[] = {
  "",
  "plain",
  "it's",
  "'",
  "''",
  "$HOME `id` $(id) \"x\" \\ ! # ; & | < > * ? ~",
  "line\nend\ttab\rreturn",
  "@file",
  "-option",
  "%s %d \\n",
  "ünïcode 漢字 🦙",
};

/* What @command writes when a shell carries it out. */
static char *
run_shell (const char *command, const char *const *environment)
{
  const char *const arguments[] = { "sh", "-c", command, NULL };
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  for (guint i = 0; environment != NULL && environment[i] != NULL; i += 2)
    g_subprocess_launcher_setenv (launcher, environment[i], environment[i + 1], TRUE);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static void
test_quote (gconstpointer data)
{
  const char *text = data;
  g_autofree char *quoted = prony_curl_quote (text);
  g_autofree char *command = g_strconcat ("printf %s ", quoted, NULL);
  g_autofree char *output = run_shell (command, NULL);

  g_assert_cmpstr (output, ==, text);
}

/* The arguments that curl would get, one after the other. */
static char **
get_arguments (PronyTarget *target, PronyRequestSpec *spec, const char *const *environment)
{
  g_autofree char *command = prony_curl_command (target, spec);
  g_autofree char *traced =
    g_strconcat ("curl () { printf '%s\\001' \"$@\"; }\n", command, "\n", NULL);
  g_autofree char *output = run_shell (traced, environment);

  return g_strsplit (output, "\001", -1);
}

static const char *
get_after (char **arguments, const char *option, const char *prefix)
{
  for (guint i = 0; arguments[i] != NULL && arguments[i + 1] != NULL; i++)
    if (g_str_equal (arguments[i], option) && g_str_has_prefix (arguments[i + 1], prefix))
      return arguments[i + 1];

  return NULL;
}

static PronyTarget *
new_target (PronyApi api)
{
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new ("https://ai.example:8443", NULL);

  engine->api = api;
  return prony_target_new (engine, "model's $name");
}

static void
test_command (gconstpointer data)
{
  const char *text = data;
  g_autoptr (PronyTarget) target = new_target (PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (text, text);
  g_auto (GStrv) arguments = NULL;
  g_autofree char *body = NULL;
  gsize length;

  spec->history = prony_messages_new ();
  g_ptr_array_add (spec->history, prony_message_new (PRONY_ROLE_USER, text));
  g_ptr_array_add (spec->history, prony_message_new (PRONY_ROLE_ASSISTANT, text));
  arguments = get_arguments (target, spec, NULL);
  body = prony_dialect_make_body (prony_dialect_get (PRONY_API_OPENAI_CHAT), spec, target, &length);

  g_assert_true (g_strv_contains ((const char *const *) arguments,
                                  "https://ai.example:8443/v1/chat/completions"));
  g_assert_true (g_strv_contains ((const char *const *) arguments, "-N"));
  g_assert_cmpstr (get_after (arguments, "--data-raw", ""), ==, body);
  g_assert_nonnull (get_after (arguments, "-H", "Content-Type: application/json"));
  g_assert_null (get_after (arguments, "-H", "Authorization"));
  g_assert_false (g_strv_contains ((const char *const *) arguments, "--insecure"));
}

/* Secrets are not in the command; a shell that has them puts them in. */
static void
test_secrets (void)
{
  static const char *const environment[] = {
    "API_KEY", "from-the-user", "X_ORG_ID", "org $1", "_9_LIVES", "nine", NULL, NULL,
  };
  g_autoptr (PronyTarget) target = new_target (PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_autofree char *command = NULL;
  g_auto (GStrv) arguments = NULL;

  target->credentials = prony_credentials_new ("sk-very-secret-1");
  prony_credentials_add_header (target->credentials, "X-Org-Id", "very-secret-2");
  prony_credentials_add_header (target->credentials, "9-lives", "very-secret-3");
  prony_credentials_add_header (target->credentials, "$(id)`id`!", "very-secret-4");
  command = prony_curl_command (target, spec);
  g_assert_null (strstr (command, "secret"));
  g_assert_nonnull (strstr (command, "-H \"Authorization: Bearer $API_KEY\""));

  arguments = get_arguments (target, spec, environment);
  g_assert_cmpstr (get_after (arguments, "-H", "Auth"), ==, "Authorization: Bearer from-the-user");
  g_assert_cmpstr (get_after (arguments, "-H", "X-Org"), ==, "X-Org-Id: org $1");
  g_assert_cmpstr (get_after (arguments, "-H", "9-"), ==, "9-lives: nine");
  g_assert_cmpstr (get_after (arguments, "-H", "$"), ==, "$(id)`id`!: ");
}

static void
test_settings (void)
{
  g_autoptr (PronyTarget) target = new_target (PRONY_API_TGI);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  g_auto (GStrv) arguments = NULL;
  g_auto (GStrv) without = NULL;

  spec->stream = FALSE;
  spec->seed = 7;
  target->engine->ca_file = g_strdup ("/etc/my own's.pem");
  target->engine->tls_insecure = TRUE;
  arguments = get_arguments (target, spec, NULL);
  g_assert_true (
    g_strv_contains ((const char *const *) arguments, "https://ai.example:8443/generate"));
  g_assert_false (g_strv_contains ((const char *const *) arguments, "-N"));
  g_assert_cmpstr (get_after (arguments, "--cacert", ""), ==, "/etc/my own's.pem");
  g_assert_true (g_strv_contains ((const char *const *) arguments, "--insecure"));
  g_assert_nonnull (strstr (get_after (arguments, "--data-raw", ""), "\"seed\""));

  prony_rejected_fields_add (target->rejected, "seed");
  g_free (target->engine->path);
  target->engine->path = g_strdup ("/own/path");
  without = get_arguments (target, spec, NULL);
  g_assert_true (
    g_strv_contains ((const char *const *) without, "https://ai.example:8443/own/path"));
  g_assert_null (strstr (get_after (without, "--data-raw", ""), "\"seed\""));
}

/* Which fields are left out is told only of those that would have been there. */
static void
test_dropped (void)
{
  g_autoptr (PronyTarget) target = new_target (PRONY_API_OPENAI_CHAT);
  g_autoptr (PronyRequestSpec) spec = prony_request_spec_new (NULL, "Hi");
  const PronyDialect *dialect = prony_dialect_get (PRONY_API_OPENAI_CHAT);
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) dropped = NULL;

  prony_rejected_fields_add (target->rejected, "seed");
  prony_rejected_fields_add (target->rejected, "stop");
  none = prony_dialect_list_dropped (dialect, spec, target);
  g_assert_null (none);

  spec->seed = 3;
  dropped = prony_dialect_list_dropped (dialect, spec, target);
  g_assert_nonnull (dropped);
  g_assert_cmpuint (g_strv_length (dropped), ==, 1);
  g_assert_cmpstr (dropped[0], ==, "seed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *quote = g_strdup_printf ("/curl/quote/%u", i);
      g_autofree char *command = g_strdup_printf ("/curl/command/%u", i);

      g_test_add_data_func (quote, texts[i], test_quote);
      g_test_add_data_func (command, texts[i], test_command);
    }
  g_test_add_func ("/curl/secrets", test_secrets);
  g_test_add_func ("/curl/settings", test_settings);
  g_test_add_func ("/curl/dropped", test_dropped);

  return g_test_run ();
}
