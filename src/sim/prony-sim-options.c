/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "sim/prony-sim-apis.h"
#include "sim/prony-sim-engine.h"
#include "sim/prony-sim-options.h"

/* Reads the command line. What is not usable is a sentence, never a default. */

/* What GOption fills in, before it is checked. The numbers are texts because
 * GOption reads fractions by the locale and cannot tell an absent one. */
typedef struct
{
  char *api;
  char *profile;
  char *host;
  char *port;
  char *ttft_ms;
  char *itl_ms;
  char *jitter;
  char *seed;
  char *answer_tokens;
  char *gpu_share;
  char **models;
  char **faults;
  char **rest;
  gboolean prompt_cache;
  gboolean metrics;
  gboolean stamp_tokens;
  gboolean die_with_parent;
  gboolean list_faults;
  gboolean version;
} RawOptions;

static void
raw_options_clear (RawOptions *raw)
{
  g_free (raw->api);
  g_free (raw->profile);
  g_free (raw->host);
  g_free (raw->port);
  g_free (raw->ttft_ms);
  g_free (raw->itl_ms);
  g_free (raw->jitter);
  g_free (raw->seed);
  g_free (raw->answer_tokens);
  g_free (raw->gpu_share);
  g_strfreev (raw->models);
  g_strfreev (raw->faults);
  g_strfreev (raw->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RawOptions, raw_options_clear)

static gboolean
parse_raw (RawOptions *raw, char **args, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_STRING, &raw->port,
      N_ ("Listen at this port; 0 picks a free one (default: the engine's usual one)"), N_ ("N") },
    { "host", 0, 0, G_OPTION_ARG_STRING, &raw->host,
      N_ ("Listen at this address (default: 127.0.0.1, this computer only)"), N_ ("ADDR") },
    { "api", 0, 0, G_OPTION_ARG_STRING, &raw->api,
      N_ ("The protocol to speak: ollama, llamacpp, vllm, tgi, sglang or lmstudio (default: "
          "ollama)"),
      N_ ("NAME") },
    { "model", 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->models,
      N_ ("Have a model of this name; one that ends in “-thinking” reasons first"), N_ ("NAME") },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &raw->profile,
      N_ ("How fast it is: laptop, workstation, server or a file (default: workstation)"),
      N_ ("NAME|FILE") },
    { "ttft-ms", 0, 0, G_OPTION_ARG_STRING, &raw->ttft_ms,
      N_ ("Send the first token this long after the request, in milliseconds"), N_ ("X") },
    { "itl-ms", 0, 0, G_OPTION_ARG_STRING, &raw->itl_ms,
      N_ ("Leave this long between two tokens, in milliseconds"), N_ ("X") },
    { "jitter", 0, 0, G_OPTION_ARG_STRING, &raw->jitter,
      N_ ("Let times scatter with this coefficient of variation"), N_ ("F") },
    { "answer-tokens", 0, 0, G_OPTION_ARG_STRING, &raw->answer_tokens,
      N_ ("End each answer by itself after this many tokens"), N_ ("N") },
    { "gpu-share", 0, 0, G_OPTION_ARG_STRING, &raw->gpu_share,
      N_ ("Say that this share of a loaded model is in the GPU's memory (default: 1)"), N_ ("F") },
    { "prompt-cache", 0, 0, G_OPTION_ARG_NONE, &raw->prompt_cache,
      N_ ("Remember prompts in blocks of 16 tokens, and do not work on these again"), NULL },
    { "metrics", 0, 0, G_OPTION_ARG_NONE, &raw->metrics,
      N_ (
        "Answer at /metrics also as llama.cpp and SGLang, which do so only when they are told to"),
      NULL },
    { "stamp-tokens", 0, 0, G_OPTION_ARG_NONE, &raw->stamp_tokens,
      N_ ("Answer with the times of reading and sending instead of words"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &raw->seed,
      N_ ("Make texts, lengths, jitter and faults depend on this number"), N_ ("N") },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->faults,
      N_ ("Let this go wrong, for a share of the requests from 0 to 1 or for the first N (default: "
          "all)"),
      N_ ("NAME[=FIELD][:SHARE|:first=N]") },
    { "list-faults", 0, 0, G_OPTION_ARG_NONE, &raw->list_faults,
      N_ ("Show the names of the faults and end"), NULL },
    { "die-with-parent", 0, 0, G_OPTION_ARG_NONE, &raw->die_with_parent,
      N_ ("End when the process that started it ends"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &raw->version, N_ ("Show the version and end"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->rest, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) copy = g_strdupv (args);
  g_autoptr (GError) local = NULL;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _ ("Behaves like an inference engine, at a known pace and without a model."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &copy, &local))
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, "%s", local->message);
      return FALSE;
    }
  if (raw->rest != NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” is not an option. See --help."),
                   raw->rest[0]);
      return FALSE;
    }
  return TRUE;
}

/* Reads a number into @value if @text is there. */
static gboolean
read_number (
  const char *option, const char *text, double min, double max, double *value, GError **error)
{
  char *end;
  double number;

  if (text == NULL)
    return TRUE;

  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && number >= min && number <= max)
    {
      *value = number;
      return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("%s must be a number from %g to %g, and “%s” is not."), option, min, max, text);
  return FALSE;
}

