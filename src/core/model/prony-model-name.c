/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-model"

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/prony-util.h"
#include "core/model/prony-model-name.h"

/* Names of models follow customs, not rules: "Qwen/Qwen2.5-7B-Instruct-AWQ",
 * "llama3.1:8b-instruct-q4_K_M", "Meta-Llama-3-8B-Instruct.Q5_K_S.gguf". A name is
 * cut into words; those that are a size or a quantization are taken out by their
 * form, what stands before them is the family, the rest is the variant. */

#define MAX_WORDS 24
#define MAX_LENGTH 200

typedef struct
{
  char *text;
  gboolean used;
} Word;

typedef struct
{
  Word words[MAX_WORDS];
  guint n;
} Words;

static gboolean
is_one_of (const char *text, const char *const *list)
{
  return g_strv_contains (list, text);
}

/* How many digits @text begins with. */
static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* How many bytes of a number such as "7" or "2.5" @text begins with. */
static gsize
measure_number (const char *text)
{
  gsize whole = count_digits (text);
  gsize part;

  if (whole == 0 || whole > 5)
    return 0;
  if (text[whole] != '.')
    return whole;

  part = count_digits (text + whole + 1);
  return part > 0 && part <= 4 ? whole + 1 + part : whole;
}

/* "7b", "1.5b", "135m", "1t", "8x7b", "e4b" */
static gboolean
is_size (const char *word)
{
  gsize length;

  if (*word == 'e')
    word++;
  length = measure_number (word);
  if (length > 0 && word[length] == 'x')
    {
      word += length + 1;
      length = measure_number (word);
    }
  return length > 0 && strchr ("bmt", word[length]) != NULL && word[length] != '\0' &&
         word[length + 1] == '\0';
}

/* What follows a size and belongs to it: "a3b" of those that work at once, "16e" for
 * so many experts. */
static gboolean
is_size_detail (const char *word)
{
  if (*word == 'a')
    return is_size (word + 1);

  return count_digits (word) > 0 && strcmp (word + count_digits (word), "e") == 0;
}

/* "q4", "iq2", "tq1", "q8": the first word of llama.cpp's names for quantizations. */
static gboolean
is_ggml_type (const char *word)
{
  if (*word == 'i' || *word == 't')
    word++;
  return word[0] == 'q' && word[1] >= '1' && word[1] <= '8' && word[2] == '\0';
}

static gboolean
is_ggml_detail (const char *word)
{
  static const char *const details[] = {
    "k", "0", "1", "s", "m", "l", "xxs", "xs", "xl", "nl", NULL
  };

  return is_one_of (word, details);
}

static gboolean
is_quantization (const char *word)
{
  static const char *const names[] = { "awq",  "gptq", "exl2", "exl3",  "fp32",  "f32",  "bf16",
                                       "fp16", "f16",  "fp8",  "int8",  "int4",  "fp4",  "mxfp4",
                                       "nf4",  "hqq",  "aqlm", "nvfp4", "bnb",   "qat",  "mxfp8",
                                       "8bit", "4bit", "w8a8", "w4a16", "w8a16", "6bit", "5bit",
                                       "3bit", "2bit", "w4a8", NULL };
  gsize length = measure_number (word);

  return is_one_of (word, names) || (length > 0 && strcmp (word + length, "bpw") == 0);
}

/* Words that tell versions of one family apart and so begin the variant. */
static gboolean
is_variant (const char *word)
{
  static const char *const names[] = {
    "instruct", "chat",  "it",          "base",  "mini",    "small",   "medium",   "large",
    "tiny",     "nano",  "lite",        "turbo", "preview", "latest",  "thinking", "reasoning",
    "hf",       "text",  "pt",          "dpo",   "sft",     "distill", "scout",    "maverick",
    "plus",     "air",   "pro",         "flash", "ultra",   "super",   "max",      "beta",
    "alpha",    "dense", "uncensored",  "gguf",  "mlx",     "ggml",    "inst",     "abliterated",
    "imatrix",  "i1",    "safetensors", NULL
  };

  return is_one_of (word, names);
}

