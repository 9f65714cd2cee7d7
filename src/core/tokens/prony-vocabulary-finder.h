/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PronyVocabularyFile:
 * @names: (array zero-terminated=1): what engines call its model; the first is the
 *   one to show
 * @path: where it is
 * @owner: (transfer none): the name of the program that put it there
 *
 * A vocabulary that is on this computer.
 */
typedef struct
{
  char **names;
  char *path;
  const char *owner;
} PronyVocabularyFile;

void prony_vocabulary_file_free (PronyVocabularyFile *self);

char *prony_vocabulary_find (const char *model);
GPtrArray *prony_vocabulary_list (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyVocabularyFile, prony_vocabulary_file_free)

G_END_DECLS
