/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/prony-paths.h"
#include "sim/prony-sim-engine.h"
#include "sim/prony-sim-server.h"

/* prony-sim: an inference engine that is none, for tests and for the first look
 * at Prony on a computer without an engine. */

#define EXIT_USAGE 2

static gboolean
on_signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Ends with the parent, also where the parent is killed. Strictly, with the
 * thread of it that started this process.
 *
 * Returns: FALSE where the parent has gone before the wish was made, or even before
 * this program began, which leaves it to process 1 */
static gboolean
die_with_parent (pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  return parent != 1 && getppid () == parent;
}

/* Each stream is a file descriptor, and the usual limit is 1024. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static gboolean
say_address (PronySimServer *server, const PronySimOptions *options)
{
  gboolean any = g_str_equal (options->host, "0.0.0.0");
  gboolean v6 = strchr (options->host, ':') != NULL;

  printf (v6 ? "listening on http://[%s]:%u\n" : "listening on http://%s:%u\n",
          any ? "127.0.0.1" : options->host, prony_sim_server_get_port (server));
  return fflush (stdout) == 0;
}

static int
serve (const PronySimOptions *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (PronySimEngine) engine = prony_sim_engine_new (options, NULL);
  g_autoptr (PronySimServer) server = prony_sim_server_new (NULL, prony_sim_engine_serve, engine);
  g_autoptr (GError) error = NULL;

  if (!prony_sim_server_listen (server, options->host, options->port, &error))
    {
      g_printerr ("prony-sim: %s\n", error->message);
      return EXIT_USAGE;
    }
  if (!prony_sim_options_is_loopback (options))
    g_printerr ("prony-sim: %s\n",
                _ ("Other computers can reach the simulated engine at this address."));

  g_unix_signal_add (SIGTERM, on_signal_cb, loop);
  g_unix_signal_add (SIGINT, on_signal_cb, loop);
  /* Whoever started it and waited for the address has gone. */
  if (!say_address (server, options) && options->die_with_parent)
    return 0;

  g_main_loop_run (loop);
  return 0;
}

int
main (int argc, char **argv)
{
  pid_t parent = getppid ();
  g_autofree char *texts = prony_paths_texts ();
  g_auto (GStrv) args = NULL;
  g_autoptr (PronySimOptions) options = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, texts);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("prony-sim");

  args = g_strdupv (argv);
  options = prony_sim_options_new (args, &error);
  if (options == NULL)
    {
      g_printerr ("prony-sim: %s\n", error->message);
      return EXIT_USAGE;
    }
  if (options->list_faults)
    {
      for (guint i = 0; prony_sim_faults_get_name (i) != NULL; i++)
        puts (prony_sim_faults_get_name (i));
      return 0;
    }
  if (options->show_version)
    {
      printf ("prony-sim %s\n", PRONY_VERSION);
      return 0;
    }

  if (options->die_with_parent && !die_with_parent (parent))
    return 0;

  signal (SIGPIPE, SIG_IGN);
  raise_file_limit ();
  return serve (options);
}
