/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-analysis"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/prony-format.h"
#include "core/analysis/prony-compare-variants.h"
#include "core/model/prony-model-name.h"
#include "core/model/prony-run-targets.h"

static void
variant_free (gpointer data)
{
  PronyCompareVariant *variant = data;

  g_free (variant->family);
  g_free (variant->quantization);
  g_free (variant);
}

static PronyCompareVariant *
make_variant (PronyCompareSet *self, guint index)
{
  const PronyCompareEntry *entry = g_ptr_array_index (self->entries, index);
  g_auto (PronyModelName) name = { 0 };
  PronyCompareVariant *variant;

  if (entry->target->model == NULL)
    return NULL;

  prony_model_name_read (entry->target->model, &name);
  variant = g_new0 (PronyCompareVariant, 1);
  variant->entry = index;
  variant->size_bytes = entry->target->model_bytes > 0 ? (double) entry->target->model_bytes : NAN;
  variant->said_by_engine = entry->target->quantization != NULL;
  variant->quantization =
    g_strdup (variant->said_by_engine ? entry->target->quantization : name.quantization);
  variant->family =
    name.family != NULL
      ? g_strjoin (" ", name.family, name.parameter_size != NULL ? name.parameter_size : "",
                   name.variant != NULL ? name.variant : "", NULL)
      : g_strdup (entry->target->model);
  g_strchomp (variant->family);

  return variant;
}

/* Whether all of the family have a result in the group, so that means are of the same. */
static gboolean
is_shared (PronyCompareSet *self, guint group, GPtrArray *variants, const char *family)
{
  const PronyCompareGroup *this = g_ptr_array_index (self->groups, group);

  for (guint i = 0; i < variants->len; i++)
    {
      const PronyCompareVariant *variant = g_ptr_array_index (variants, i);

      if (g_str_equal (variant->family, family) &&
          g_ptr_array_index (this->trials, variant->entry) == NULL)
        return FALSE;
    }

  return TRUE;
}

static double
get_mean (PronyCompareSet *self,
          GPtrArray *variants,
          const PronyCompareVariant *variant,
          PronyMetric metric)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      double value = prony_compare_set_get_value (self, i, variant->entry, metric);

      if (!is_shared (self, i, variants, variant->family) || !isfinite (value))
        continue;
      sum += value;
      n++;
    }

  return n > 0 ? sum / n : NAN;
}

/* Whether all of its family are quantised alike and run in the same place. */
static gboolean
is_alone (PronyCompareSet *self, GPtrArray *variants, const PronyCompareVariant *variant)
{
  const PronyCompareEntry *entry = g_ptr_array_index (self->entries, variant->entry);

  for (guint i = 0; i < variants->len; i++)
    {
      const PronyCompareVariant *other = g_ptr_array_index (variants, i);
      const PronyCompareEntry *its = g_ptr_array_index (self->entries, other->entry);

      if (g_str_equal (other->family, variant->family) &&
          (g_strcmp0 (other->quantization, variant->quantization) != 0 ||
           !prony_run_same_target (its->target, entry->target)))
        return FALSE;
    }

  return TRUE;
}

static int
compare_variants (gconstpointer a, gconstpointer b)
{
  const PronyCompareVariant *first = *(const PronyCompareVariant *const *) a;
  const PronyCompareVariant *second = *(const PronyCompareVariant *const *) b;
  int order = g_strcmp0 (first->family, second->family);

  return order != 0 ? order : g_strcmp0 (first->quantization, second->quantization);
}

/**
 * prony_compare_set_list_variants:
 * @self: a set
 *
 * Finds results of the same model: of the same family, number of parameters and variant by what
 * their names say, quantised in several ways or run in several places.
 *
 * Returns: (transfer full) (element-type PronyCompareVariant): by family and quantisation; none
 *   whose family has no other that was quantised or run differently
 */
GPtrArray *
prony_compare_set_list_variants (PronyCompareSet *self)
{
  GPtrArray *variants = g_ptr_array_new_with_free_func (variant_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      PronyCompareVariant *variant = make_variant (self, i);

      if (variant != NULL)
        g_ptr_array_add (variants, variant);
    }
  g_ptr_array_sort (variants, compare_variants);
  for (guint i = variants->len; i > 0; i--)
    if (is_alone (self, variants, g_ptr_array_index (variants, i - 1)))
      g_ptr_array_remove_index (variants, i - 1);
  for (guint i = 0; i < variants->len; i++)
    {
      PronyCompareVariant *variant = g_ptr_array_index (variants, i);

      variant->speed = get_mean (self, variants, variant, PRONY_METRIC_OUTPUT_TOKENS_PER_SEC);
      variant->ttft = get_mean (self, variants, variant, PRONY_METRIC_TTFT);
      variant->pass_rate = get_mean (self, variants, variant, PRONY_METRIC_QUALITY_PASS_RATE);
    }

  return variants;
}

/**
 * prony_compare_variant_describe_quantization:
 * @self: a variant
 *
 * Returns: (transfer full): how its model is quantised, and whether only its name says so; an en
 *   dash where that is not known
 */
char *
prony_compare_variant_describe_quantization (const PronyCompareVariant *self)
{
  if (self->quantization == NULL)
    return g_strdup ("–");
  if (self->said_by_engine)
    return g_strdup (self->quantization);

  /* Translators: %s is a quantisation that is read from a model's name, such as "Q4_K_M" */
  return g_strdup_printf (_ ("%s by name"), self->quantization);
}

/**
 * prony_compare_variant_describe_size:
 * @self: a variant
 *
 * Returns: (transfer full): the size of its model on disk; an en dash where that is not known
 */
char *
prony_compare_variant_describe_size (const PronyCompareVariant *self)
{
  return isfinite (self->size_bytes) ? prony_format_size ((guint64) self->size_bytes)
                                     : g_strdup ("–");
}