static gboolean
read_whole (
  const char *option, const char *text, guint64 min, guint64 max, guint64 *value, GError **error)
{
  g_autofree char *lowest = NULL;
  g_autofree char *highest = NULL;

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, min, max, value, NULL))
    return TRUE;

  lowest = g_strdup_printf ("%" G_GUINT64_FORMAT, min);
  highest = g_strdup_printf ("%" G_GUINT64_FORMAT, max);
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: an option's name, two whole numbers, and what was given instead */
               _ ("%s must be a whole number from %s to %s, and “%s” is not."), option, lowest,
               highest, text);
  return FALSE;
}

/* Given times are the whole law, so that a test knows exactly what is due: no
 * prefill, no queue, no slowdown, no loading. With a profile they only replace
 * its values. */
static gboolean
apply_times (PronySimOptions *self, const RawOptions *raw, GError **error)
{
  PronySimProfile *profile = self->profile;
  double first_ms = (double) profile->first_ns / 1e6;
  double gap_ms = (double) profile->gap_ns / 1e6;
  guint64 answer = 0;

  if (!read_number ("--ttft-ms", raw->ttft_ms, 0, 3.6e6, &first_ms, error) ||
      !read_number ("--itl-ms", raw->itl_ms, 0, 3.6e6, &gap_ms, error) ||
      !read_whole ("--answer-tokens", raw->answer_tokens, 1, 1000000, &answer, error))
    return FALSE;

  if (raw->profile == NULL && (raw->ttft_ms != NULL || raw->itl_ms != NULL))
    {
      profile->slots = 0;
      profile->slowdown = 0;
      profile->jitter = 0;
      profile->load_ns = 0;
    }
  if (raw->ttft_ms != NULL)
    profile->prefill_rate = 0;
  if (!self->api->loads)
    profile->load_ns = 0;
  if (answer > 0)
    profile->answer_min = profile->answer_max = (guint) answer;
  profile->first_ns = prony_s_to_ns (first_ms / 1e3);
  profile->gap_ns = prony_s_to_ns (gap_ms / 1e3);

  return read_number ("--jitter", raw->jitter, 0, 10, &profile->jitter, error);
}

static gboolean
apply_api (PronySimOptions *self, const RawOptions *raw, GError **error)
{
  const char *name = raw->api != NULL ? raw->api : "ollama";
  guint64 port;

  self->api = prony_sim_api_find (name);
  if (self->api == NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("There is no API “%s”. Choose ollama, llamacpp, vllm, tgi, sglang or "
                      "lmstudio."),
                   name);
      return FALSE;
    }

  port = self->api->port;
  if (!read_whole ("--port", raw->port, 0, G_MAXUINT16, &port, error))
    return FALSE;

  self->port = (guint16) port;
  self->models =
    raw->models != NULL ? g_strdupv (raw->models) : g_strsplit (self->api->model, "\n", -1);
  for (guint i = 0; self->models[i] != NULL; i++)
    if (self->models[i][0] == '\0' || !g_utf8_validate (self->models[i], -1, NULL))
      {
        g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                             _ ("A model's name must be text that is not empty."));
        return FALSE;
      }
  return TRUE;
}

/**
 * prony_sim_options_new:
 * @args: the command line, the program's name first
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Reads the command line. "--help" prints the help and ends the process.
 *
 * Returns: (transfer full) (nullable): what was asked for
 */
PronySimOptions *
prony_sim_options_new (char **args, GError **error)
{
  g_autoptr (PronySimOptions) self = g_new0 (PronySimOptions, 1);
  g_auto (RawOptions) raw = { 0 };

  if (!parse_raw (&raw, args, error))
    return NULL;

  self->gpu_share = 1;
  self->prompt_cache = raw.prompt_cache;
  self->metrics = raw.metrics;
  self->stamp_tokens = raw.stamp_tokens;
  self->die_with_parent = raw.die_with_parent;
  self->list_faults = raw.list_faults;
  self->show_version = raw.version;
  self->host = g_strdup (raw.host != NULL ? raw.host : "127.0.0.1");
  self->profile = prony_sim_profile_load (raw.profile != NULL ? raw.profile : "workstation", error);
  if (self->profile == NULL || !apply_api (self, &raw, error) || !apply_times (self, &raw, error) ||
      !read_number ("--gpu-share", raw.gpu_share, 0, 1, &self->gpu_share, error) ||
      !read_whole ("--seed", raw.seed, 0, G_MAXUINT64, &self->seed, error))
    return NULL;

  for (guint i = 0; raw.faults != NULL && raw.faults[i] != NULL; i++)
    if (!prony_sim_faults_add (&self->faults, raw.faults[i], error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * prony_sim_options_free:
 * @options: (transfer full): options
 */
void
prony_sim_options_free (PronySimOptions *options)
{
  g_clear_pointer (&options->profile, prony_sim_profile_free);
  g_strfreev (options->models);
  g_free (options->host);
  g_free (options);
}

/**
 * prony_sim_options_is_loopback:
 * @options: options
 *
 * Returns: whether only this computer can reach the engine
 */
gboolean
prony_sim_options_is_loopback (const PronySimOptions *options)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (options->host);

  if (address == NULL)
    return g_ascii_strcasecmp (options->host, "localhost") == 0;

  return g_inet_address_get_is_loopback (address);
}