/* Words that name a family of their own even after a version: "qwen2.5-coder". */
static gboolean
is_speciality (const char *word)
{
  static const char *const names[] = { "coder", "code",  "math", "vl",  "vision",
                                       "omni",  "audio", "next", "moe", NULL };

  return is_one_of (word, names);
}

static gboolean
is_format (const char *word)
{
  static const char *const names[] = { "gguf", "ggml", "mlx", "latest", "safetensors", NULL };

  return is_one_of (word, names);
}

/* The name without folders, the file's ending and the number of a part. */
static char *
get_base_name (const char *id)
{
  const char *start = id;
  char *base;
  char *part;

  for (const char *p = id; *p != '\0'; p++)
    if ((*p == '/' || *p == '\\') && p[1] != '\0')
      start = p + 1;

  base = g_ascii_strdown (start, -1);
  if (g_str_has_suffix (base, ".gguf"))
    base[strlen (base) - strlen (".gguf")] = '\0';
  part = strstr (base, "-of-");
  if (part != NULL && part - base > 6 && count_digits (part - 5) == 5 && part[-6] == '-')
    part[-6] = '\0';
  return base;
}

static gboolean
starts_ggml_type (const char *word, gsize length)
{
  g_autofree char *text = g_strndup (word, length);

  return is_ggml_type (text);
}

/* A dot within a number is part of it; an underscore stands for such a dot in names
 * that may have none ("1_6b"), but not in "q4_0". */
static gboolean
goes_on (const char *word, const char *p)
{
  if (*p == '.' || *p == '_')
    return p > word && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]) &&
           !starts_ggml_type (word, p - word);

  return g_ascii_isalnum (*p) || (guchar) *p >= 0x80;
}

static void
split_words (const char *base, Words *words)
{
  const char *p = base;

  while (*p != '\0' && words->n < MAX_WORDS)
    {
      const char *start = p;

      while (*p != '\0' && goes_on (start, p))
        p++;
      if (p > start)
        {
          char *text = g_strndup (start, p - start);

          words->words[words->n++].text = g_strdelimit (text, "_", '.');
        }
      else
        {
          p++;
        }
    }
}

static void
words_clear (Words *words)
{
  for (guint i = 0; i < words->n; i++)
    g_free (words->words[i].text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static char *
take (Words *words, guint i)
{
  words->words[i].used = TRUE;
  return words->words[i].text;
}

/* llama.cpp's types are names with underscores: "Q4_K_M". */
static char *
find_ggml_quantization (Words *words)
{
  for (guint i = 0; i < words->n; i++)
    if (is_ggml_type (words->words[i].text))
      {
        g_autoptr (GString) name = g_string_new (take (words, i));

        for (guint j = i + 1; j < words->n && is_ggml_detail (words->words[j].text); j++)
          g_string_append_printf (name, "_%s", take (words, j));
        return g_ascii_strup (name->str, -1);
      }

  return NULL;
}

/* "GPTQ-INT4", "AWQ", "4bit": capitals but for units. */
static char *
find_other_quantization (Words *words)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < words->n; i++)
    if (is_quantization (words->words[i].text))
      {
        const char *text = take (words, i);
        g_autofree char *upper =
          g_ascii_isdigit (*text) ? g_strdup (text) : g_ascii_strup (text, -1);

        g_string_append_printf (name, "%s%s", name->len > 0 ? "-" : "", upper);
      }

  return name->len > 0 ? g_string_free (g_steal_pointer (&name), FALSE) : NULL;
}

/* Capitals, but for the "x" between the number of experts and their size. */
static char *
format_size (const char *word)
{
  char *text = g_ascii_strup (word, -1);

  return g_strdelimit (text, "X", 'x');
}

