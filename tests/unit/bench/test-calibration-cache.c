/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/bench/prony-calibration-cache.h"

#define NOW G_GINT64_CONSTANT (1800000000000000)
#define SHAPE "openai-chat closed 8"

typedef struct
{
  char *folder;
  char *file;
  PronyHostInfo *host;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("prony-calibrations-XXXXXX", &error);
  g_assert_no_error (error);
  /* The folder is made when there is something to keep. */
  self->file = g_build_filename (self->folder, "prony", "calibrations.json", NULL);
  self->host = prony_host_info_new ();
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_autofree char *inner = g_path_get_dirname (self->file);

  g_remove (self->file);
  g_rmdir (inner);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  prony_host_info_unref (self->host);
  g_free (self->file);
  g_free (self->folder);
}

static PronyHostInfo *
make_host (const char *cpu, guint cores, const char *kernel)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "cpu", cpu);
  json_object_set_int_member (object, "cores", cores);
  json_object_set_string_member (object, "kernel", kernel);
  return prony_host_info_from_json (object);
}

static void
put (Fixture *self, PronyHostInfo *host, const char *shape, gint64 made_us, double ttft_p99_s)
{
  g_autoptr (PronyCalibrationCache) cache = prony_calibration_cache_open (self->file, host);
  g_autoptr (PronyCalibration) calibration = prony_calibration_new (shape);
  g_autoptr (GError) error = NULL;

  calibration->made_us = made_us;
  calibration->ttft_p99_s = ttft_p99_s;
  calibration->pace = 1;
  g_assert_true (prony_calibration_cache_put (cache, calibration, &error));
  g_assert_no_error (error);
}

/* Returns: the error that is kept in the file; -1 for none */
static double
find (Fixture *self, PronyHostInfo *host, const char *shape, gint64 now_us)
{
  g_autoptr (PronyCalibrationCache) cache = prony_calibration_cache_open (self->file, host);
  g_autoptr (PronyCalibration) calibration = prony_calibration_cache_find (cache, shape, now_us);

  return calibration != NULL ? calibration->ttft_p99_s : -1;
}

static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, -1);
  put (self, self->host, SHAPE, NOW, 0.001);
  put (self, self->host, "tgi closed 8", NOW, 0.002);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, 0.001);
  g_assert_cmpfloat (find (self, self->host, "tgi closed 8", NOW), ==, 0.002);
  g_assert_cmpfloat (find (self, self->host, "tgi closed 9", NOW), ==, -1);

  put (self, self->host, SHAPE, NOW + 1, 0.003);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW + 1), ==, 0.003);
}

static void
test_age (Fixture *self, gconstpointer unused)
{
  put (self, self->host, SHAPE, NOW, 0.001);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW + PRONY_CALIBRATION_MAX_AGE_US), ==, 0.001);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW + PRONY_CALIBRATION_MAX_AGE_US + 1), ==,
                     -1);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW - 1), ==, -1);
}

/* Of another computer, nothing holds; and its own entries stay. */
static void
test_machine (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *cpu;
    guint cores;
    const char *kernel;
  } others[] = {
    { "Slow 9000", 8, "6.1.0" },
    { "Fast 9000", 4, "6.1.0" },
    { "Fast 9000", 8, "6.1.1" },
  };
  g_autoptr (PronyHostInfo) host = make_host ("Fast 9000", 8, "6.1.0");

  put (self, host, SHAPE, NOW, 0.001);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (PronyHostInfo) other =
        make_host (others[i].cpu, others[i].cores, others[i].kernel);

      g_assert_cmpfloat (find (self, other, SHAPE, NOW), ==, -1);
      put (self, other, SHAPE, NOW, 0.002);
    }
  g_assert_cmpfloat (find (self, host, SHAPE, NOW), ==, 0.001);
}

static void
replace_in_file (Fixture *self, const char *from, const char *to)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) changed = NULL;

  g_file_get_contents (self->file, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, from, to, 0), >, 0);
  g_file_set_contents (self->file, changed->str, -1, &error);
  g_assert_no_error (error);
}

static void
test_version (Fixture *self, gconstpointer unused)
{
  put (self, self->host, SHAPE, NOW, 0.001);
  replace_in_file (self, "Prony " PRONY_VERSION, "Prony 0.0.1");
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, -1);
}

