/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/prony-error.h"
#include "cli/prony-cli-numbers.h"
#include "cli/prony-cli-try-options.h"

#define DEFAULT_MAX_TOKENS 256

/* A longer prompt fits no model. */
#define MAX_PROMPT_BYTES (16u * 1024u * 1024u)

static void
add_question_entries (PronyCliTryOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->targets, N_ ("Whom to ask"),
      N_ ("url=URL,model=MODEL,api=API") },
    { "prompt", 0, 0, G_OPTION_ARG_STRING, &self->prompt,
      N_ ("What to ask; - takes it from standard input"), N_ ("TEXT") },
    { "system", 0, 0, G_OPTION_ARG_STRING, &self->system,
      N_ ("The system's message before the prompt"), N_ ("TEXT") },
    { "max-tokens", 0, 0, G_OPTION_ARG_STRING, &self->max_tokens,
      N_ ("Most tokens of the answer (256)"), N_ ("N") },
    { "min-tokens", 0, 0, G_OPTION_ARG_STRING, &self->min_tokens,
      N_ ("Fewest tokens of the answer, where the engine can"), N_ ("N") },
    { "temperature", 0, 0, G_OPTION_ARG_STRING, &self->temperature,
      N_ ("Temperature, instead of the engine's default"), N_ ("X") },
    { "top-p", 0, 0, G_OPTION_ARG_STRING, &self->top_p,
      N_ ("Share of the likeliest tokens to draw from, instead of the engine's default"),
      N_ ("X") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed, N_ ("Of what the engine draws"), N_ ("N") },
    { "stop", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->stop,
      N_ ("Text that ends the answer; give it again for more"), N_ ("TEXT") },
    { "ignore-eos", 0, 0, G_OPTION_ARG_NONE, &self->ignore_eos,
      N_ ("Go on past the model's end mark, where the engine can"), NULL },
    { "no-stream", 0, 0, G_OPTION_ARG_NONE, &self->no_stream,
      N_ ("Ask for the answer as a whole instead of token by token"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_STRING, &self->timeout, N_ ("Seconds that it may take (300)"),
      N_ ("S") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_view_entries (PronyCliTryOptions *self, GArray *entries)
{
  const GOptionEntry own[] = {
    { "events", 0, 0, G_OPTION_ARG_NONE, &self->events,
      N_ ("Show each event of the answer with its time"), NULL },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &self->raw,
      N_ ("Show what was sent and what came, without keys"), NULL },
    { "curl", 0, 0, G_OPTION_ARG_NONE, &self->curl,
      N_ ("Send nothing: print the request as a curl command, without keys"), NULL },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &self->output,
      N_ ("Write all that is known of the request to FILE, as JSON"), N_ ("FILE") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

/**
 * prony_cli_try_options_parse:
 * @self: all zero; afterwards the options
 * @argc: as the command got it
 * @argv: as the command got it
 *
 * Returns: whether the options could be read; otherwise it has been said why not
 */
gboolean
prony_cli_try_options_parse (PronyCliTryOptions *self, int argc, char *argv[])
{
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  add_question_entries (self, entries);
  add_view_entries (self, entries);

  return prony_cli_options_parse (
           &self->shared, PRONY_CLI_USES_KEY, (const GOptionEntry *) (gpointer) entries->data, NULL,
           _ ("Sends one request, shows the answer and its metrics."), argc, argv) &&
         prony_cli_options_check_arguments (&self->shared, 0, 0);
}

/* One line end at the end is the terminal's or the editor's. */
static char *
read_standard_input (GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autofree char *text = g_malloc (MAX_PROMPT_BYTES + 1);
  gsize length = 0;

  if (!g_input_stream_read_all (input, text, MAX_PROMPT_BYTES + 1, &length, NULL, error))
    return NULL;
  if (length > MAX_PROMPT_BYTES || !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("Standard input is no prompt: give a text in UTF-8 of at most "
                              "16 MiB."));
      return NULL;
    }

  if (length > 0 && text[length - 1] == '\n')
    length--;
  return g_strndup (text, length);
}

static char *
take_prompt (PronyCliTryOptions *self, GError **error)
{
  g_autofree char *prompt = NULL;

  if (g_strcmp0 (self->prompt, "-") != 0)
    prompt = g_strdup (self->prompt);
  else if ((prompt = read_standard_input (error)) == NULL)
    return NULL;

  if (prompt == NULL || *prompt == '\0')
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("There is nothing to ask. Give a text with --prompt."));
      return NULL;
    }
  return g_steal_pointer (&prompt);
}

static gboolean
take_parameters (PronyCliTryOptions *self, PronyRequestSpec *spec, GError **error)
{
  spec->max_tokens = DEFAULT_MAX_TOKENS;
  spec->ignore_eos = self->ignore_eos;
  spec->stream = !self->no_stream;
  spec->stop = g_strdupv (self->stop);
  if (!prony_cli_take_count ("--max-tokens", self->max_tokens, 1, PRONY_CLI_MAX_COUNT,
                             &spec->max_tokens, error) ||
      !prony_cli_take_count ("--min-tokens", self->min_tokens, 1, PRONY_CLI_MAX_COUNT,
                             &spec->min_tokens, error) ||
      !prony_cli_take_double ("--temperature", self->temperature, 0, 2, &spec->temperature,
                              error) ||
      !prony_cli_take_double ("--top-p", self->top_p, 0.000001, 1, &spec->top_p, error) ||
      !prony_cli_take_int ("--seed", self->seed, 0, G_MAXINT64, &spec->seed, error))
    return FALSE;

  if (spec->min_tokens <= spec->max_tokens)
    return TRUE;
  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("--min-tokens asks for more tokens than --max-tokens allows."));
  return FALSE;
}

/**
 * prony_cli_try_options_make_spec:
 * @self: the options
 * @timeout_s: (out): how long the request may take; 0 if nothing was said
 * @error: return location for %PRONY_ERROR_INPUT and what reading the standard input
 *   can come to
 *
 * Checks the options. Reads the standard input if the prompt is to come from there.
 *
 * Returns: (transfer full) (nullable): what is asked
 */
PronyRequestSpec *
prony_cli_try_options_make_spec (PronyCliTryOptions *self, double *timeout_s, GError **error)
{
  g_autofree char *prompt = NULL;
  g_autoptr (PronyRequestSpec) spec = NULL;

  *timeout_s = 0;
  if (self->targets != NULL && g_strv_length (self->targets) > 1)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           _ ("Only one target can be tried: give --target once."));
      return NULL;
    }
  if (!prony_cli_take_double ("--timeout", self->timeout, 0.001, PRONY_CLI_MAX_SECONDS, timeout_s,
                              error))
    return NULL;

  prompt = take_prompt (self, error);
  if (prompt == NULL)
    return NULL;

  spec = prony_request_spec_new (self->system, prompt);
  return take_parameters (self, spec, error) ? g_steal_pointer (&spec) : NULL;
}

/**
 * prony_cli_try_options_clear:
 * @self: the options
 *
 * Frees what is in them.
 */
void
prony_cli_try_options_clear (PronyCliTryOptions *self)
{
  prony_cli_options_clear (&self->shared);
  g_strfreev (self->targets);
  g_free (self->output);
  g_free (self->prompt);
  g_free (self->system);
  g_free (self->max_tokens);
  g_free (self->min_tokens);
  g_free (self->temperature);
  g_free (self->top_p);
  g_free (self->seed);
  g_strfreev (self->stop);
  g_free (self->timeout);
}
