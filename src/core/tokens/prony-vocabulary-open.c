/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-tokens"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/prony-error.h"
#include "core/tokens/prony-gguf-vocabulary.h"
#include "core/tokens/prony-gguf.h"
#include "core/tokens/prony-tiktoken-file.h"
#include "core/tokens/prony-tokenizer-json.h"
#include "core/tokens/prony-vocabulary-private.h"

/* GGUF files have the whole model in them, so they are not read into memory. */
static gboolean
check_file (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_NOT_FOUND,
                 /* Translators: %s is the reason, from the system */
                 _ ("It cannot be opened: %s."), g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT, _ ("It is not a file."));
  else if (!prony_gguf_has_magic (path) && status.st_size > PRONY_VOCABULARY_MAX_FILE)
    g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                 _ ("It has more than %u MiB, which no vocabulary has."),
                 PRONY_VOCABULARY_MAX_FILE >> 20);
  else
    return TRUE;

  return FALSE;
}

static PronyVocabulary *
read_file (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  gsize length;
  gsize start;

  /* Of a model's file, whatever its size, only the beginning is read. */
  if (prony_gguf_has_magic (path))
    return prony_gguf_vocabulary_read (path, error);
  if (!check_file (path, error))
    return NULL;
  if (prony_gguf_has_magic (path))
    return prony_gguf_vocabulary_read (path, error);
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  start = strspn (text, " \t\r\n");
  if (text[start] == '{')
    return prony_tokenizer_json_read (text, length, error);
  return prony_tiktoken_file_read (name, text, length, error);
}

/**
 * prony_vocabulary_open:
 * @path: a tokenizer.json, a .tiktoken or GGUF file, or a folder with a tokenizer.json
 * @error: return location for an error
 *
 * Reads a vocabulary. What kind of file it is, its content says. The largest published
 * vocabularies (33 MB) take about a second, so no main thread should do this.
 *
 * Returns: (transfer full): the vocabulary, or %NULL when it cannot be read or has
 *   something that Prony does not know; the message begins with the path
 */
PronyVocabulary *
prony_vocabulary_open (const char *path, GError **error)
{
  g_autofree char *file = NULL;
  PronyVocabulary *self;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, "tokenizer.json", NULL)
                                                : g_strdup (path);
  self = read_file (file, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", file);
  return self;
}
