/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-split-pattern.h"
#include "core/tokens/prony-tokenizer-steps.h"

/* The steps "normalizer" and "pre_tokenizer" of a tokenizer.json. A step is an object
 * with a "type" and what that type needs; "Sequence" has steps within it. All members
 * of the types that Prony knows are read into one struct first, since "type" may come
 * last. */

#define MAX_DEPTH 8

/* The white space and the word characters of Rust's regular expressions, by which the
 * type "Whitespace" is defined; the latter have the two joiners. */
#define RUST_WORD "\\w\\x{200c}\\x{200d}"

/* ASCII's and Unicode's, as the type "Punctuation" is defined. */
#define PUNCTUATION "[\\p{P}$+<=>^`|~]"

typedef struct
{
  GString *type;
  GString *pattern; /* of "pattern" */
  gboolean is_regex;
  GString *content;
  GString *prepend;
  GString *behavior;
  GString *replacement;
  GString *prepend_scheme;
  gboolean invert;
  gboolean add_prefix_space;
  gboolean use_regex;
  gboolean individual_digits;
  gboolean split;
  gboolean strip_left;
  gboolean strip_right;
  PronyJsonCursor steps; /* of a sequence; its text is NULL where there are none */
} Step;

static void
step_init (Step *step)
{
  *step = (Step){ .add_prefix_space = TRUE, .use_regex = TRUE, .split = TRUE };
  step->type = g_string_new (NULL);
  step->pattern = g_string_new (NULL);
  step->content = g_string_new (NULL);
  step->prepend = g_string_new (NULL);
  step->behavior = g_string_new ("Isolated");
  step->replacement = g_string_new ("▁");
  step->prepend_scheme = g_string_new (NULL);
}

static void
step_clear (Step *step)
{
  g_string_free (step->type, TRUE);
  g_string_free (step->pattern, TRUE);
  g_string_free (step->content, TRUE);
  g_string_free (step->prepend, TRUE);
  g_string_free (step->behavior, TRUE);
  g_string_free (step->replacement, TRUE);
  g_string_free (step->prepend_scheme, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, step_clear)

static gboolean
refuse (GError **error, const char *what, const char *name)
{
  g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
               /* Translators: the member of a file, and what it says there */
               _ ("Its “%s” is “%s”, which Prony does not know."), what, name);
  return FALSE;
}

/* {"String": "x"}, {"Regex": "x"}, or, in older files, only "x". */
static gboolean
read_pattern (PronyJsonCursor *cursor, Step *step)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (prony_json_cursor_peek (cursor) == '"')
    return prony_json_cursor_read_string (cursor, step->pattern);
  if (!prony_json_cursor_enter (cursor, '{') || !prony_json_cursor_next_member (cursor, name))
    return prony_json_cursor_fail (cursor);

  step->is_regex = strcmp (name->str, "Regex") == 0;
  if (!step->is_regex && strcmp (name->str, "String") != 0)
    return prony_json_cursor_fail (cursor);
  return prony_json_cursor_read_string (cursor, step->pattern) &&
         (!prony_json_cursor_next (cursor, '}') || prony_json_cursor_fail (cursor));
}

static gboolean
read_member (PronyJsonCursor *cursor, Step *step, const char *name)
{
  const struct
  {
    const char *name;
    GString *text;
    gboolean *flag;
  } members[] = {
    { "type", step->type },
    { "content", step->content },
    { "prepend", step->prepend },
    { "behavior", step->behavior },
    { "replacement", step->replacement },
    { "prepend_scheme", step->prepend_scheme },
    { "invert", NULL, &step->invert },
    { "add_prefix_space", NULL, &step->add_prefix_space },
    { "use_regex", NULL, &step->use_regex },
    { "individual_digits", NULL, &step->individual_digits },
    { "split", NULL, &step->split },
    { "strip_left", NULL, &step->strip_left },
    { "strip_right", NULL, &step->strip_right },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (name, members[i].name) == 0)
      return members[i].text != NULL ? prony_json_cursor_read_string (cursor, members[i].text)
                                     : prony_json_cursor_read_boolean (cursor, members[i].flag);

  if (strcmp (name, "pattern") == 0)
    return read_pattern (cursor, step);
  if (strcmp (name, "normalizers") == 0 || strcmp (name, "pretokenizers") == 0)
    step->steps = *cursor;
  return prony_json_cursor_skip (cursor);
}

static gboolean
read_step (PronyJsonCursor *cursor, Step *step)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if (!prony_json_cursor_enter (cursor, '{'))
    return FALSE;
  while (prony_json_cursor_next_member (cursor, name))
    if (!read_member (cursor, step, name->str))
      return FALSE;
  return !cursor->failed;
}

