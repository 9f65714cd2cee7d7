/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-base"

#include "config.h"

#include "base/prony-paths.h"

/* True when this process runs from the folder that it was built in: then data
 * and sibling programs are taken from the source tree and the build folder, not
 * from an installed Prony of another version. */
static gboolean
runs_uninstalled (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return self != NULL && g_str_has_prefix (self, PRONY_BUILDDIR G_DIR_SEPARATOR_S);
}

/**
 * prony_paths_default_database:
 *
 * Returns: (transfer full): the file name of the user's database, shared by the
 *   app and `prony-cli`; its folder need not exist yet
 */
char *
prony_paths_default_database (void)
{
  return g_build_filename (g_get_user_data_dir (), "prony", "prony.db", NULL);
}

/**
 * prony_paths_calibrations:
 *
 * Returns: (transfer full): the file that keeps what this computer was found to add
 *   to figures; it need not exist, and may be removed at any time
 */
char *
prony_paths_calibrations (void)
{
  return g_build_filename (g_get_user_cache_dir (), "prony", "calibrations.json", NULL);
}

/**
 * prony_paths_user_scenarios:
 *
 * Returns: (transfer full): the folder of the user's own scenarios; it need not
 *   exist
 */
char *
prony_paths_user_scenarios (void)
{
  return g_build_filename (g_get_user_data_dir (), "prony", "scenarios", NULL);
}

/**
 * prony_paths_shipped_scenarios:
 *
 * Returns: (transfer full): the folder of the scenarios that come with Prony
 */
char *
prony_paths_shipped_scenarios (void)
{
  if (runs_uninstalled ())
    return g_build_filename (PRONY_SOURCE_DATADIR, "scenarios", NULL);

  return g_build_filename (PRONY_DATADIR, "scenarios", NULL);
}

/**
 * prony_paths_user_catalog:
 *
 * Returns: (transfer full): the folder of the user's own catalogues of models and
 *   engines; it need not exist
 */
char *
prony_paths_user_catalog (void)
{
  return g_build_filename (g_get_user_data_dir (), "prony", "catalog", NULL);
}

/**
 * prony_paths_shipped_catalog:
 *
 * Returns: (transfer full): the folder of the catalogue that comes with Prony
 */
char *
prony_paths_shipped_catalog (void)
{
  if (runs_uninstalled ())
    return g_build_filename (PRONY_SOURCE_DATADIR, "catalog", NULL);

  return g_build_filename (PRONY_DATADIR, "catalog", NULL);
}

/**
 * prony_paths_results:
 *
 * Returns: (transfer full): where run folders go when the user has named no
 *   other place: "Prony" in the user's documents, or in the data folder where
 *   there are no documents
 */
char *
prony_paths_results (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (documents != NULL)
    return g_build_filename (documents, "Prony", NULL);

  return g_build_filename (g_get_user_data_dir (), "prony", "results", NULL);
}

/**
 * prony_paths_program:
 * @name: a program of Prony's, such as "prony-sim"
 *
 * Finds a sibling program: beside this one in a build folder, else in the
 * installation's folder, else in `PATH`.
 *
 * Returns: (transfer full) (nullable): its file name, %NULL when it is nowhere
 */
char *
prony_paths_program (const char *name)
{
  g_autofree char *installed = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (runs_uninstalled ())
    {
      static const char *const folders[] = { "src/sim", "src/cli", "src/app" };

      for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
        {
          g_autofree char *built = g_build_filename (PRONY_BUILDDIR, folders[i], name, NULL);

          if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
            return g_steal_pointer (&built);
        }
    }

  installed = g_build_filename (PRONY_BINDIR, name, NULL);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);

  return g_find_program_in_path (name);
}

/**
 * prony_paths_schemas:
 *
 * Returns: (transfer full) (nullable): the folder of the settings schema of a
 *   build that runs uninstalled; %NULL once it is installed, where GSettings finds
 *   the schema by itself
 */
char *
prony_paths_schemas (void)
{
  return runs_uninstalled () ? g_build_filename (PRONY_BUILDDIR, "data", NULL) : NULL;
}

/**
 * prony_paths_texts:
 *
 * Returns: (transfer full): the folder of the translations, for bindtextdomain()
 */
char *
prony_paths_texts (void)
{
  return runs_uninstalled () ? g_build_filename (PRONY_BUILDDIR, "po", NULL) : g_strdup (LOCALEDIR);
}
