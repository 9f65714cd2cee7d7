/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <adwaita.h>

#include "app/widgets/prony-source-style.h"

static void
follow_color_scheme (GtkSourceView *view)
{
  const char *id =
    adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "Adwaita-dark" : "Adwaita";
  GtkSourceStyleScheme *scheme =
    gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), id);

  gtk_source_buffer_set_style_scheme (
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view))), scheme);
}

/**
 * prony_source_style_init:
 *
 * Makes Prony's own languages known beside those of GtkSourceView: `prony-answer` for what
 * a model writes. Once, before the first language is asked for.
 */
void
prony_source_style_init (void)
{
  gtk_source_language_manager_append_search_path (gtk_source_language_manager_get_default (),
                                                  "resource:///org/prony/Prony/language-specs");
}

/**
 * prony_source_style_set_language:
 * @view: a view of a text
 * @language: (nullable): the language whose words are coloured; %NULL for none
 *
 * Colours a text from now on as another language.
 */
void
prony_source_style_set_language (GtkSourceView *view, const char *language)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  g_return_if_fail (GTK_SOURCE_IS_VIEW (view));

  gtk_source_buffer_set_language (
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view))),
    language != NULL ? gtk_source_language_manager_get_language (manager, language) : NULL);
}

/**
 * prony_source_style_follow:
 * @view: a view of a text
 * @language: (nullable): the language whose words are coloured; %NULL for none
 *
 * Gives a view the colours of the desktop, also as they change.
 */
void
prony_source_style_follow (GtkSourceView *view, const char *language)
{
  g_return_if_fail (GTK_SOURCE_IS_VIEW (view));

  if (language != NULL)
    prony_source_style_set_language (view, language);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_color_scheme), view, G_CONNECT_SWAPPED);
  follow_color_scheme (view);
}