typedef gboolean (*StepFunc) (PronyVocabularyParts *parts, const Step *step, GError **error);

/* Hands one step to the function, or all those within a sequence. FALSE without an
 * error means that the document is broken. */
static gboolean
read_steps (
  PronyJsonCursor *cursor, PronyVocabularyParts *parts, StepFunc func, guint depth, GError **error)
{
  g_auto (Step) step = { 0 };

  step_init (&step);
  if (depth > MAX_DEPTH)
    return prony_json_cursor_fail (cursor);
  if (prony_json_cursor_peek (cursor) == 'n')
    return prony_json_cursor_skip (cursor);
  if (!read_step (cursor, &step))
    return FALSE;
  if (strcmp (step.type->str, "Sequence") != 0)
    return func (parts, &step, error);

  if (step.steps.text == NULL || !prony_json_cursor_enter (&step.steps, '['))
    return prony_json_cursor_fail (cursor);
  while (prony_json_cursor_next (&step.steps, ']'))
    if (!read_steps (&step.steps, parts, func, depth + 1, error))
      {
        cursor->failed = step.steps.failed;
        return FALSE;
      }
  cursor->failed = step.steps.failed;
  return !cursor->failed;
}

static gboolean
add_replace (PronyTextNormalizer *normalizer, const Step *step, GError **error)
{
  if (step->is_regex)
    return refuse (error, "normalizer", "Replace, Regex");
  if (step->pattern->len == 0 || strlen (step->pattern->str) != step->pattern->len)
    return refuse (error, "normalizer", "Replace");

  prony_text_normalizer_add_replace (normalizer, step->pattern->str, step->content->str);
  return TRUE;
}

static gboolean
add_normalizer (PronyVocabularyParts *parts, const Step *step, GError **error)
{
  static const struct
  {
    const char *name;
    GNormalizeMode form;
  } forms[] = {
    { "NFC", G_NORMALIZE_NFC },
    { "NFD", G_NORMALIZE_NFD },
    { "NFKC", G_NORMALIZE_NFKC },
    { "NFKD", G_NORMALIZE_NFKD },
  };
  PronyTextNormalizer *normalizer = parts->normalizer;
  const char *type = step->type->str;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (type, forms[i].name) == 0)
      {
        prony_text_normalizer_add_form (normalizer, forms[i].form);
        return TRUE;
      }

  if (strcmp (type, "Replace") == 0)
    return add_replace (normalizer, step, error);
  if (strcmp (type, "Prepend") == 0)
    prony_text_normalizer_add_prepend (normalizer, step->prepend->str);
  else if (strcmp (type, "Lowercase") == 0)
    prony_text_normalizer_add_lowercase (normalizer);
  else if (strcmp (type, "Strip") == 0)
    prony_text_normalizer_add_strip (normalizer, step->strip_left, step->strip_right);
  else
    return refuse (error, "normalizer", type);
  return TRUE;
}

/**
 * prony_tokenizer_steps_read_normalizer:
 * @cursor: a cursor at the value of "normalizer"
 * @parts: gets the steps
 * @error: return location for an error
 *
 * Returns: %FALSE with @error set when a step is not known, and without when the
 *   document is broken
 */
gboolean
prony_tokenizer_steps_read_normalizer (PronyJsonCursor *cursor,
                                       PronyVocabularyParts *parts,
                                       GError **error)
{
  return read_steps (cursor, parts, add_normalizer, 0, error);
}

