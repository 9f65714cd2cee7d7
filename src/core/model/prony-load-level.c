/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/prony-error.h"
#include "base/prony-format.h"
#include "base/prony-json.h"
#include "core/model/prony-load-level.h"

/* A year: longer is a slip of the finger. */
#define MAX_RAMP_S (366 * 24 * 3600.0)

static const char *const kinds[] = {
  [PRONY_LOAD_CLOSED] = "closed",
  [PRONY_LOAD_OPEN] = "open",
  [PRONY_LOAD_TRACE] = "trace",
};

static const struct
{
  const char *name;
  const char *title;
} patterns[] = {
  [PRONY_ARRIVAL_CONSTANT] = { "constant", NC_ ("arrivals", "evenly spaced") },
  [PRONY_ARRIVAL_POISSON] = { "poisson", NC_ ("arrivals", "Poisson") },
  [PRONY_ARRIVAL_GAMMA] = { "gamma", NC_ ("arrivals", "gamma") },
};

/**
 * prony_load_kind_to_string:
 * @kind: a kind of load
 *
 * Returns: its name in files
 */
const char *
prony_load_kind_to_string (PronyLoadKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind];
}

/**
 * prony_load_kind_from_string:
 * @text: (nullable): a name
 * @kind: (out): the kind
 *
 * Returns: whether @text names a kind of load
 */
