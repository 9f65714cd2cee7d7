/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/prompts/prony-prompt-set.h"

G_BEGIN_DECLS

#define PRONY_TYPE_PROMPT_BROWSER (prony_prompt_browser_get_type ())

G_DECLARE_FINAL_TYPE (PronyPromptBrowser, prony_prompt_browser, PRONY, PROMPT_BROWSER, AdwBin)

void prony_prompt_browser_set_prompts (PronyPromptBrowser *self, PronyPromptSet *prompts);
void prony_prompt_browser_set_busy (PronyPromptBrowser *self);
void prony_prompt_browser_set_failure (PronyPromptBrowser *self, const char *sentence);

G_END_DECLS
