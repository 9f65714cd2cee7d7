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

/* Looking for languages and reading one takes tens of milliseconds. They are forgotten
 * with the last buffer that uses them. */
static gboolean
on_idle_cb (gpointer user_data)
{
  GtkSourceLanguageManager *manager = user_data;
  GtkSourceLanguage *language =
    gtk_source_language_manager_get_language (manager, PRONY_SOURCE_STYLE_ANSWER);

  g_object_set_data_full (G_OBJECT (manager), PRONY_SOURCE_STYLE_ANSWER,
                          gtk_source_buffer_new_with_language (language), g_object_unref);
  return G_SOURCE_REMOVE;
}

/**
 * prony_source_style_init:
 *
 * Makes Prony's own language known beside those of GtkSourceView,
 * %PRONY_SOURCE_STYLE_ANSWER, and has it read when there is nothing else to do, so that it
 * is there when a run begins. Once, before the first language is asked for.
 */
void
prony_source_style_init (void)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  gtk_source_language_manager_append_search_path (manager,
                                                  "resource:///org/prony/Prony/language-specs");
  g_idle_add_full (G_PRIORITY_LOW, on_idle_cb, g_object_ref (manager), g_object_unref);
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

/* To read what a language looks like takes longer than a frame: it is read once somebody looks. */
static void
on_first_map_cb (GtkSourceView *view, gpointer language)
{
  g_signal_handlers_disconnect_by_func (view, on_first_map_cb, language);
  prony_source_style_set_language (view, language);
}

/**
 * prony_source_style_follow:
 * @view: a view of a text
 * @language: (nullable): the language whose words are coloured, a static string; %NULL for none
 *
 * Gives a view the colours of the desktop, also as they change.
 */
void
prony_source_style_follow (GtkSourceView *view, const char *language)
{
  g_return_if_fail (GTK_SOURCE_IS_VIEW (view));

  if (language != NULL)
    g_signal_connect (view, "map", G_CALLBACK (on_first_map_cb), (gpointer) language);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_color_scheme), view, G_CONNECT_SWAPPED);
  follow_color_scheme (view);
}
