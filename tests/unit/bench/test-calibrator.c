/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "base/prony-paths.h"
#include "core/bench/prony-calibrator.h"

/* The calibrator against the real simulated engine. How large the errors are depends
 * on what else the computer does, so only what must hold on any is asserted. */

static void
assert_figures (PronyCalibration *calibration)
{
  g_assert_cmpuint (calibration->requests, >, 0);
  g_assert_cmpfloat (calibration->tokens_per_sec, >, 0);
  g_assert_cmpfloat (calibration->pace, >, 0);
  g_assert_cmpfloat (calibration->pace, <=, 1);
  g_assert_cmpfloat (calibration->ttft_p50_s, >, 0);
  g_assert_cmpfloat (calibration->ttft_p50_s, <=, calibration->ttft_p99_s);
  g_assert_cmpfloat (calibration->itl_p50_s, <=, calibration->itl_p99_s);
  /* A tenth of what was measured: more says that the stamps were misread. */
  g_assert_cmpfloat (calibration->itl_p50_s, <, 0.010);
  g_assert_cmpint (calibration->made_us, <=, g_get_real_time ());
}

static void
test_measure (void)
{
  const PronyCalibratorShape shape = {
    .api = PRONY_API_OPENAI_CHAT,
    .level = prony_load_level_closed (4),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyCalibration) measured = NULL;
  g_autoptr (PronyCalibration) known = NULL;

  measured = prony_calibrator_get (&shape, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (measured->shape, ==, "openai-chat closed 4");
  assert_figures (measured);

  known = prony_calibrator_get (&shape, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (known->made_us, ==, measured->made_us);
  g_assert_cmpfloat (known->ttft_p99_s, ==, measured->ttft_p99_s);
}

/* A shape that was given up must not be kept. */
static void
test_cancelled (void)
{
  const PronyCalibratorShape shape = {
    .api = PRONY_API_TGI,
    .level = prony_load_level_closed (2),
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (prony_calibrator_get (&shape, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_autofree char *cache = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  /* What the tests before have measured must not be known here. */
  cache = g_dir_make_tmp ("prony-calibrator-XXXXXX", NULL);
  g_assert_nonnull (cache);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);

  g_test_add_func ("/calibrator/measure", test_measure);
  g_test_add_func ("/calibrator/cancelled", test_cancelled);
  status = g_test_run ();

  file = prony_paths_calibrations ();
  folder = g_path_get_dirname (file);
  g_remove (file);
  g_rmdir (folder);
  g_rmdir (cache);
  return status;
}
