/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-prompt-mark.h"

/* One for each value of a byte. All have four letters, and in nearly all of today's
 * vocabularies each is a single token after a space, while eight hexadecimal digits are
 * up to eleven. */
static const char words[256][5] = {
  "able", "aged", "also", "area", "away", "back", "ball", "band", "bank", "base", "bell", "best",
  "bird", "blue", "body", "book", "boot", "born", "both", "call", "camp", "card", "care", "case",
  "cast", "cell", "chat", "city", "code", "come", "cook", "copy", "core", "cost", "data", "date",
  "days", "deep", "door", "down", "draw", "drop", "each", "east", "edge", "else", "even", "ever",
  "face", "fact", "fall", "fast", "feed", "file", "fill", "film", "find", "fire", "fish", "five",
  "flag", "flat", "flow", "folk", "foot", "form", "fort", "four", "free", "full", "fund", "game",
  "gate", "good", "gray", "grid", "half", "hall", "hand", "hang", "hard", "head", "help", "here",
  "hide", "high", "hill", "hold", "hole", "home", "host", "hour", "into", "item", "join", "just",
  "keep", "kind", "king", "know", "land", "last", "leaf", "life", "like", "line", "link", "list",
  "live", "load", "lock", "long", "look", "lost", "made", "mail", "main", "make", "many", "mark",
  "mask", "mass", "math", "mean", "menu", "mile", "mill", "mind", "mine", "mode", "more", "most",
  "move", "must", "name", "near", "need", "news", "next", "node", "none", "norm", "note", "once",
  "only", "onto", "open", "over", "pace", "pack", "page", "pair", "park", "part", "pass", "path",
  "pipe", "plan", "play", "plot", "plus", "pool", "port", "pose", "post", "pull", "push", "race",
  "rain", "rank", "rate", "read", "real", "rent", "rest", "rice", "rich", "ride", "ring", "road",
  "rock", "role", "roll", "room", "root", "rose", "rule", "same", "save", "scan", "seed", "seen",
  "self", "send", "sent", "ship", "shop", "shot", "show", "side", "sign", "sing", "site", "size",
  "slow", "soft", "some", "song", "sort", "spot", "star", "step", "stop", "such", "tail", "take",
  "task", "team", "term", "test", "text", "time", "tiny", "tool", "town", "tree", "true", "turn",
  "type", "unit", "used", "user", "very", "view", "wait", "walk", "wall", "warn", "wave", "week",
  "well", "west", "wide", "will", "wind", "wing", "wire", "wise", "wood", "word", "work", "yard",
  "year", "your", "zero", "zone",
};

/* The finalizer of MurmurHash3, a bijection of 32 bits: neighbours look nothing alike. */
static guint32
mix (guint32 value)
{
  value ^= value >> 16;
  value *= 0x85ebca6bu;
  value ^= value >> 13;
  value *= 0xc2b2ae35u;
  value ^= value >> 16;
  return value;
}

/**
 * prony_prompt_mark_write:
 * @mark: (out caller-allocates): where to write it
 * @number: any number; no other number has the same mark
 *
 * Writes what goes before a prompt so that it begins like no other: four words in
 * brackets and a space, six or seven tokens in most vocabularies, and the same number of
 * bytes each time.
 */
void
prony_prompt_mark_write (char mark[PRONY_PROMPT_MARK_SIZE], guint32 number)
{
  guint32 bits = mix (number);

  g_snprintf (mark, PRONY_PROMPT_MARK_SIZE, "[%s %s %s %s] ", words[bits >> 24],
              words[bits >> 16 & 0xff], words[bits >> 8 & 0xff], words[bits & 0xff]);
}
