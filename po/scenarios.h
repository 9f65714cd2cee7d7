/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 *
 * Written by po/scenarios.py from data/scenarios, for xgettext alone.
 */

/* Translators: the title of the scenario “long-long” */
N_("Long Prompt, Long Completion")

/* Translators: the description of the scenario “long-long” */
N_("A long document and a request for a long piece of work about it. Both halves of the engine are busy and its memory fills up, so this shows how long real work takes and whether the rate holds while the context grows.")

/* Translators: the title of the scenario “long-short” */
N_("Long Prompt, Short Completion")

/* Translators: the description of the scenario “long-short” */
N_("A long document and one question about it. The engine spends its time reading the prompt, so this shows how fast it processes a context of about 1,000, 2,000 and 4,000 tokens and how long the first token takes to come.")

/* Translators: the title of the scenario “short-long” */
N_("Short Prompt, Long Completion")

/* Translators: the description of the scenario “short-long” */
N_("A short request for a long text. The engine spends its time generating, so this shows the rate that it sustains over hundreds of tokens, how even the rate is, and whether it slows down towards the end.")

/* Translators: the title of the scenario “short-short” */
N_("Short Prompt, Short Completion")

/* Translators: the description of the scenario “short-short” */
N_("A quick question and a quick answer, as in a chat. Nearly all of the time is waiting for the first token, so this shows how responsive an engine is and how it copes with many people at once.")