static char *
find_size (Words *words)
{
  for (guint i = 0; i < words->n; i++)
    if (!words->words[i].used && is_size (words->words[i].text))
      {
        g_autofree char *size = format_size (take (words, i));
        g_autofree char *detail = NULL;

        if (i + 1 == words->n || !is_size_detail (words->words[i + 1].text))
          return g_steal_pointer (&size);

        detail = format_size (take (words, i + 1));
        return g_strconcat (size, "-", detail, NULL);
      }

  return NULL;
}

/* "v2", "r1" */
static gboolean
is_lettered_version (const char *word)
{
  return (*word == 'v' || *word == 'r') && measure_number (word + 1) > 0 &&
         word[1 + measure_number (word + 1)] == '\0';
}

static gboolean
is_number (const char *word)
{
  gsize length = measure_number (word);

  return length > 0 && (word[length] == '\0' || strcmp (word + length, "n") == 0);
}

static gboolean
ends_with_digit (const char *word)
{
  return g_ascii_isdigit (word[strlen (word) - 1]);
}

/* Makers whose names stand before the family's in some places and not in others. */
static gboolean
is_maker (const char *word)
{
  static const char *const names[] = { "meta",   "c4ai",      "google", "ibm",
                                       "openai", "microsoft", "nvidia", NULL };

  return is_one_of (word, names);
}

/* The words before the first that is something else. A version is written onto the
 * name, so that "Llama-3.1" and "llama3.1" are one family. */
static char *
find_family (Words *words)
{
  g_autoptr (GString) family = g_string_new (NULL);
  gboolean has_version = FALSE;
  guint i = 0;

  if (words->n > 1 && is_maker (words->words[0].text) && !words->words[1].used)
    take (words, i++);
  if (i >= words->n || words->words[i].used || !g_ascii_isalpha (*words->words[i].text))
    return NULL;

  for (guint first = i; i < words->n && !words->words[i].used; i++)
    {
      const char *word = words->words[i].text;
      gboolean version = i == first + 1 && is_number (word) && !has_version;

      if (i > first && !version && has_version && !is_speciality (word) &&
          !is_lettered_version (word))
        break;
      if (i > first && !version && (is_variant (word) || g_ascii_isdigit (*word)))
        break;

      g_string_append_printf (family, "%s%s", i == first || version ? "" : "-", word);
      has_version = has_version || version || is_lettered_version (word) || ends_with_digit (word);
      take (words, i);
    }

  return g_string_free (g_steal_pointer (&family), FALSE);
}

static char *
join_rest (Words *words)
{
  g_autoptr (GString) rest = g_string_new (NULL);

  for (guint i = 0; i < words->n; i++)
    if (!words->words[i].used && !is_format (words->words[i].text))
      g_string_append_printf (rest, "%s%s", rest->len > 0 ? "-" : "", words->words[i].text);

  return rest->len > 0 ? g_string_free (g_steal_pointer (&rest), FALSE) : NULL;
}

/**
 * prony_model_name_shorten:
 * @id: what an engine calls a model
 *
 * llama.cpp names a model by the path of its file; the name of the file says enough.
 *
 * Returns: (transfer full): @id for people
 */
char *
prony_model_name_shorten (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return g_path_is_absolute (id) ? g_path_get_basename (id) : g_strdup (id);
}

/**
 * prony_model_name_read:
 * @id: a model's name, as an engine or a file has it
 * @name: (out caller-allocates): where what it says goes; all %NULL for a name that
 *   says nothing. To be cleared with prony_model_name_clear()
 *
 * Reads what people put into the names of models: family, size, quantization. A
 * guess by custom, for where the engine does not say. Any thread.
 */
void
prony_model_name_read (const char *id, PronyModelName *name)
{
  g_auto (Words) words = { 0 };
  g_autofree char *base = NULL;

  g_return_if_fail (id != NULL);
  g_return_if_fail (name != NULL);

  memset (name, 0, sizeof *name);
  if (!g_utf8_validate (id, -1, NULL))
    return;

  base = get_base_name (id);
  if (strlen (base) > MAX_LENGTH)
    return;

  split_words (base, &words);
  name->quantization = find_ggml_quantization (&words);
  if (name->quantization == NULL)
    name->quantization = find_other_quantization (&words);
  name->parameter_size = find_size (&words);
  name->family = find_family (&words);
  name->variant = join_rest (&words);
}

