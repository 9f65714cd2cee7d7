/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include "core/report/prony-report-colors.h"

/* A page has each picture once, with names in the place of its colours: what they stand for
 * follows from whether the reader's screen is light or dark. */

struct _PronyReportColors
{
  GHashTable *numbers; /* "LIGHT DARK" → its number, from 1 */
  GString *light;
  GString *dark;
};

/**
 * prony_report_colors_new:
 *
 * Returns: (transfer full): no colours yet
 */
PronyReportColors *
prony_report_colors_new (void)
{
  PronyReportColors *self = g_new0 (PronyReportColors, 1);

  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->light = g_string_new (NULL);
  self->dark = g_string_new (NULL);
  return self;
}

/**
 * prony_report_colors_free:
 * @self: (transfer full): colours
 */
void
prony_report_colors_free (PronyReportColors *self)
{
  g_hash_table_unref (self->numbers);
  g_string_free (self->light, TRUE);
  g_string_free (self->dark, TRUE);
  g_free (self);
}

/**
 * prony_report_colors_append:
 * @self: colours
 * @out: a property's value is written to its end
 * @light: a colour as CSS writes it, on a light background
 * @dark: the same on a dark one
 *
 * Writes what is @light or @dark, as the reader's screen is.
 */
void
prony_report_colors_append (PronyReportColors *self,
                            GString *out,
                            const char *light,
                            const char *dark)
{
  g_autofree char *key = g_strdup_printf ("%s %s", light, dark);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, key));

  if (number == 0)
    {
      number = g_hash_table_size (self->numbers) + 1;
      g_hash_table_insert (self->numbers, g_steal_pointer (&key), GUINT_TO_POINTER (number));
      g_string_append_printf (self->light, " --c%u: %s;", number, light);
      g_string_append_printf (self->dark, " --c%u: %s;", number, dark);
    }
  g_string_append_printf (out, "var(--c%u)", number);
}

/**
 * prony_report_colors_to_css:
 * @self: colours
 *
 * Returns: (transfer full): the rules that say what the names of the colours stand for
 */
char *
prony_report_colors_to_css (PronyReportColors *self)
{
  return g_strdup_printf (":root {%s }\n@media (prefers-color-scheme: dark) { :root {%s } }\n",
                          self->light->str, self->dark->str);
}
