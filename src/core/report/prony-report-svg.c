/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-report"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/chart/prony-chart-file.h"
#include "core/report/prony-report-svg.h"

/* What cairo writes, made fit for a report: with a title and words, names that no other
 * picture of the same page has, no more decimals than can be seen, and colours that follow
 * the page. Cairo writes no texts, only outlines of letters, so there is nothing in it from
 * elsewhere. */

/* The page's background, which the pictures in it are drawn for. */
static const PronyColor page_dark = { 0x1e / 255.0, 0x1e / 255.0, 0x22 / 255.0 };

typedef struct
{
  GString *out;
  const char *prefix;        /* of names */
  GHashTable *names;         /* cairo's name → its number here, from 1 */
  GPtrArray *dark;           /* the colours of the dark picture, in their order; or NULL */
  PronyReportColors *colors; /* or NULL */
  guint n_colors;            /* that have been read */
} Rewriter;

/* --- Pieces ------------------------------------------------------------------------ */

/* "rgb(20%,56.1%,96.8%)", or its part from the bracket on, as "#348ff7"; what is no such
 * colour stays. */
static char *
shorten_color (const char *text, gsize length)
{
  int channels[3];
  const char *at = text;

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      char *end;

      channels[i] = (int) lround (CLAMP (g_ascii_strtod (at, &end), 0, 100) * 2.55);
      if (end == at || *end != '%')
        return g_strdup_printf ("rgb(%.*s)", (int) length, text);
      at = end + 2;
    }

  return g_strdup_printf ("#%02x%02x%02x", channels[0], channels[1], channels[2]);
}

/* All colours of a picture, in their order. */
static GPtrArray *
list_colors (const char *svg)
{
  GPtrArray *colors = g_ptr_array_new_with_free_func (g_free);

  for (const char *at = strstr (svg, "rgb("); at != NULL; at = strstr (at, "rgb("))
    {
      at += strlen ("rgb(");
      g_ptr_array_add (colors, shorten_color (at, strcspn (at, ")")));
    }
  return colors;
}

static void
append_color (Rewriter *self, const char *text, gsize length)
{
  g_autofree char *light = shorten_color (text, length);
  const char *dark = self->dark != NULL ? self->dark->pdata[self->n_colors] : light;

  self->n_colors++;
  if (self->colors != NULL && !g_str_equal (light, dark))
    prony_report_colors_append (self->colors, self->out, light, dark);
  else
    g_string_append (self->out, light);
}

/* Cairo counts its surfaces over the life of the program: here names count from 1, so that
 * the same chart is the same file. */
static void
append_name (Rewriter *self, const char *text, gsize length)
{
  g_autofree char *name = g_strndup (text, length);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, name));

  if (number == 0)
    {
      number = g_hash_table_size (self->names) + 1;
      g_hash_table_insert (self->names, g_steal_pointer (&name), GUINT_TO_POINTER (number));
    }
  g_string_append_printf (self->out, "%s%u", self->prefix, number);
}

/* A hundredth of a pixel is less than anybody sees. */
static void
append_hundredths (GString *out, long long n)
{
  guint rest = (guint) (llabs (n) % 100);

  g_string_append_printf (out, "%s%lld", n < 0 ? "-" : "", llabs (n) / 100);
  if (rest > 0)
    g_string_append_printf (out, rest % 10 > 0 ? ".%02u" : ".%u", rest % 10 > 0 ? rest : rest / 10);
}

/* Coordinates: letters, spaces and numbers. */
static void
append_numbers (Rewriter *self, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      char *after;
      double value;

      if (!g_ascii_isdigit (*text) && *text != '-' && *text != '.')
        {
          g_string_append_c (self->out, *text++);
          continue;
        }
      value = g_ascii_strtod (text, &after);
      if (after == text || after > end)
        {
          g_string_append_c (self->out, *text++);
          continue;
        }
      append_hundredths (self->out, llround (value * 100));
      text = after;
    }
}

static void
append_verbatim (Rewriter *self, const char *text, gsize length)
{
  g_string_append_len (self->out, text, (gssize) length);
}

/* --- A picture --------------------------------------------------------------------- */

/* What is written differently: what stands before it, and where it ends. */
static const struct
{
  const char *begin;
  const char *as; /* in a page, where names are in SVG's own namespace */
  char end;
  void (*append) (Rewriter *self, const char *text, gsize length);
} pieces[] = {
  { " id=\"", NULL, '"', append_name },
  { " xlink:href=\"#", " href=\"#", '"', append_name },
  { " xlink:href=\"data:", " href=\"data:", '"', append_verbatim },
  { "url(#", NULL, ')', append_name },
  { " d=\"", NULL, '"', append_numbers },
  { " x=\"", NULL, '"', append_numbers },
  { " y=\"", NULL, '"', append_numbers },
};

