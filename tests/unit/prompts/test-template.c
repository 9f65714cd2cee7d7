/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "core/prompts/prony-template.h"

/* Pieces are written one after another: literals as they are, values as <name>,
 * filler as [kind*tokens], mistakes as !text!. */
static const struct
{
  const char *text;
  const char *pieces;
} templates[] = {
  { "", "" },
  { "plain text", "plain text" },
  { "{a}", "<a>" },
  { "Say {word_1}, {word_1}!", "Say <word_1>, <word_1>!" },
  { "{a}{b}", "<a><b>" },
  { "{text:2000}", "[text*2000]" },
  { "{contract:1} {log:2} {code:3}", "[contract*1] [log*2] [code*3]" },
  { "{text:262144}", "[text*262144]" },
  { "{text:262145}", "!text:262145!" },
  { "{text:*} {code:*}{a}", "[text*0] [code*0]<a>" },
  { "{text:**}", "!text:**!" },
  { "{prose:*}", "!prose:*!" },
  { "{text:0}", "!text:0!" },
  { "{text:}", "!text:!" },
  { "{text:-1}", "!text:-1!" },
  { "{text:1.5}", "!text:1.5!" },
  { "{prose:5}", "!prose:5!" },
  { "{{a}}", "{a}" },
  { "{{text:5}}", "{text:5}" },
  { "{{{a}}}", "{{a}}" },
  { "{", "{" },
  { "}", "}" },
  { "{}", "{}" },
  { "{a", "{a" },
  { "{a b}", "{a b}" },
  { "{1}", "{1}" },
  { "{ a }", "{ a }" },
  { "{\"a\": {\"b\": 1}}", "{\"a\": {\"b\": 1}}" },
  { "if (x) { return y; }", "if (x) { return y; }" },
  { "{größe}", "{größe}" },
};

static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autoptr (GArray) pieces = prony_template_parse (templates[i].text);
      g_autoptr (GString) text = g_string_new (NULL);
      gsize offset = 0;

      for (guint j = 0; j < pieces->len; j++)
        {
          const PronyTemplatePiece *piece = &g_array_index (pieces, PronyTemplatePiece, j);

          g_assert_cmpuint (piece->offset, >=, offset);
          offset = piece->offset;
          if (piece->kind == PRONY_TEMPLATE_LITERAL)
            g_string_append (text, piece->text);
          else if (piece->kind == PRONY_TEMPLATE_VALUE)
            g_string_append_printf (text, "<%s>", piece->text);
          else if (piece->kind == PRONY_TEMPLATE_MISTAKE)
            g_string_append_printf (text, "!%s!", piece->text);
          else if (piece->kind == PRONY_TEMPLATE_FILLER ||
                   piece->kind == PRONY_TEMPLATE_OPEN_FILLER)
            g_string_append_printf (text, "[%s*%u]", prony_filler_kind_to_string (piece->filler),
                                    piece->tokens);
        }
      g_assert_cmpstr (text->str, ==, templates[i].pieces);
    }
}

/* Where pieces begin, for mistakes and editors. */
static void
test_offsets (void)
{
  static const gsize offsets[] = { 0, 6, 9, 10, 18 };
  g_autoptr (GArray) pieces = prony_template_parse ("{{b}} {a} {text:5}{c}");

  g_assert_cmpuint (pieces->len, ==, G_N_ELEMENTS (offsets));
  for (guint i = 0; i < pieces->len; i++)
    g_assert_cmpuint (g_array_index (pieces, PronyTemplatePiece, i).offset, ==, offsets[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/template/pieces", test_pieces);
  g_test_add_func ("/template/offsets", test_offsets);
  return g_test_run ();
}
