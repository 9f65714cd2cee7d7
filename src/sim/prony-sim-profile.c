/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-clock.h"
#include "base/prony-error.h"
#include "sim/prony-sim-profile.h"
#include "sim/prony-sim-random.h"

/* How long a simulated engine takes. With n requests worked on at once, the
 * newest included,
 *
 *   first token = (base-ttft-ms + prompt tokens / prefill rate) x load x jitter
 *   gap         = (1 / decode rate)                             x load x jitter
 *   load        = 1 + slowdown x (n - 1)
 *
 * where jitter is a random factor of mean 1. A request beyond the slots waits
 * until one is free; its waiting comes before the first token.
 *
 * A profile file is a key file with one group, in which every key may be left
 * out; it then has the value of the profile "workstation":
 *
 *   [Profile]
 *   base-ttft-ms=25           fixed part of the time to the first token
 *   prefill-rate=2500         prompt tokens a second; 0: they cost no time
 *   decode-rate=60            tokens a second of a request that is alone
 *   itl-ms=16.7               the same as a gap; decode-rate must then be left out
 *   load-ms=800               loading a model (Ollama loads at the first request)
 *   slots=4                   requests worked on at once; 0: any number
 *   slowdown=0.12             see above
 *   jitter=0.05               coefficient of variation
 *   context=32768             tokens of prompt and answer together
 *   answer-tokens-min=600     an answer ends by itself after a seeded number of
 *   answer-tokens-max=1200    tokens between these, or where the request says
 */

#define GROUP "Profile"

static const struct
{
  const char *name;
  double first_ms;
  double prefill_rate;
  double decode_rate;
  double load_ms;
  guint slots;
  double slowdown;
  double jitter;
} profiles[] = {
  { "laptop", 60, 250, 12, 2500, 1, 0.5, 0.08 },
  { "workstation", 25, 2500, 60, 800, 4, 0.12, 0.05 },
  { "server", 15, 12000, 110, 0, 128, 0.01, 0.03 },
};

/**
 * prony_sim_profile_new_named:
 * @name: "laptop", "workstation" or "server"
 *
 * Returns: (transfer full) (nullable): the profile, %NULL for another name
 */
PronySimProfile *
prony_sim_profile_new_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      PronySimProfile *self;

      if (strcmp (profiles[i].name, name) != 0)
        continue;

      self = g_new0 (PronySimProfile, 1);
      self->name = g_strdup (name);
      self->first_ns = prony_s_to_ns (profiles[i].first_ms / 1e3);
      self->prefill_rate = profiles[i].prefill_rate;
      self->gap_ns = prony_s_to_ns (1 / profiles[i].decode_rate);
      self->load_ns = prony_s_to_ns (profiles[i].load_ms / 1e3);
      self->slots = profiles[i].slots;
      self->slowdown = profiles[i].slowdown;
      self->jitter = profiles[i].jitter;
      self->context = 32768;
      self->answer_min = 600;
      self->answer_max = 1200;
      return self;
    }

  return NULL;
}

/* Reads one number into @value, if it is there. */
static gboolean
read_number (GKeyFile *file, const char *key, double min, double max, double *value, GError **error)
{
  g_autoptr (GError) local = NULL;
  double number;

  if (!g_key_file_has_key (file, GROUP, key, NULL))
    return TRUE;

  number = g_key_file_get_double (file, GROUP, key, &local);
  if (local == NULL && number >= min && number <= max)
    {
      *value = number;
      return TRUE;
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("“%s” must be a number from %g to %g."),
               key, min, max);
  return FALSE;
}