gboolean
prony_load_kind_from_string (const char *text, PronyLoadKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (text, kinds[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_arrival_pattern_to_string:
 * @pattern: how requests arrive
 *
 * Returns: its name in files and options
 */
const char *
prony_arrival_pattern_to_string (PronyArrivalPattern pattern)
{
  g_return_val_if_fail ((guint) pattern < G_N_ELEMENTS (patterns), NULL);

  return patterns[pattern].name;
}

/**
 * prony_arrival_pattern_from_string:
 * @text: (nullable): a name
 * @pattern: (out): the pattern
 *
 * Returns: whether @text names a pattern
 */
gboolean
prony_arrival_pattern_from_string (const char *text, PronyArrivalPattern *pattern)
{
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (g_strcmp0 (text, patterns[i].name) == 0)
      {
        *pattern = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * prony_arrival_pattern_title:
 * @pattern: how requests arrive
 *
 * Returns: the same in a translated word or two
 */
const char *
prony_arrival_pattern_title (PronyArrivalPattern pattern)
{
  g_return_val_if_fail ((guint) pattern < G_N_ELEMENTS (patterns), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "arrivals", patterns[pattern].title);
}

/**
 * prony_load_level_closed:
 * @concurrency: streams
 *
 * Returns: a closed loop of so many streams
 */
PronyLoadLevel
prony_load_level_closed (guint concurrency)
{
  return (PronyLoadLevel){
    .kind = PRONY_LOAD_CLOSED,
    .concurrency = concurrency,
    .rate = NAN,
    .from_rate = NAN,
    .burstiness = 1,
    .speed = 1,
  };
}

/**
 * prony_load_level_open:
 * @rate: requests a second
 * @arrival: how they arrive
 *
 * Returns: an open loop without a bound on requests at once
 */
PronyLoadLevel
prony_load_level_open (double rate, PronyArrivalPattern arrival)
{
  PronyLoadLevel self = prony_load_level_closed (0);

  self.kind = PRONY_LOAD_OPEN;
  self.rate = rate;
  self.arrival = arrival;
  return self;
}

/**
 * prony_load_level_trace:
 * @speed: how many times faster than it was recorded
 *
 * Returns: the replay of the plan's trace
 */
PronyLoadLevel
prony_load_level_trace (double speed)
{
  PronyLoadLevel self = prony_load_level_closed (0);

  self.kind = PRONY_LOAD_TRACE;
  self.speed = speed;
  return self;
}

static gboolean
rate_is_usable (double rate)
{
  return rate > 0 && rate <= PRONY_LOAD_MAX_RATE;
}

static gboolean
parse_concurrency (const char *text, guint *concurrency)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, PRONY_LOAD_MAX_CONCURRENCY, &number, NULL))
    return FALSE;

  *concurrency = (guint) number;
  return TRUE;
}

/* Digits only: no hexadecimal, no "inf". */
static gboolean
parse_rate (const char *text, double *rate)
{
  char *end;

  if (!g_ascii_isdigit (*text) && *text != '.')
    return FALSE;

  *rate = g_ascii_strtod (text, &end);
  return *end == '\0' && strspn (text, "0123456789.eE+-") == strlen (text) &&
         rate_is_usable (*rate);
}

/**
 * prony_load_level_parse:
 * @self: a load, closed or open
 * @text: streams or requests a second, such as "8", or two numbers of a ramp, such
 *   as "1..64", in the C locale
 *
 * Sets how much is asked. A ramp gets no length.
 *
 * Returns: whether @text is such a number or ramp, within what is possible; otherwise
 *   @self may have changed
 */
gboolean
prony_load_level_parse (PronyLoadLevel *self, const char *text)
{
  g_auto (GStrv) ends = NULL;
  guint n;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  ends = g_strsplit (text, "..", 2);
  n = g_strv_length (ends);
  if (n == 0)
    return FALSE;
  if (self->kind == PRONY_LOAD_OPEN)
    return (n == 1 || parse_rate (ends[0], &self->from_rate)) &&
           parse_rate (ends[n - 1], &self->rate);

  return (n == 1 || parse_concurrency (ends[0], &self->from_concurrency)) &&
         parse_concurrency (ends[n - 1], &self->concurrency);
}

static gboolean
check_rates (const PronyLoadLevel *self, GError **error)
{
  if (rate_is_usable (self->rate) && (isnan (self->from_rate) || rate_is_usable (self->from_rate)))
    return TRUE;

  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: %.0f is the highest rate that is possible. */
               _ ("A rate is more than 0 and at most %.0f requests a second."),
               PRONY_LOAD_MAX_RATE);
  return FALSE;
}

static const char *
find_mistake (const PronyLoadLevel *self)
{
  gboolean ramped = self->from_concurrency > 0 || !isnan (self->from_rate);

  if (self->kind == PRONY_LOAD_CLOSED && self->concurrency == 0)
    return N_ ("A concurrency of 0 sends nothing. Use 1 or more.");
  if (!(self->burstiness >= PRONY_LOAD_MIN_BURSTINESS) ||
      self->burstiness > PRONY_LOAD_MAX_BURSTINESS)
    return N_ ("The burstiness of arrivals is a number from 0.01 to 1000: 1 is Poisson, less is "
               "burstier.");
  if (!(self->speed > 0) || !isfinite (self->speed))
    return N_ ("The speed of a replay is a number over 0: 2 is twice as fast as recorded.");
  if (!(self->ramp_s >= 0) || self->ramp_s > MAX_RAMP_S)
    return N_ ("The length of a ramp is not a length of time.");
  if (ramped && self->ramp_s == 0)
    return N_ ("A ramp needs a length of time. Set one, or a duration of the trial.");
  return NULL;
}

/**
 * prony_load_level_check:
 * @self: a load
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether the load can be put on an engine by any computer
 */
gboolean
prony_load_level_check (const PronyLoadLevel *self, GError **error)
{
  const char *mistake = find_mistake (self);

  if (mistake != NULL)
    {
      g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                           g_dgettext (GETTEXT_PACKAGE, mistake));
      return FALSE;
    }
  if (self->concurrency > PRONY_LOAD_MAX_CONCURRENCY ||
      self->from_concurrency > PRONY_LOAD_MAX_CONCURRENCY)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   /* Translators: the first %u is a number of requests, the second the most
                    * that is possible. */
                   _ ("%u requests at once are more than one computer has ports for. Use %u at "
                      "most."),
                   MAX (self->concurrency, self->from_concurrency),
                   (guint) PRONY_LOAD_MAX_CONCURRENCY);
      return FALSE;
    }

  return self->kind != PRONY_LOAD_OPEN || check_rates (self, error);
}

