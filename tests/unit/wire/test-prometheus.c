/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/wire/prony-prometheus.h"

/* One line, and what it says; @name is NULL where it says nothing. */
static const struct
{
  const char *line;
  const char *name;
  double value;
  const char *label; /* of "model_name" */
} lines[] = {
  { "up 1", "up", 1, NULL },
  { "up 1\r", "up", 1, NULL },
  { "  up\t1 ", "up", 1, NULL },
  { "up 1 1700000000000", "up", 1, NULL },
  { "up -2.5e3", "up", -2500, NULL },
  { "up +Inf", "up", INFINITY, NULL },
  { "a_total 17 # {trace=\"x\"} 1", "a_total", 17, NULL },
  { "vllm:generation_tokens_total{engine=\"0\",model_name=\"org/m\"} 42.0",
    "vllm:generation_tokens_total", 42, "org/m" },
  { "a{model_name=\"x\",} 1", "a", 1, "x" },
  { "a{ other = \"y\" , model_name = \"x\" } 1", "a", 1, "x" },
  { "a{model_name=\"with \\\"quotes\\\", } and \\\\ and\\n\"} 3", "a", 3,
    "with \"quotes\", } and \\ and\n" },
  { "a{other=\"model_name=\\\"no\\\"\"} 3", "a", 3, NULL },
  { "a{xmodel_name=\"no\",model_names=\"no\"} 3", "a", 3, NULL },
  { "a{} 3", "a", 3, NULL },
  { "a{model_name=\"\"} 3", "a", 3, "" },
  { "a{model_name} 3", "a", 3, NULL },
  { "a{model_name=x} 3", "a", 3, NULL },
  { "a{,,=,model_name=\"x\"} 3", "a", 3, NULL },
  { "# TYPE up counter", NULL, 0, NULL },
  { "", NULL, 0, NULL },
  { "\r", NULL, 0, NULL },
  { "up", NULL, 0, NULL },
  { "up ", NULL, 0, NULL },
  { "up one", NULL, 0, NULL },
  { "up 1x", NULL, 0, NULL },
  { "up{ 1", NULL, 0, NULL },
  { "up{a=\"} 1", NULL, 0, NULL },
  { "up{a=\"\\", NULL, 0, NULL },
  { "1up 1", NULL, 0, NULL },
  { "{\"up\"} 1", NULL, 0, NULL },
  { "up 11111111111111111111111111111111111111111111111111111111111111111", NULL, 0, NULL },
  { "<html><body>Not here</body></html>", NULL, 0, NULL },
};

static void
check_line (const char *text, gsize length, guint i)
{
  g_autofree char *label = NULL;
  PronyPrometheus reader;

  prony_prometheus_init (&reader, text, length);
  g_assert_cmpint (prony_prometheus_next (&reader), ==, lines[i].name != NULL);
  if (lines[i].name == NULL)
    return;

  g_assert_true (prony_prometheus_is_named (&reader, lines[i].name));
  g_assert_false (prony_prometheus_is_named (&reader, "u"));
  g_assert_cmpfloat (reader.value, ==, lines[i].value);
  label = prony_prometheus_get_label (&reader, "model_name");
  g_assert_cmpstr (label, ==, lines[i].label);
  g_assert_false (prony_prometheus_next (&reader));
}

/* With and without the end of the line, and without anything readable behind it. */
static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gsize length = strlen (lines[i].line);
      g_autofree char *exact = g_memdup2 (lines[i].line, length);
      g_autofree char *ended = g_strconcat (lines[i].line, "\n", NULL);

      g_test_message ("%s", lines[i].line);
      check_line (exact, length, i);
      check_line (ended, length + 1, i);
    }
}

static void
test_document (void)
{
  static const char text[] = "# HELP a What.\n"
                             "# TYPE a counter\n"
                             "a{m=\"1\"} 1\n"
                             "\n"
                             "broken{ 5\n"
                             "a{m=\"2\"} 2\n"
                             "b NaN\n"
                             "a_created 99";
  PronyPrometheus reader;
  double sum = 0;
  guint n = 0;

  prony_prometheus_init (&reader, text, strlen (text));
  while (prony_prometheus_next (&reader))
    {
      n++;
      if (prony_prometheus_is_named (&reader, "a"))
        sum += reader.value;
      if (prony_prometheus_is_named (&reader, "b"))
        g_assert_true (isnan (reader.value));
    }
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat (sum, ==, 3);
}

/* Whatever bytes come, it ends and stays within them. */
static void
test_garbage (void)
{
  static const char alphabet[] = "ab:_{}\"\\=,# \t\r\n019.+-e\xff";
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 3000; i++)
    {
      gsize length = (gsize) g_rand_int_range (random, 0, 80);
      g_autofree char *text = g_malloc (length + 1);
      char *exact;
      PronyPrometheus reader;
      guint n = 0;

      for (gsize j = 0; j < length; j++)
        text[j] = alphabet[g_rand_int_range (random, 0, sizeof alphabet)];
      exact = g_memdup2 (text, length);

      prony_prometheus_init (&reader, exact, length);
      while (prony_prometheus_next (&reader))
        {
          g_autofree char *label = prony_prometheus_get_label (&reader, "a");

          g_assert_true (label == NULL || strlen (label) < length);
          n++;
        }
      g_assert_cmpuint (n, <=, length / 3 + 1);
      g_free (exact);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prometheus/lines", test_lines);
  g_test_add_func ("/prometheus/document", test_document);
  g_test_add_func ("/prometheus/garbage", test_garbage);

  return g_test_run ();
}
