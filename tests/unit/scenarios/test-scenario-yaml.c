/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>

#include "core/scenarios/prony-scenario-yaml.h"
#include "core/scenarios/prony-yaml-locate.h"

/* --- Places -------------------------------------------------------------------------- */

static const struct
{
  gsize character;
  gsize offset;
  guint line;
  guint column;
} places[] = {
  { 0, 3, 1, 1 },  { 1, 4, 1, 2 },  { 2, 6, 1, 3 },   { 3, 7, 2, 1 },
  { 4, 8, 2, 2 },  { 5, 9, 2, 2 },  { 6, 10, 3, 1 },  { 7, 11, 4, 1 },
  { 8, 12, 4, 2 }, { 9, 14, 4, 3 }, { 10, 15, 4, 4 }, { 99, 15, 4, 4 },
};

/* A byte order mark is no character; lines end with any of three line ends, and with
 * nothing that only YAML takes for one. */
static void
test_places (void)
{
  static const char text[] = "\xef\xbb\xbf"
                             "aé\nb\r\n\rc\xc2\x85"
                             "d";
  g_autoptr (PronyTextPlaces) finder = prony_text_places_new (text, sizeof text - 1);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      PronyTextPlace by_character = prony_text_places_at_character (finder, places[i].character);
      PronyTextPlace by_offset = prony_text_places_at_offset (finder, places[i].offset);

      g_assert_cmpuint (by_character.offset, ==, places[i].offset);
      g_assert_cmpuint (by_character.line, ==, places[i].line);
      g_assert_cmpuint (by_character.column, ==, places[i].column);
      g_assert_cmpmem (&by_character, sizeof by_character, &by_offset, sizeof by_offset);
    }
}

/* Far from the beginning, and in one line. */
static void
test_far_places (void)
{
  g_autofree char *spaces = g_strnfill (100000, ' ');
  g_autofree char *text = g_strconcat ("a\n", spaces, "é", spaces, NULL);
  g_autoptr (PronyTextPlaces) finder = prony_text_places_new (text, strlen (text));
  PronyTextPlace place = prony_text_places_at_character (finder, 150000);

  g_assert_cmpuint (place.offset, ==, 150001);
  g_assert_cmpuint (place.line, ==, 2);
  g_assert_cmpuint (place.column, ==, 149999);
  place = prony_text_places_at_offset (finder, 150001);
  g_assert_cmpuint (place.column, ==, 149999);
}

/* --- Nodes --------------------------------------------------------------------------- */

/* What the value of `a` is written as, from its start to its end. */
static const struct
{
  const char *text;
  PronyYamlStyle style;
  const char *written;
} nodes[] = {
  { "a: one two # three\nb: 1\n", PRONY_YAML_PLAIN, "one two" },
  { "a: one\n  two\nb: 1\n", PRONY_YAML_PLAIN, "one\n  two" },
  { "a:\nb: 1\n", PRONY_YAML_PLAIN, "" },
  { "a: 'it''s' \nb: 1\n", PRONY_YAML_SINGLE_QUOTED, "'it''s'" },
  { "a: \"x\\n\"\nb: 1\n", PRONY_YAML_DOUBLE_QUOTED, "\"x\\n\"" },
  { "a: |\n  x\n\n  y\n\n\nb: 1\n", PRONY_YAML_LITERAL, "|\n  x\n\n  y" },
  { "a: |\nb: 1\n", PRONY_YAML_LITERAL, "|" },
  { "a: >-\n  x\n  y", PRONY_YAML_FOLDED, ">-\n  x\n  y" },
  { "a: [x, {y: z}] # c\nb: 1\n", PRONY_YAML_FLOW, "[x, {y: z}]" },
  { "a: {x: y,\n  z: } \nb: 1\n", PRONY_YAML_FLOW, "{x: y,\n  z: }" },
  { "a:\n  - x\n  - y: 'z' # c\n\n# d\nb: 1\n", PRONY_YAML_BLOCK, "- x\n  - y: 'z'" },
  { "a:\n  x: 1\n  é:\n    - |\n      t\n\n\nb: 1\n", PRONY_YAML_BLOCK,
    "x: 1\n  é:\n    - |\n      t" },
};

static void
test_nodes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autoptr (PronyProblems) problems = prony_problems_new ("f");
      g_autoptr (PronyYamlNode) root =
        prony_yaml_parse (nodes[i].text, strlen (nodes[i].text), problems);
      PronyYamlNode *node = prony_yaml_node_get (root, "a");
      g_autofree char *written = NULL;

      g_assert_nonnull (node);
      written =
        g_strndup (nodes[i].text + node->start.offset, node->end.offset - node->start.offset);
      g_assert_cmpstr (written, ==, nodes[i].written);
      g_assert_cmpint (node->style, ==, nodes[i].style);
    }
}

/* Where the text's @part is written as, at line and column. */
static const struct
{
  const char *text;
  const char *part;
  guint line;
  guint column;
} parts[] = {
  { "a: xyz\n", "z", 1, 6 },
  { "a: 'it''s z'\n", "z", 1, 11 },
  { "a: \"\\t\\x41\\u00e9\\N z\"\n", "z", 1, 20 },
  { "a: \"\\U0001F600 é z\"\n", "z", 1, 18 },
  { "a: x\n  z\n", "z", 1, 4 },
  { "a: x\n  {z}\n", "{z}", 2, 3 },
  { "a: | # {\n    {y}\n\n      {z}\n", "{z}", 4, 7 },
  { "a: >\n  x\n  y {z}\n", "{z}", 3, 5 },
  { "a: \"{y} \\\n  {z}\"\n", "{z}", 2, 3 },
  { "a: \"\\x7by} {z}\"\n", "{z}", 1, 4 },
};

static void
test_parts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *text = parts[i].text;
      g_autoptr (PronyProblems) problems = prony_problems_new ("f");
      g_autoptr (PronyTextPlaces) finder = prony_text_places_new (text, strlen (text));
      g_autoptr (PronyYamlNode) root = prony_yaml_parse (text, strlen (text), problems);
      PronyYamlNode *node = prony_yaml_node_get (root, "a");
      PronyTextPlace place;

      g_assert_nonnull (node);
      place = prony_yaml_node_locate (node, text, finder,
                                      (gsize) (strstr (node->text, parts[i].part) - node->text));
      g_assert_cmpuint (place.line, ==, parts[i].line);
      g_assert_cmpuint (place.column, ==, parts[i].column);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scenario-yaml/places", test_places);
  g_test_add_func ("/scenario-yaml/far-places", test_far_places);
  g_test_add_func ("/scenario-yaml/nodes", test_nodes);
  g_test_add_func ("/scenario-yaml/parts", test_parts);
  return g_test_run ();
}
