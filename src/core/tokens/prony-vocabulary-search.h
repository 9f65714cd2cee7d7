/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/tokens/prony-vocabulary-finder.h"

G_BEGIN_DECLS

/**
 * PronyVocabularySearch:
 * @files: (element-type PronyVocabularyFile): what was found, the best place first
 * @budget: how many names of files may still be looked at
 *
 * One look through the folders of this user. To be put on the stack.
 */
typedef struct
{
  GPtrArray *files;
  guint budget;
} PronyVocabularySearch;

void prony_vocabulary_search_add (PronyVocabularySearch *self,
                                  const char *owner,
                                  const char *path,
                                  GStrvBuilder *names);
GPtrArray *prony_vocabulary_search_read_folder (PronyVocabularySearch *self, const char *path);
char *prony_vocabulary_search_read_text (const char *path);
gboolean prony_vocabulary_search_is_model (const char *name);

void prony_vocabulary_search_ollama (PronyVocabularySearch *self);
void prony_vocabulary_search_lm_studio (PronyVocabularySearch *self);
void prony_vocabulary_search_llamacpp (PronyVocabularySearch *self);

G_END_DECLS