/* Both may be absent. */
static gboolean
same_number (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/**
 * prony_load_level_equal:
 * @a: a load
 * @b: a load
 *
 * Returns: whether both ask the same: only then may their trials be compared
 */
gboolean
prony_load_level_equal (const PronyLoadLevel *a, const PronyLoadLevel *b)
{
  return a->kind == b->kind && a->concurrency == b->concurrency &&
         a->from_concurrency == b->from_concurrency && same_number (a->rate, b->rate) &&
         same_number (a->from_rate, b->from_rate) && a->ramp_s == b->ramp_s &&
         a->arrival == b->arrival && a->burstiness == b->burstiness && a->speed == b->speed;
}

/**
 * prony_load_level_compare:
 * @a: a load
 * @b: a load
 *
 * Orders loads for lists: by kind, then by how much they ask.
 *
 * Returns: negative, 0 or positive, as @a comes before, with or after @b
 */
int
prony_load_level_compare (const PronyLoadLevel *a, const PronyLoadLevel *b)
{
  double one = prony_load_level_get_value (a);
  double other = prony_load_level_get_value (b);

  if (a->kind != b->kind)
    return (int) a->kind - (int) b->kind;
  if (one != other)
    return one < other ? -1 : 1;

  return (int) a->arrival - (int) b->arrival;
}

/**
 * prony_load_level_is_closed:
 * @self: a load
 * @concurrency: a number of streams
 *
 * Returns: whether it is a closed loop of so many streams all the time
 */
gboolean
prony_load_level_is_closed (const PronyLoadLevel *self, guint concurrency)
{
  return self->kind == PRONY_LOAD_CLOSED && self->from_concurrency == 0 &&
         self->concurrency == concurrency;
}

/**
 * prony_load_level_get_value:
 * @self: a load
 *
 * Returns: the number that it is drawn at: streams, requests a second, or the speed
 *   of a replay
 */
double
prony_load_level_get_value (const PronyLoadLevel *self)
{
  switch (self->kind)
    {
    case PRONY_LOAD_OPEN:
      return self->rate;
    case PRONY_LOAD_TRACE:
      return self->speed;
    case PRONY_LOAD_CLOSED:
    default:
      return self->concurrency;
    }
}

/* Without the zeros at the end that a fixed number of digits would have. */
static char *
format_number (double value)
{
  return g_strdup_printf ("%'g", value);
}

/**
 * prony_load_level_get_label:
 * @self: a load
 *
 * Returns: (transfer full): the load in few signs for a table or an axis, in the
 *   user's locale, such as "8", "1–64", "2.5/s", "×2"
 */
char *
prony_load_level_get_label (const PronyLoadLevel *self)
{
  g_autofree char *value = format_number (prony_load_level_get_value (self));
  g_autofree char *from = NULL;

  if (self->kind == PRONY_LOAD_TRACE)
    /* Translators: how many times faster a recorded load is replayed */
    return g_strdup_printf (C_ ("replay", "×%s"), value);

  if (self->from_concurrency > 0 || isfinite (self->from_rate))
    from = format_number (self->from_concurrency > 0 ? self->from_concurrency : self->from_rate);
  if (self->kind == PRONY_LOAD_CLOSED)
    return from == NULL ? g_steal_pointer (&value) : g_strdup_printf ("%s–%s", from, value);

  if (from == NULL)
    /* Translators: requests per second */
    return g_strdup_printf (C_ ("requests per second", "%s/s"), value);

  /* Translators: a range of requests per second */
  return g_strdup_printf (C_ ("requests per second", "%s–%s/s"), from, value);
}

static char *
describe_rate (const PronyLoadLevel *self)
{
  g_autofree char *rate = format_number (self->rate);
  g_autofree char *from = NULL;

  if (isnan (self->from_rate))
    return g_strdup_printf (
      /* Translators: the first %s is a number, the second says how requests arrive */
      _ ("%s requests a second (%s)"), rate, prony_arrival_pattern_title (self->arrival));

  from = format_number (self->from_rate);
  /* Translators: two numbers, and how requests arrive */
  return g_strdup_printf (_ ("from %s to %s requests a second (%s)"), from, rate,
                          prony_arrival_pattern_title (self->arrival));
}

/**
 * prony_load_level_describe:
 * @self: a load
 *
 * Returns: (transfer full): the load in translated words that follow the name of a
 *   scenario, such as "8 at once" or "20 requests a second (Poisson), 64 at most"
 */
char *
prony_load_level_describe (const PronyLoadLevel *self)
{
  g_autofree char *text = NULL;
  g_autofree char *speed = NULL;

  if (self->kind == PRONY_LOAD_CLOSED && self->from_concurrency > 0)
    return g_strdup_printf (_ ("from %u to %u at once"), self->from_concurrency, self->concurrency);
  if (self->kind == PRONY_LOAD_CLOSED)
    return g_strdup_printf (ngettext ("%u at once", "%u at once", self->concurrency),
                            self->concurrency);

  if (self->kind == PRONY_LOAD_OPEN)
    {
      text = describe_rate (self);
    }
  else if (self->speed == 1.0)
    {
      text = g_strdup (_ ("replay at the recorded speed"));
    }
  else
    {
      speed = format_number (self->speed);
      /* Translators: %s is how many times faster than it was recorded */
      text = g_strdup_printf (_ ("replay at %s times the speed"), speed);
    }
  if (self->concurrency == 0)
    return g_steal_pointer (&text);

  return g_strdup_printf (
    /* Translators: %s describes a load, such as "20 requests a second" */
    ngettext ("%s, %u at once at most", "%s, %u at once at most", self->concurrency), text,
    self->concurrency);
}

/**
 * prony_load_level_to_json:
 * @self: a load
 *
 * Returns: (transfer full): the load for files; what it does not have is absent
 */
JsonObject *
prony_load_level_to_json (const PronyLoadLevel *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kinds[self->kind]);
  if (self->concurrency > 0)
    json_object_set_int_member (object, "concurrency", self->concurrency);
  if (self->from_concurrency > 0)
    json_object_set_int_member (object, "from_concurrency", self->from_concurrency);
  prony_json_add_double (object, "rate", self->rate);
  prony_json_add_double (object, "from_rate", self->from_rate);
  if (self->ramp_s > 0)
    json_object_set_double_member (object, "ramp", self->ramp_s);
  if (self->kind == PRONY_LOAD_OPEN)
    {
      json_object_set_string_member (object, "arrival", patterns[self->arrival].name);
      if (self->arrival == PRONY_ARRIVAL_GAMMA)
        json_object_set_double_member (object, "burstiness", self->burstiness);
    }
  if (self->kind == PRONY_LOAD_TRACE)
    json_object_set_double_member (object, "speed", self->speed);
  return object;
}

