/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>

#include "app/widgets/prony-widget-theme.h"

/* Charts have opaque colours: what is translucent is laid over the background. */
static void
take_color (PronyColor *color, const GdkRGBA *rgba, const PronyColor *background)
{
  color->red = rgba->red * rgba->alpha + background->red * (1 - rgba->alpha);
  color->green = rgba->green * rgba->alpha + background->green * (1 - rgba->alpha);
  color->blue = rgba->blue * rgba->alpha + background->blue * (1 - rgba->alpha);
}

/**
 * prony_widget_theme_new:
 * @widget: a widget that hosts a drawing of the chart code
 *
 * Reads how charts should look from the widget's style, the colour scheme, the
 * contrast and the text direction. Main thread only.
 *
 * Returns: (transfer full): the theme, to be made anew whenever one of them changes
 */
PronyChartTheme *
prony_widget_theme_new (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  PronyChartTheme *theme = prony_chart_theme_new (adw_style_manager_get_dark (manager),
                                                  adw_style_manager_get_high_contrast (manager));
  GdkRGBA rgba;

  if (gtk_style_context_lookup_color (context, "window_bg_color", &rgba))
    take_color (&theme->background, &rgba, &theme->background);
  if (gtk_style_context_lookup_color (context, "card_bg_color", &rgba) && rgba.alpha > 0.99)
    take_color (&theme->background, &rgba, &theme->background);
  gtk_style_context_get_color (context, &rgba);
  take_color (&theme->foreground, &rgba, &theme->background);
  if (gtk_style_context_lookup_color (context, "accent_color", &rgba))
    take_color (&theme->accent, &rgba, &theme->background);

  /* The font of the widget, so that charts follow the size of the other text. */
  pango_font_description_free (theme->font);
  theme->font = pango_font_description_copy (
    pango_context_get_font_description (gtk_widget_get_pango_context (widget)));
  theme->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  theme->show_title = FALSE;
  theme->paint_background = FALSE;
  return theme;
}