static const char *
append_piece (Rewriter *self, const char *at)
{
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      if (!g_str_has_prefix (at, pieces[i].begin))
        continue;
      at += strlen (pieces[i].begin);
      g_string_append (self->out, self->colors != NULL && pieces[i].as != NULL ? pieces[i].as
                                                                               : pieces[i].begin);
      length = (gsize) (strchrnul (at, pieces[i].end) - at);
      pieces[i].append (self, at, length);
      return at + length;
    }

  if (g_str_has_prefix (at, "rgb("))
    {
      at += strlen ("rgb(");
      length = strcspn (at, ")");
      append_color (self, at, length);
      return at + length + (at[length] == ')');
    }

  length = 1 + strcspn (at + 1, " ur");
  append_verbatim (self, at, length);
  return at + length;
}

/* For XML, which has no control characters, whatever they stand for. */
static char *
escape (const char *text)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, c < ' ' || c == 0xfffe || c == 0xffff ? ' ' : c);
    }
  return g_markup_escape_text (clean->str, (gssize) clean->len);
}

/* The element around all: what it shows is said in its title and description. */
static void
append_root (Rewriter *self, const PronyBlock *block, int width, int height)
{
  g_autofree char *title = escape (block->chart->title);
  g_autofree char *words = escape (block->text);

  g_string_append_printf (self->out,
                          "<svg%s width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
                          "aria-labelledby=\"%st\" aria-describedby=\"%sd\">\n"
                          "<title id=\"%st\">%s</title>\n<desc id=\"%sd\">%s</desc>\n",
                          self->colors == NULL ? " xmlns=\"http://www.w3.org/2000/svg\""
                                                 " xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                                               : "",
                          width, height, width, height, self->prefix, self->prefix, self->prefix,
                          title, self->prefix, words);
}

static gboolean
rewrite (Rewriter *self, const PronyBlock *block, const char *svg, GError **error)
{
  const char *box = strstr (svg, "viewBox=\"0 0 ");
  const char *at = box != NULL ? strchr (box, '>') : NULL;
  int width, height;

  if (at == NULL || sscanf (box, "viewBox=\"0 0 %d %d", &width, &height) != 2)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_FAILED,
                   /* Translators: the second %s is a technical reason */
                   _ ("The chart “%s” cannot be drawn: %s."), block->chart->title, "SVG");
      return FALSE;
    }

  append_root (self, block, width, height);
  at++;
  while (*at != '\0')
    at = append_piece (self, at);
  return TRUE;
}

static char *
render (const PronyBlock *block, const PronyChartTheme *theme, GError **error)
{
  g_autoptr (GBytes) bytes = prony_chart_render (block->chart, theme, PRONY_REPORT_CHART_WIDTH,
                                                 PRONY_CHART_FORMAT_SVG, error);

  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                       : NULL;
}

/**
 * prony_report_svg_file:
 * @block: a chart
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Draws a chart as a file of its own, on white. May be called in any thread.
 *
 * Returns: (transfer full) (nullable): what the file holds: the same for the same chart
 */
char *
prony_report_svg_file (const PronyBlock *block, GError **error)
{
  g_autoptr (PronyChartTheme) theme = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_autofree char *svg = render (block, theme, error);
  Rewriter self = { out, "c", names, NULL, NULL, 0 };

  if (svg == NULL || !rewrite (&self, block, svg, error))
    return NULL;

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * prony_report_svg_inline:
 * @block: a chart
 * @prefix: what its names begin with: letters and digits, begins with a letter, is used for
 *   no other picture of the page and begins no other's
 * @colors: the page's colours: those of the picture are added
 * @error: return location for %PRONY_ERROR_FAILED
 *
 * Draws a chart, without its title, as an element of an HTML page. It is there once for light
 * and dark screens: both pictures consist of the same pieces and differ in colours only.
 * May be called in any thread.
 *
 * Returns: (transfer full) (nullable): the element
 */
char *
prony_report_svg_inline (const PronyBlock *block,
                         const char *prefix,
                         PronyReportColors *colors,
                         GError **error)
{
  g_autoptr (PronyChartTheme) light = prony_chart_theme_new (FALSE, FALSE);
  g_autoptr (PronyChartTheme) dark = prony_chart_theme_new (TRUE, FALSE);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) light_colors = NULL;
  g_autoptr (GPtrArray) dark_colors = NULL;
  g_autofree char *light_svg = NULL;
  g_autofree char *dark_svg = NULL;
  Rewriter self = { out, prefix, names, NULL, colors, 0 };

  light->show_title = dark->show_title = FALSE;
  dark->background = page_dark;
  light_svg = render (block, light, error);
  dark_svg = light_svg != NULL ? render (block, dark, error) : NULL;
  if (dark_svg == NULL)
    return NULL;

  /* Should they differ in more, it stays a light picture on its white background. */
  light_colors = list_colors (light_svg);
  dark_colors = list_colors (dark_svg);
  if (light_colors->len == dark_colors->len)
    self.dark = dark_colors;
  if (!rewrite (&self, block, light_svg, error))
    return NULL;

  return g_string_free (g_steal_pointer (&out), FALSE);
}