static guint
read_count (JsonObject *object, const char *name)
{
  return (guint) CLAMP (prony_json_get_int (object, name, 0), 0, G_MAXUINT);
}

/**
 * prony_load_level_from_json:
 * @self: (out caller-allocates): a load
 * @object: (nullable): what prony_load_level_to_json() made
 *
 * Returns: whether @object is a load; otherwise @self is as it was
 */
gboolean
prony_load_level_from_json (PronyLoadLevel *self, JsonObject *object)
{
  PronyLoadLevel level = prony_load_level_closed (0);

  if (!prony_load_kind_from_string (prony_json_get_string (object, "kind", NULL), &level.kind))
    return FALSE;

  level.concurrency = read_count (object, "concurrency");
  level.from_concurrency = read_count (object, "from_concurrency");
  level.rate = prony_json_get_double (object, "rate", NAN);
  level.from_rate = prony_json_get_double (object, "from_rate", NAN);
  level.ramp_s = prony_json_get_double (object, "ramp", 0);
  prony_arrival_pattern_from_string (prony_json_get_string (object, "arrival", NULL),
                                     &level.arrival);
  level.burstiness = prony_json_get_double (object, "burstiness", 1);
  level.speed = prony_json_get_double (object, "speed", 1);
  if (!prony_load_level_check (&level, NULL))
    return FALSE;

  *self = level;
  return TRUE;
}
