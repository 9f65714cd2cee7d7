/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/model/prony-model-info.h"

G_BEGIN_DECLS

/**
 * PronyModelName:
 * @family: (nullable): such as "llama3.1" or "qwen2.5-coder", in small letters
 * @parameter_size: (nullable): such as "8B", "8x7B" or "30B-A3B"
 * @quantization: (nullable): such as "Q4_K_M", "AWQ" or "4bit"
 * @variant: (nullable): what is left, such as "instruct-v0.3", in small letters
 *
 * What a model's name says about it. Begin with all zero.
 */
typedef struct
{
  char *family;
  char *parameter_size;
  char *quantization;
  char *variant;
} PronyModelName;

char *prony_model_name_shorten (const char *id);
void prony_model_name_read (const char *id, PronyModelName *name);
void prony_model_name_clear (PronyModelName *name);
void prony_model_name_complete (PronyModelInfo *model, const char *id);
double prony_model_name_count_parameters (const char *parameter_size);
int prony_model_name_compare (const PronyModelInfo *left, const PronyModelInfo *right);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PronyModelName, prony_model_name_clear)

G_END_DECLS