static gboolean
find_behavior (const char *name, PronySplitBehavior *behavior, GError **error)
{
  static const struct
  {
    const char *name;
    PronySplitBehavior behavior;
  } behaviors[] = {
    { "Isolated", PRONY_SPLIT_ISOLATED },
    { "Removed", PRONY_SPLIT_REMOVED },
    { "Contiguous", PRONY_SPLIT_CONTIGUOUS },
    { "MergedWithPrevious", PRONY_SPLIT_WITH_PREVIOUS },
    { "MergedWithNext", PRONY_SPLIT_WITH_NEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (behaviors); i++)
    if (strcmp (name, behaviors[i].name) == 0)
      {
        *behavior = behaviors[i].behavior;
        return TRUE;
      }
  return refuse (error, "behavior", name);
}

static gboolean
add_split (PronyTextSplitter *splitter, const Step *step, const char *pattern, GError **error)
{
  PronySplitBehavior behavior;

  return find_behavior (step->behavior->str, &behavior, error) &&
         prony_text_splitter_add_pattern (splitter, pattern, behavior, step->invert, error);
}

static gboolean
add_pattern (PronyTextSplitter *splitter, const Step *step, GError **error)
{
  g_autofree char *quoted = NULL;

  if (step->pattern->len == 0 || strlen (step->pattern->str) != step->pattern->len)
    return refuse (error, "pre_tokenizer", "Split");
  if (step->is_regex)
    return add_split (splitter, step, step->pattern->str, error);

  quoted = prony_split_pattern_quote (step->pattern->str);
  return add_split (splitter, step, quoted, error);
}

static gboolean
add_byte_level (PronyVocabularyParts *parts, const Step *step, GError **error)
{
  parts->of_bytes = TRUE;
  parts->alphabet = TRUE;
  if (step->add_prefix_space &&
      !prony_text_splitter_add_space (parts->splitter, NULL, PRONY_SPLIT_PREFIX_ALWAYS, error))
    return FALSE;

  return !step->use_regex ||
         prony_text_splitter_add_pattern (parts->splitter, PRONY_SPLIT_PATTERN_GPT_2,
                                          PRONY_SPLIT_ISOLATED, FALSE, error);
}

static gboolean
add_metaspace (PronyTextSplitter *splitter, const Step *step, GError **error)
{
  const char *scheme = step->prepend_scheme->str;
  g_autofree char *quoted = prony_split_pattern_quote (step->replacement->str);
  PronySplitPrefix prefix;

  if (step->replacement->len == 0)
    return refuse (error, "replacement", "");
  if (strcmp (scheme, "first") == 0)
    prefix = PRONY_SPLIT_PREFIX_FIRST;
  else if (strcmp (scheme, "never") == 0)
    prefix = PRONY_SPLIT_PREFIX_NONE;
  else if (strcmp (scheme, "always") == 0)
    prefix = PRONY_SPLIT_PREFIX_ALWAYS;
  else if (*scheme == '\0')
    prefix = step->add_prefix_space ? PRONY_SPLIT_PREFIX_ALWAYS : PRONY_SPLIT_PREFIX_NONE;
  else
    return refuse (error, "prepend_scheme", scheme);

  return prony_text_splitter_add_space (splitter, step->replacement->str, prefix, error) &&
         (!step->split ||
          prony_text_splitter_add_pattern (splitter, quoted, PRONY_SPLIT_WITH_NEXT, FALSE, error));
}

static gboolean
add_pre_tokenizer (PronyVocabularyParts *parts, const Step *step, GError **error)
{
  PronyTextSplitter *splitter = parts->splitter;
  const char *type = step->type->str;

  /* From here on the pieces would be written in the alphabet of bytes. */
  if (parts->of_bytes)
    return refuse (error, "pre_tokenizer", "ByteLevel, …");

  if (strcmp (type, "ByteLevel") == 0)
    return add_byte_level (parts, step, error);
  if (strcmp (type, "Split") == 0)
    return add_pattern (splitter, step, error);
  if (strcmp (type, "Metaspace") == 0)
    return add_metaspace (splitter, step, error);
  if (strcmp (type, "Digits") == 0)
    return prony_text_splitter_add_pattern (
      splitter, step->individual_digits ? "\\p{N}" : "\\p{N}+", PRONY_SPLIT_ISOLATED, FALSE, error);
  if (strcmp (type, "Punctuation") == 0)
    return add_split (splitter, step, PUNCTUATION, error);
  if (strcmp (type, "Whitespace") == 0)
    return prony_text_splitter_add_pattern (splitter, "[" RUST_WORD "]+|[^" RUST_WORD "\\s]+",
                                            PRONY_SPLIT_REMOVED, TRUE, error);
  if (strcmp (type, "WhitespaceSplit") == 0)
    return prony_text_splitter_add_pattern (splitter, "\\s", PRONY_SPLIT_REMOVED, FALSE, error);
  return refuse (error, "pre_tokenizer", type);
}

/**
 * prony_tokenizer_steps_read_pre_tokenizer:
 * @cursor: a cursor at the value of "pre_tokenizer"
 * @parts: gets the stages
 * @error: return location for an error
 *
 * Returns: %FALSE with @error set when a step is not known, and without when the
 *   document is broken
 */
gboolean
prony_tokenizer_steps_read_pre_tokenizer (PronyJsonCursor *cursor,
                                          PronyVocabularyParts *parts,
                                          GError **error)
{
  return read_steps (cursor, parts, add_pre_tokenizer, 0, error);
}
