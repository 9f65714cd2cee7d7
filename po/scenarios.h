/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 *
 * Written by po/scenarios.py from data/scenarios, for xgettext alone.
 */

/* clang-format off */

/* Translators: the title of the scenario “batch-processing” */
N_("Batch Processing")

/* Translators: the description of the scenario “batch-processing” */
N_("Documents that are sorted and summarized overnight, ten to a hundred at a time. Nobody waits for a single answer: what counts is how much gets done in an hour, and what that costs.")

/* Translators: the title of the scenario “chatbot” */
N_("Chatbot")

/* Translators: the description of the scenario “chatbot” */
N_("Questions of customers to a support assistant, from one to fifty people at a time. Shows how many of them an engine can serve before the first word takes too long.")

/* Translators: the title of the scenario “code-completion” */
N_("Code Completion")

/* Translators: the description of the scenario “code-completion” */
N_("The beginning of a function, to be finished, as an editor asks while somebody types. The answer is short and must come at once; a rule looks whether it holds code that belongs there.")

/* Translators: the title of the scenario “curated-suite” */
N_("Curated Suite")

/* Translators: the description of the scenario “curated-suite” */
N_("Eighteen prompts from fourteen fields, three lengths by three complexities, two of each. Results can be cut by these tags: how an engine deals with short and long, with easy and hard.")

/* Translators: the title of the scenario “edge-device” */
N_("Edge Device")

/* Translators: the description of the scenario “edge-device” */
N_("Short commands and messages as a device in the house, the car or the workshop gets them, one to four at a time. Shows whether a small computer answers before a person loses patience.")

/* Translators: the title of the scenario “json-extraction” */
N_("JSON Extraction")

/* Translators: the description of the scenario “json-extraction” */
N_("A message of a few lines, out of which facts are to be taken as JSON. Each answer is parsed: the pass rate tells how often a program could have used it.")

/* Translators: the title of the scenario “long-context-16k” */
N_("Long Context, 16K")

/* Translators: the description of the scenario “long-context-16k” */
N_("A text of about sixteen thousand tokens with one sentence in it that answers the question at its end, at five depths. Shows how the time to first token grows with the context, and whether the sentence is still found.")

/* Translators: the title of the scenario “long-context-1k” */
N_("Long Context, 1K")

/* Translators: the description of the scenario “long-context-1k” */
N_("A text of about one thousand tokens with one sentence in it that answers the question at its end, at five depths. Shows how the time to first token grows with the context, and whether the sentence is still found.")

/* Translators: the title of the scenario “long-context-2k” */
N_("Long Context, 2K")

/* Translators: the description of the scenario “long-context-2k” */
N_("A text of about two thousand tokens with one sentence in it that answers the question at its end, at five depths. Shows how the time to first token grows with the context, and whether the sentence is still found.")

/* Translators: the title of the scenario “long-context-32k” */
N_("Long Context, 32K")

/* Translators: the description of the scenario “long-context-32k” */
N_("A text of about thirty-two thousand tokens with one sentence in it that answers the question at its end, at five depths. Shows how the time to first token grows with the context, and whether the sentence is still found.")

/* Translators: the title of the scenario “long-context-4k” */
N_("Long Context, 4K")

/* Translators: the description of the scenario “long-context-4k” */
N_("A text of about four thousand tokens with one sentence in it that answers the question at its end, at five depths. Shows how the time to first token grows with the context, and whether the sentence is still found.")

/* Translators: the title of the scenario “long-context-8k” */
N_("Long Context, 8K")

/* Translators: the description of the scenario “long-context-8k” */
N_("A text of about eight thousand tokens with one sentence in it that answers the question at its end, at five depths. Shows how the time to first token grows with the context, and whether the sentence is still found.")

/* Translators: the title of the scenario “long-long” */
N_("Long Prompt, Long Completion")

/* Translators: the description of the scenario “long-long” */
N_("A long document and a request for a long piece of work about it. Both halves of the engine are busy and its memory fills up, so this shows how long real work takes and whether the rate holds while the context grows.")

/* Translators: the title of the scenario “long-short” */
N_("Long Prompt, Short Completion")

/* Translators: the description of the scenario “long-short” */
N_("A long document and one question about it. The engine spends its time reading the prompt, so this shows how fast it processes a context of about 1,000, 2,000 and 4,000 tokens and how long the first token takes to come.")

/* Translators: the title of the scenario “multi-turn-chat” */
N_("Conversation")

/* Translators: the description of the scenario “multi-turn-chat” */
N_("Conversations of four questions, each sent with all that was said before, as a chat window does. Later turns begin like earlier ones, so an engine that keeps its prompt cache answers them sooner.")

/* Translators: the title of the scenario “reasoning” */
N_("Reasoning")

/* Translators: the description of the scenario “reasoning” */
N_("Problems of arithmetic and logic that a model has to think about, each with one right answer that is checked. Shows the time spent thinking apart from the answer, and how often the answer is right.")

/* Translators: the title of the scenario “shared-prefix” */
N_("Shared Prefix, Cached")

/* Translators: the description of the scenario “shared-prefix” */
N_("Questions about one long handbook that stays the same, as assistants with long instructions ask them. The engine may keep the handbook in its prompt cache: compare the time to first token with that of “Shared Prefix, Not Cached”.")

/* Translators: the title of the scenario “shared-prefix-uncached” */
N_("Shared Prefix, Not Cached")

/* Translators: the description of the scenario “shared-prefix-uncached” */
N_("The questions of “Shared Prefix, Cached” with handbooks of the same length, but every prompt begins differently, so that the engine has to read all of it each time. The difference of the two is what its prompt cache is worth.")

/* Translators: the title of the scenario “short-long” */
N_("Short Prompt, Long Completion")

/* Translators: the description of the scenario “short-long” */
N_("A short request for a long text. The engine spends its time generating, so this shows the rate that it sustains over hundreds of tokens, how even the rate is, and whether it slows down towards the end.")

/* Translators: the title of the scenario “short-short” */
N_("Short Prompt, Short Completion")

/* Translators: the description of the scenario “short-short” */
N_("A quick question and a quick answer, as in a chat. Nearly all of the time is waiting for the first token, so this shows how responsive an engine is and how it copes with many people at once.")

/* Translators: the title of the scenario “summarization” */
N_("Summarization")

/* Translators: the description of the scenario “summarization” */
N_("Reports, contracts and logs of 600 to 3,000 tokens, to be summarized in a given form. Reading takes longer than writing; a rule looks whether the form was kept.")

/* Translators: the title of the scenario “translation” */
N_("Translation")

/* Translators: the description of the scenario “translation” */
N_("Short texts to be put into another language, to and from English. As long out as in; other alphabets need more tokens for the same words, which the rates show.")
