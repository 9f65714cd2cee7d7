/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app/prony-application.h"
#ifdef PRONY_WATCHDOG
#include "app/prony-loop-watch.h"
#endif
#include "base/prony-paths.h"

int
main (int argc, char **argv)
{
  g_autoptr (PronyApplication) application = NULL;
  g_autofree char *texts = prony_paths_texts ();
#ifdef PRONY_WATCHDOG
  g_autoptr (PronyLoopWatch) watch = prony_loop_watch_new (g_main_context_default ());
#endif
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, texts);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = prony_application_new ();

#ifdef PRONY_WATCHDOG
  prony_loop_watch_export (watch, G_ACTION_MAP (application));
#endif
  status = g_application_run (G_APPLICATION (application), argc, argv);
#ifdef PRONY_WATCHDOG
  prony_loop_watch_report (watch);
#endif

  return status;
}
