/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-engine-facts.h"
#include "app/widgets/prony-fact-row.h"
#include "base/prony-format.h"

/* The rows in their order. A fact that is not known has no row. */
typedef enum
{
  FACT_ADDRESS,
  FACT_SOFTWARE,
  FACT_VERSION,
  FACT_LATENCY,
  FACT_PROTOCOL,
  FACT_CONTEXT,
  FACT_CONNECTION,
  FACT_KEY,
  FACT_PATHS,
  FACT_REJECTED,
  N_FACTS,
} Fact;

static const char *const titles[N_FACTS] = {
  [FACT_ADDRESS] = N_ ("Address"),       [FACT_SOFTWARE] = N_ ("Software"),
  [FACT_VERSION] = N_ ("Version"),       [FACT_LATENCY] = N_ ("Answers in"),
  [FACT_PROTOCOL] = N_ ("Protocol"),     [FACT_CONTEXT] = N_ ("Context"),
  [FACT_CONNECTION] = N_ ("Connection"), [FACT_KEY] = N_ ("Key and Headers"),
  [FACT_PATHS] = N_ ("Own Paths"),       [FACT_REJECTED] = N_ ("Left Out of Requests"),
};

struct _PronyEngineFacts
{
  AdwPreferencesGroup parent_instance;

  /* Borrowed references, owned by the group */
  PronyFactRow *rows[N_FACTS];
};

G_DEFINE_FINAL_TYPE (PronyEngineFacts, prony_engine_facts, ADW_TYPE_PREFERENCES_GROUP)

static char *
describe_software (PronyEngineSpec *spec, PronyEngineInfo *info)
{
  const char *kind = prony_engine_kind_title (spec->kind);

  if (info != NULL && info->software != NULL)
    /* TRANSLATORS: what an engine calls itself, and what it is made from: "llamafile
     * (llama.cpp)". */
    return g_strdup_printf (_ ("%s (%s)"), info->software, kind);

  return g_strdup (kind);
}

static char *
describe_protocol (PronyEngineSpec *spec, PronyEngineInfo *info)
{
  if (spec->api != PRONY_API_AUTO)
    return g_strdup (prony_api_title (spec->api));
  if (info == NULL || info->api == PRONY_API_AUTO)
    return NULL;

  /* TRANSLATORS: %s is the name of a protocol, chosen by the program. */
  return g_strdup_printf (_ ("%s (automatic)"), prony_api_title (info->api));
}

/* Of several models each has its own, which their list tells. */
static char *
describe_context (PronyEngineInfo *info)
{
  const PronyModelInfo *model;
  g_autofree char *length = NULL;
  gint64 n_tokens;

  if (info == NULL || info->models->len != 1)
    return NULL;

  model = g_ptr_array_index (info->models, 0);
  n_tokens =
    model->loaded_context_length > 0 ? model->loaded_context_length : model->context_length;
  if (n_tokens <= 0)
    return NULL;

  length = prony_format_value (n_tokens, PRONY_UNIT_TOKENS);
  /* TRANSLATORS: the context length of a model; %s is a number. */
  return g_strdup_printf (_ ("%s tokens"), length);
}

static char *
describe_connection (PronyEngineSpec *spec)
{
  if (g_str_has_prefix (spec->url, "http:"))
    return g_strdup (prony_engine_url_is_loopback (spec->url)
                       ? _ ("Not encrypted, but it does not leave this computer")
                       : _ ("Not encrypted"));
  if (spec->tls_insecure)
    return g_strdup (_ ("Encrypted, but the certificate is not checked"));
  if (spec->ca_file != NULL)
    {
      g_autofree char *name = g_filename_display_basename (spec->ca_file);

      /* TRANSLATORS: %s is a file name. */
      return g_strdup_printf (_ ("Encrypted, trusting the certificates in “%s”"), name);
    }

  return g_strdup (_ ("Encrypted, with a checked certificate"));
}

static char *
describe_key (PronyEngineItem *item)
{
  if (prony_engine_item_get_spec (item)->key_id != NULL)
    return g_strdup (_ ("In the keyring"));
  if (!prony_credentials_is_empty (prony_engine_item_get_credentials (item)))
    return g_strdup (_ ("For this session only"));

  return NULL;
}

static char *
describe_paths (PronyEngineSpec *spec)
{
  if (spec->path != NULL && spec->models_path != NULL)
    return g_strdup_printf ("%s\n%s", spec->path, spec->models_path);

  return g_strdup (spec->path != NULL ? spec->path : spec->models_path);
}

static char *
describe (Fact fact, PronyEngineItem *item)
{
  PronyEngineSpec *spec = prony_engine_item_get_spec (item);
  PronyEngineInfo *info = prony_engine_item_get_info (item);

  switch (fact)
    {
    case FACT_ADDRESS:
      return g_strdup (spec->url);
    case FACT_SOFTWARE:
      return describe_software (spec, info);
    case FACT_VERSION:
      return g_strdup (info != NULL ? info->version : NULL);
    case FACT_LATENCY:
      return info != NULL && isfinite (info->latency_s)
               ? prony_format_value (info->latency_s, PRONY_UNIT_SECONDS)
               : NULL;
    case FACT_PROTOCOL:
      return describe_protocol (spec, info);
    case FACT_CONTEXT:
      return describe_context (info);
    case FACT_CONNECTION:
      return describe_connection (spec);
    case FACT_KEY:
      return describe_key (item);
    case FACT_PATHS:
      return describe_paths (spec);
    case FACT_REJECTED:
      return spec->rejected_fields != NULL && spec->rejected_fields[0] != NULL
               ? g_strjoinv (C_ ("list", ", "), spec->rejected_fields)
               : NULL;
    case N_FACTS:
    default:
      g_assert_not_reached ();
    }
}

static void
prony_engine_facts_class_init (PronyEngineFactsClass *klass)
{
}

static void
prony_engine_facts_init (PronyEngineFacts *self)
{
  for (guint i = 0; i < N_FACTS; i++)
    {
      self->rows[i] = PRONY_FACT_ROW (prony_fact_row_new (_ (titles[i])));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->rows[i]));
    }
}

/**
 * prony_engine_facts_show:
 * @self: the facts
 * @item: the engine that they are of
 *
 * Shows what is known now.
 */
void
prony_engine_facts_show (PronyEngineFacts *self, PronyEngineItem *item)
{
  g_return_if_fail (PRONY_IS_ENGINE_FACTS (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  for (guint i = 0; i < N_FACTS; i++)
    {
      g_autofree char *text = describe (i, item);

      prony_fact_row_set_value (self->rows[i], text);
      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), text != NULL);
    }
}
