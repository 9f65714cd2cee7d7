/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-engines"

#include "config.h"

#include <string.h>

#include "core/engines/prony-curl.h"

/* A request as a command for a shell, so that it can be sent without Prony, shown to
 * somebody, or put into a report of a bug. Secrets are left out: the command takes
 * them from environment variables. */

/**
 * prony_curl_quote:
 * @text: any text
 *
 * Quotes a text for a POSIX shell (IEEE Std 1003.1, Shell Command Language, 2.2.2):
 * between single quotes nothing has a meaning but the single quote, which is put
 * between two quoted parts. Any thread.
 *
 * Returns: (transfer full): one word of a shell
 */
char *
prony_curl_quote (const char *text)
{
  GString *quoted;

  g_return_val_if_fail (text != NULL, NULL);

  quoted = g_string_new ("'");
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\'')
        g_string_append (quoted, "'\\''");
      else
        g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}

/* Each argument stands on a line of its own. */
static void
add (GString *command, const char *option, const char *text)
{
  g_autofree char *quoted = text != NULL ? prony_curl_quote (text) : NULL;

  g_string_append_printf (command, " \\\n  %s%s%s", option, quoted != NULL ? " " : "",
                          quoted != NULL ? quoted : "");
}

/* "X-Org-Id" becomes X_ORG_ID. */
static char *
make_variable (const char *header)
{
  char *variable = g_ascii_strup (header, -1);

  g_strcanon (variable, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
  if (g_ascii_isdigit (*variable))
    {
      char *prefixed = g_strconcat ("_", variable, NULL);

      g_free (variable);
      variable = prefixed;
    }
  return variable;
}

static void
add_credentials (GString *command, PronyCredentials *credentials)
{
  if (credentials == NULL)
    return;

  if (credentials->api_key != NULL)
    g_string_append (command, " \\\n  -H \"Authorization: Bearer $API_KEY\"");

  for (guint i = 0; i < credentials->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (credentials->headers, i);
      g_autofree char *variable = make_variable (header->name);
      g_autofree char *name = g_strconcat (header->name, ": ", NULL);

      add (command, "-H", name);
      g_string_append_printf (command, "\"$%s\"", variable);
    }
}

/**
 * prony_curl_command:
 * @target: whom to ask; its protocol and model are known
 * @spec: what to ask
 *
 * Writes the command that sends the same request: the same address, body and
 * headers, what the engine is known to refuse left out. Keys and further headers'
 * values are not in it but variables to be set, `$API_KEY` and for a header
 * `X-Name` `$X_NAME`. Any thread.
 *
 * Returns: (transfer full): a command of several lines for a POSIX shell
 */
char *
prony_curl_command (PronyTarget *target, const PronyRequestSpec *spec)
{
  const PronyDialect *dialect;
  const PronyEngineSpec *engine;
  GString *command;
  g_autofree char *url = NULL;
  g_autofree char *quoted_url = NULL;
  g_autofree char *body = NULL;
  gsize length;

  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (spec != NULL, NULL);

  engine = target->engine;
  dialect = prony_dialect_get (engine->api);
  g_return_val_if_fail (dialect != NULL, NULL);

  url = g_strconcat (engine->url,
                     engine->path != NULL ? engine->path
                     : spec->stream       ? dialect->path
                                          : dialect->whole_path,
                     NULL);
  body = prony_dialect_make_body (dialect, spec, target, &length);

  quoted_url = prony_curl_quote (url);
  command = g_string_new ("curl ");
  g_string_append_printf (command, "%s%s", spec->stream ? "-N " : "", quoted_url);
  add (command, "-H", "Content-Type: application/json");
  add_credentials (command, target->credentials);
  if (engine->ca_file != NULL)
    add (command, "--cacert", engine->ca_file);
  if (engine->tls_insecure)
    add (command, "--insecure", NULL);
  add (command, "--data-raw", body);
  return g_string_free (command, FALSE);
}