static gboolean
read_keys (PronySimProfile *self, GKeyFile *file, GError **error)
{
  double first_ms = (double) self->first_ns / 1e6;
  double rate = NAN;
  double gap_ms = (double) self->gap_ns / 1e6;
  double load_ms = (double) self->load_ns / 1e6;
  double slots = self->slots;
  double context = self->context;
  double answer_min = self->answer_min;
  double answer_max = self->answer_max;

  if (!read_number (file, "base-ttft-ms", 0, 3.6e6, &first_ms, error) ||
      !read_number (file, "prefill-rate", 0, 1e9, &self->prefill_rate, error) ||
      !read_number (file, "decode-rate", 0.001, 1e6, &rate, error) ||
      !read_number (file, "itl-ms", 0, 3.6e6, &gap_ms, error) ||
      !read_number (file, "load-ms", 0, 3.6e6, &load_ms, error) ||
      !read_number (file, "slots", 0, 1e6, &slots, error) ||
      !read_number (file, "slowdown", 0, 1000, &self->slowdown, error) ||
      !read_number (file, "jitter", 0, 10, &self->jitter, error) ||
      !read_number (file, "context", 16, 1e8, &context, error) ||
      !read_number (file, "answer-tokens-min", 1, 1e6, &answer_min, error) ||
      !read_number (file, "answer-tokens-max", answer_min, 1e6, &answer_max, error))
    return FALSE;

  self->first_ns = prony_s_to_ns (first_ms / 1e3);
  self->gap_ns = prony_s_to_ns (isnan (rate) ? gap_ms / 1e3 : 1 / rate);
  self->load_ns = prony_s_to_ns (load_ms / 1e3);
  self->slots = (guint) slots;
  self->context = (guint) context;
  self->answer_min = (guint) answer_min;
  self->answer_max = (guint) answer_max;
  return TRUE;
}

/**
 * prony_sim_profile_load:
 * @name_or_file: a profile's name, else a file's
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): the profile
 */
PronySimProfile *
prony_sim_profile_load (const char *name_or_file, GError **error)
{
  g_autoptr (PronySimProfile) self = prony_sim_profile_new_named (name_or_file);
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) local = NULL;

  if (self != NULL)
    return g_steal_pointer (&self);

  self = prony_sim_profile_new_named ("workstation");
  file = g_key_file_new ();
  if (g_key_file_load_from_file (file, name_or_file, G_KEY_FILE_NONE, &local) &&
      read_keys (self, file, &local))
    {
      g_free (self->name);
      self->name = g_path_get_basename (name_or_file);
      return g_steal_pointer (&self);
    }

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               _ ("“%s” is neither a profile (laptop, workstation, server) nor a usable profile "
                  "file: %s"),
               name_or_file, local->message);
  return NULL;
}

/**
 * prony_sim_profile_free:
 * @profile: (transfer full): a profile
 */
void
prony_sim_profile_free (PronySimProfile *profile)
{
  g_free (profile->name);
  g_free (profile);
}

static gint64
scale (const PronySimProfile *self, double ns, guint active, guint64 *random)
{
  double load = 1 + self->slowdown * (double) (MAX (active, 1) - 1);

  return (gint64) llround (ns * load * prony_sim_random_factor (random, self->jitter));
}

/**
 * prony_sim_profile_first_ns:
 * @profile: the law
 * @prompt_tokens: the prompt's length
 * @active: requests worked on, this one included
 * @random: (inout): the request's random numbers
 *
 * Returns: the time from the start of the work to the first token
 */
gint64
prony_sim_profile_first_ns (const PronySimProfile *profile,
                            guint prompt_tokens,
                            guint active,
                            guint64 *random)
{
  double prefill_s = profile->prefill_rate > 0 ? prompt_tokens / profile->prefill_rate : 0;

  return scale (profile, (double) profile->first_ns + prefill_s * 1e9, active, random);
}

/**
 * prony_sim_profile_gap_ns:
 * @profile: the law
 * @active: requests worked on, this one included
 * @random: (inout): the request's random numbers
 *
 * Returns: the time from one token to the next
 */
gint64
prony_sim_profile_gap_ns (const PronySimProfile *profile, guint active, guint64 *random)
{
  return scale (profile, (double) profile->gap_ns, active, random);
}

/**
 * prony_sim_profile_answer_tokens:
 * @profile: the law
 * @random: (inout): the request's random numbers
 *
 * Returns: how many tokens an answer has that ends by itself
 */
guint
prony_sim_profile_answer_tokens (const PronySimProfile *profile, guint64 *random)
{
  guint64 span = (guint64) (profile->answer_max - profile->answer_min) + 1;

  return profile->answer_min + (guint) (prony_sim_random (random) % span);
}