/**
 * prony_model_name_clear:
 * @name: what a name says
 *
 * Frees what is in it.
 */
void
prony_model_name_clear (PronyModelName *name)
{
  g_clear_pointer (&name->family, g_free);
  g_clear_pointer (&name->parameter_size, g_free);
  g_clear_pointer (&name->quantization, g_free);
  g_clear_pointer (&name->variant, g_free);
}

/**
 * prony_model_name_complete:
 * @model: a model, as far as its engine describes it
 * @id: a name of it: its own, or that of its file or source
 *
 * Fills in from a name what the engine did not say: family, parameter size and
 * quantization.
 */
void
prony_model_name_complete (PronyModelInfo *model, const char *id)
{
  g_auto (PronyModelName) name = { 0 };

  g_return_if_fail (model != NULL);
  g_return_if_fail (id != NULL);

  if (model->family != NULL && model->parameter_size != NULL && model->quantization != NULL)
    return;

  prony_model_name_read (id, &name);
  if (model->family == NULL)
    model->family = g_steal_pointer (&name.family);
  if (model->parameter_size == NULL)
    model->parameter_size = g_steal_pointer (&name.parameter_size);
  if (model->quantization == NULL)
    {
      model->quantization = g_steal_pointer (&name.quantization);
      model->quantization_guessed = model->quantization != NULL;
    }
}

/**
 * prony_model_name_count_parameters:
 * @parameter_size: (nullable): such as "8.0B", "135M", "8x7B" or "30B-A3B"
 *
 * Returns: how many parameters that is, for sorting; NAN for any other text
 */
double
prony_model_name_count_parameters (const char *parameter_size)
{
  g_autofree char *text = NULL;
  const char *p;
  double factor = 1;
  gsize length;

  if (parameter_size == NULL)
    return NAN;

  text = g_ascii_strdown (parameter_size, -1);
  p = *text == 'e' ? text + 1 : text;
  length = measure_number (p);
  if (length > 0 && p[length] == 'x')
    {
      factor = g_ascii_strtod (p, NULL);
      p += length + 1;
      length = measure_number (p);
    }
  if (length == 0)
    return NAN;

  switch (p[length])
    {
    case 'm':
      return factor * g_ascii_strtod (p, NULL) * 1e6;
    case 'b':
      return factor * g_ascii_strtod (p, NULL) * 1e9;
    case 't':
      return factor * g_ascii_strtod (p, NULL) * 1e12;
    default:
      return NAN;
    }
}

/* Nothing known comes last. */
static int
compare_words (const char *left, const char *right)
{
  if (left == NULL || right == NULL)
    return (left == NULL) - (right == NULL);

  return strcmp (left, right);
}

static int
compare_sizes (const char *left, const char *right)
{
  double left_count = prony_model_name_count_parameters (left);
  double right_count = prony_model_name_count_parameters (right);

  if (isnan (left_count) || isnan (right_count))
    return isnan (left_count) - isnan (right_count);

  return (left_count > right_count) - (left_count < right_count);
}

/**
 * prony_model_name_compare:
 * @left: a model
 * @right: another
 *
 * Compares by family, number of parameters, quantization and name, so that sorted models
 * are in the order of their family tree.
 *
 * Returns: as strcmp() does
 */
int
prony_model_name_compare (const PronyModelInfo *left, const PronyModelInfo *right)
{
  int order;

  g_return_val_if_fail (left != NULL, 0);
  g_return_val_if_fail (right != NULL, 0);

  order = compare_words (left->family, right->family);
  if (order == 0)
    order = compare_sizes (left->parameter_size, right->parameter_size);
  if (order == 0)
    order = compare_words (left->parameter_size, right->parameter_size);
  if (order == 0)
    order = compare_words (left->quantization, right->quantization);
  return order != 0 ? order : strcmp (left->id, right->id);
}
