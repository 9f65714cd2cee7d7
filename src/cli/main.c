/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "base/prony-paths.h"
#include "base/prony-util.h"
#include "cli/prony-cli-output.h"
#include "cli/prony-cli.h"

typedef struct
{
  const char *name;
  PronyCliStatus (*run) (int argc, char *argv[]);
  const char *summary;
} Command;

static const Command commands[] = {
  { "engines", prony_cli_engines, N_ ("Say which engines answer") },
  { "models", prony_cli_models, N_ ("List the models of an engine, load and unload them") },
  { "catalog", prony_cli_catalog, N_ ("List the models and engines that are known") },
  { "try", prony_cli_try, N_ ("Send one request and measure it") },
  { "run", prony_cli_run, N_ ("Measure engines and compare them") },
  { "history", prony_cli_history, N_ ("List stored runs") },
  { "show", prony_cli_show, N_ ("Show the results of a stored run") },
  { "compare", prony_cli_compare, N_ ("Put stored runs side by side") },
  { "check", prony_cli_check, N_ ("Say whether a stored run is worse than another") },
  { "badge", prony_cli_badge, N_ ("Draw a badge of a stored run") },
  { "export", prony_cli_export, N_ ("Write the files of a stored run") },
  { "calibrate", prony_cli_calibrate, N_ ("Say what this computer adds to figures") },
  { "tokens", prony_cli_tokens, N_ ("Count the tokens of a text") },
  { "monitor", prony_cli_monitor, N_ ("Say what this computer and an engine on it use") },
  { "scenarios", prony_cli_scenarios, N_ ("List, show and check scenarios") },
};

static void
print_help (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  prony-cli %s\n\n%s\n\n%s\n", _ ("Usage:"),
                          _ ("COMMAND [OPTION…]"), _ ("Measure LLM inference engines."),
                          _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s %s\n", commands[i].name, _ (commands[i].summary));
  g_string_append_printf (text, "\n%s\n",
                          _ ("“prony-cli COMMAND --help” says more about each of them."));
  prony_cli_print (text->str);
}

static PronyCliStatus
report_unknown (const char *name)
{
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL };
  const char *nearest;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  nearest = prony_nearest_word (name, names);
  if (nearest != NULL)
    prony_cli_error (_ ("“%s” is not a command. Did you mean “%s”?"), name, nearest);
  else
    prony_cli_error (_ ("“%s” is not a command. “prony-cli --help” lists the commands."), name);
  return PRONY_CLI_BAD_INPUT;
}

int
main (int argc, char *argv[])
{
  g_autofree char *texts = prony_paths_texts ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, texts);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("prony-cli");

  if (argc < 2)
    {
      prony_cli_error (_ ("Name a command. “prony-cli --help” lists the commands."));
      return PRONY_CLI_BAD_INPUT;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return PRONY_CLI_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      prony_cli_print ("prony-cli " PRONY_VERSION "\n");
      return PRONY_CLI_DONE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].run (argc - 1, argv + 1);

  return report_unknown (argv[1]);
}