static void
test_damaged (Fixture *self, gconstpointer unused)
{
  static const char *const texts[] = {
    "",
    "{",
    "[]",
    "null",
    "\xff\xfe\x00",
    "{\"schema\": \"prony.calibrations/1\"}",
    "{\"schema\": \"prony.calibrations/1\", \"calibrations\": 7}",
    "{\"schema\": \"prony.calibrations/1\", \"calibrations\": [1, null, {}, "
    "{\"machine\": 1, \"calibration\": []}, {\"machine\": \"m\", \"calibration\": {}}]}",
    "{\"schema\": \"of something else\", \"calibrations\": []}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      put (self, self->host, SHAPE, NOW, 0.001);
      g_file_set_contents (self->file, texts[i], -1, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, -1);
      put (self, self->host, SHAPE, NOW, 0.002);
      g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, 0.002);
    }
}

static void
test_cut (Fixture *self, gconstpointer unused)
{
  g_autofree char *text = NULL;
  gsize length;

  put (self, self->host, SHAPE, NOW, 0.001);
  g_assert_true (g_file_get_contents (self->file, &text, &length, NULL));
  g_assert_true (g_file_set_contents (self->file, text, (gssize) length / 2, NULL));
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, -1);
}

static void
test_huge (Fixture *self, gconstpointer unused)
{
  g_autofree char *text = g_malloc (4 * 1024 * 1024);

  put (self, self->host, SHAPE, NOW, 0.001);
  memset (text, '[', 4 * 1024 * 1024);
  g_assert_true (g_file_set_contents (self->file, text, 4 * 1024 * 1024, NULL));
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, -1);
}

/* Makes a full file out of one with a single entry: that under other names. */
static void
fill_file (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  JsonArray *list;
  JsonObject *first;

  json_parser_load_from_file (parser, self->file, &error);
  g_assert_no_error (error);
  list = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       "calibrations");
  first = json_array_get_object_element (list, 0);

  for (guint i = 1; i < PRONY_CALIBRATION_CACHE_SIZE; i++)
    {
      g_autofree char *shape = g_strdup_printf ("tgi closed %u", i);
      g_autoptr (PronyCalibration) calibration = prony_calibration_new (shape);
      JsonObject *entry = json_object_new ();

      calibration->made_us = NOW;
      calibration->ttft_p99_s = 0.002;
      json_object_set_string_member (entry, "machine",
                                     json_object_get_string_member (first, "machine"));
      json_object_set_object_member (entry, "calibration", prony_calibration_to_json (calibration));
      json_array_add_object_element (list, entry);
    }

  json_generator_set_root (generator, json_parser_get_root (parser));
  json_generator_to_file (generator, self->file, &error);
  g_assert_no_error (error);
}

/* The oldest make room. */
static void
test_bounded (Fixture *self, gconstpointer unused)
{
  put (self, self->host, SHAPE, NOW, 0.001);
  fill_file (self);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, 0.001);

  put (self, self->host, "llamacpp closed 1", NOW, 0.003);
  g_assert_cmpfloat (find (self, self->host, SHAPE, NOW), ==, -1);
  g_assert_cmpfloat (find (self, self->host, "tgi closed 1", NOW), ==, 0.002);
  g_assert_cmpfloat (find (self, self->host, "llamacpp closed 1", NOW), ==, 0.003);
}

static void
test_unwritable (Fixture *self, gconstpointer unused)
{
  g_autoptr (PronyCalibrationCache) cache =
    prony_calibration_cache_open ("/proc/no-such-folder/calibrations.json", self->host);
  g_autoptr (PronyCalibration) calibration = prony_calibration_new (SHAPE);
  g_autoptr (GError) error = NULL;

  g_assert_false (prony_calibration_cache_put (cache, calibration, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/proc/no-such-folder"));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *self, gconstpointer unused);
  } tests[] = {
    { "/calibration-cache/round-trip", test_round_trip },
    { "/calibration-cache/age", test_age },
    { "/calibration-cache/machine", test_machine },
    { "/calibration-cache/version", test_version },
    { "/calibration-cache/damaged", test_damaged },
    { "/calibration-cache/cut", test_cut },
    { "/calibration-cache/huge", test_huge },
    { "/calibration-cache/bounded", test_bounded },
    { "/calibration-cache/unwritable", test_unwritable },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
