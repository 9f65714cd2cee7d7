/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* What strips show of readings, and what they leave out. */

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "app/widgets/prony-resource-strip.h"
#include "app/widgets/prony-resource-strips.h"
#include "widget-fixture.h"

#define MB (1000.0 * 1000)

typedef struct
{
  GtkWidget *strips;
  gint64 at_ns;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->strips = g_object_ref_sink (prony_resource_strips_new ());
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_object_unref (fixture->strips);
}

static PronyResourceSample *
make_sample (Fixture *fixture)
{
  return prony_resource_sample_new (++fixture->at_ns);
}

static void
collect_labels (GtkWidget *widget, GString *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      if (GTK_IS_LABEL (child))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "",
                                gtk_label_get_label (GTK_LABEL (child)));
      else
        collect_labels (child, text);
    }
}

/* Titles and texts of the strips that can be seen; the spaces of numbers are any. */
static void
assert_shown (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  collect_labels (fixture->strips, text);
  g_string_replace (text, "\302\240", " ", 0);
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (gtk_widget_get_visible (fixture->strips), ==, expected[0] != '\0');
}

static void
show_host (Fixture *fixture, PronyResourceSample *sample)
{
  prony_resource_strips_show_host (PRONY_RESOURCE_STRIPS (fixture->strips), sample);
}

static void
test_host (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyResourceSample) nothing = make_sample (fixture);
  g_autoptr (PronyResourceSample) memory = make_sample (fixture);
  g_autoptr (PronyResourceSample) all = make_sample (fixture);
  g_autoptr (PronyResourceSample) lost = make_sample (fixture);
  PronyGpuReading *gpu;

  assert_shown (fixture, "");
  show_host (fixture, NULL);
  show_host (fixture, nothing);
  assert_shown (fixture, "");

  memory->memory_used = 1500 * MB;
  memory->memory_total = 16000 * MB;
  show_host (fixture, memory);
  assert_shown (fixture, "Memory|1.5 GB of 16.0 GB");

  /* What comes later has its place all the same. */
  all->memory_used = 2000 * MB;
  all->memory_total = 16000 * MB;
  all->cpu_percent = 43.4;
  gpu = prony_resource_sample_add_gpu (all, "Pretended GPU");
  gpu->util_percent = 87;
  gpu->power_w = 312.4;
  gpu->memory_used = 10000 * MB;
  gpu->memory_total = 24000 * MB;
  show_host (fixture, all);
  assert_shown (fixture, "CPU|43 %|Memory|2.0 GB of 16.0 GB|GPU|87 % · 312 W|"
                         "GPU Memory|10.0 GB of 24.0 GB");

  lost->cpu_percent = 1;
  prony_resource_sample_add_gpu (lost, "Pretended GPU");
  gpu = prony_resource_sample_add_gpu (lost, "Pretended GPU");
  gpu->temperature_c = 64;
  show_host (fixture, lost);
  assert_shown (fixture, "CPU|1 %|GPU 2|64 °C");

  prony_resource_strips_reset (PRONY_RESOURCE_STRIPS (fixture->strips));
  assert_shown (fixture, "");
}

static void
test_engine (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (PronyResourceSample) sample = make_sample (fixture);
  g_autoptr (PronyResourceSample) without = make_sample (fixture);
  PronyResourceStrips *strips = PRONY_RESOURCE_STRIPS (fixture->strips);
  PronyEngineReading *engine;

  sample->cpu_percent = 99;
  engine = prony_resource_sample_add_engine (sample, "other");
  engine->cpu_percent = 5;
  engine = prony_resource_sample_add_engine (sample, "engine");
  engine->cpu_percent = 380;
  engine->memory = 5200 * MB;
  prony_resource_strips_show_engine (strips, sample, "engine");
  assert_shown (fixture, "CPU|380 %|Memory|5.2 GB");

  prony_resource_strips_show_engine (strips, without, "engine");
  assert_shown (fixture, "");
  prony_resource_strips_show_engine (strips, sample, "engine");
  assert_shown (fixture, "CPU|380 %|Memory|5.2 GB");
  prony_resource_strips_show_engine (strips, NULL, "engine");
  assert_shown (fixture, "");
}

/* The level bar has name, value and text for screen readers. */
static void
test_accessible (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GtkWidget) strip = g_object_ref_sink (prony_resource_strip_new ());
  GtkWidget *level = widget_fixture_find (strip, GTK_TYPE_LEVEL_BAR, NULL);

  prony_resource_strip_set_title (PRONY_RESOURCE_STRIP (strip), "CPU");
  prony_resource_strip_add (PRONY_RESOURCE_STRIP (strip), 250, 300, "2.5 cores");
  gtk_test_accessible_assert_role (strip, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (strip, GTK_ACCESSIBLE_PROPERTY_LABEL, "CPU");
  gtk_test_accessible_assert_property (strip, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "2.5 cores");
  gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_LABEL, "CPU");
  gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "2.5 cores");
  g_assert_cmpfloat (gtk_level_bar_get_max_value (GTK_LEVEL_BAR (level)), ==, 300);
  g_assert_cmpfloat (gtk_level_bar_get_value (GTK_LEVEL_BAR (level)), ==, 250);

  /* The scale does not shrink; a gap is no zero, but has nowhere else to stand. */
  prony_resource_strip_add (PRONY_RESOURCE_STRIP (strip), NAN, 100, "–");
  g_assert_cmpfloat (gtk_level_bar_get_max_value (GTK_LEVEL_BAR (level)), ==, 300);
  g_assert_cmpfloat (gtk_level_bar_get_value (GTK_LEVEL_BAR (level)), ==, 0);
  gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "–");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/resource-strips/host", test_host },
    { "/resource-strips/engine", test_engine },
    { "/resource-strips/accessible", test_accessible },
  };

  widget_fixture_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
