/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler-grammar.h"

/* A report on a town and what its people do. Patterns have few words in a row that
 * are always the same, so that neither sentences nor parts of them come again. */

static const char *const sentences[] = {
  "$^$q $V $O $P.",
  "$^$q $V $O and $V $O $P.",
  "$^$B, $q $V $O $P.",
  "$^$B, $q $V $O, but $r $f $g.",
  "$^$q $V $O, although $r had warned of $g.",
  "Because $q $V $O $P, the budget for $g $K by $d percent.",
  "Of the $h $N that $q collected $P, $d pointed to $g.",
  "$^$c asked $q for $g and received $H instead.",
  "Neither $q nor $r could explain why $o $h $w $P.",
  "$^$q measured $d.$1 degrees $P and noted that the $o $w.",
  "By the time $q reached $l, $o $h had been $Z and $r $f $g.",
  "A $e of $m $y describes how $q $V $O $P.",
  "$^$q keeps $h $N about $g, of which $d were $Z $P.",
  "It took $q $d weeks to $b $g, and $H was $Z in the end.",
  "Visitors to $l $Q why the $o $w while $q prepares for $g.",
  "If $q had $Z $o $h $P, $g would have cost $d percent less.",
  "The $e of $y lists $h $N in which a $a $o $w.",
  "\"We $f $g,\" $q wrote in $m $y, \"and $H was $Z $P.\"",
  "$^$B, $H was $Z; $q $V it $P.",
  "What $q $V $P was not $H but $O.",
  "$^$c found $d $N about $g, most of them from $m $y.",
  "Whoever crosses $l sees $H, which $q $V $P.",
  "Between $m and $m, $q $V $h tonnes of $n and $V $O.",
  "$^$q paid $h crowns for $H, and $r $f $g ever since.",
  "Only after $H $w did $q $b $g with $r.",
  "There were $d $N $P, yet $q $V only $O.",
  "$^$l, which $q $V in $y, is known for $g.",
  "As long as $H was $Z, $q $f $g $P.",
  "$^$q compared $H with $H and $f $g.",
  "$^$B, more than $h people had seen how $H $w.",
  "Nobody at $l remembers that $q $V $O.",
  "$^$q will $b $g once $O can be found $P.",
};

static const char *const openings[] = {
  "in $m $y",
  "after $d days of $g",
  "on the advice of $S",
  "since $H $w",
  "when $S $V $O",
  "according to a $e of $y",
  "to the surprise of $S",
  "during the $a winter of $y",
  "at about $1 in the morning",
  "with the help of $S",
  "before $l was $Z",
  "while $S waited $P",
  "for the sake of $g",
  "some $d years later",
};

/* `$q` and `$r` are two of these, and `$S` is any. */
static const char *const subjects[] = {
  "the harbour office",
  "a team of surveyors",
  "the regional archive",
  "the night crew",
  "an elderly clockmaker",
  "the water authority",
  "the museum's curator",
  "a group of students",
  "the ferry company",
  "the glass factory",
  "a retired pilot",
  "the bridge inspector",
  "the seed bank",
  "a travelling librarian",
  "the observatory",
  "the mountain rescue",
  "the orchard cooperative",
  "an apprentice welder",
  "the weather station",
  "the tram workshop",
  "a young cartographer",
  "the town's physician",
  "the radio amateur club",
  "the textile school",
  "the salt works",
  "a delegation from the coast",
  "the beekeepers' union",
  "the choir",
  "a forester from the north",
  "the lighthouse keeper",
  "the school board",
  "a baker and two millers",
  "the fire brigade",
  "the historical society",
  "the island council",
  "a bookbinder",
  "the railway engineers",
  "the keeper of the greenhouse",
  "an interpreter",
  "the chess club",
};

static const char *const verbs[] = {
  "catalogued", "repaired",   "rejected",   "photographed", "returned",    "borrowed",
  "measured",   "rebuilt",    "inspected",  "postponed",    "copied",      "described",
  "auctioned",  "translated", "relocated",  "insured",      "questioned",  "restored",
  "dismantled", "weighed",    "numbered",   "defended",     "recommended", "published",
  "painted",    "discovered", "overlooked", "financed",     "cleaned",     "exchanged",
};

static const char *const objects[] = {
  "$d crates of $n",
  "$H",
  "the $a $o",
  "a $a $o made of $n",
  "$h tonnes of $n",
  "the plans for $g",
  "a collection of $d $a maps",
  "the oldest $o of the district",
  "$d letters about $g",
  "the agreement on $g",
  "a $o and $d rolls of $n",
  "what was left of $H",
  "every $a $o at $l",
  "a $e on $g",
};

static const char *const certain_things[] = {
  "$o $h", "the $a $o", "the $o near $l", "the $n $o of $y", "the second $o", "the $a roof of $l",
};

static const char *const things[] = {
  "pump",      "lighthouse lamp", "ledger",     "sluice gate",   "printing press",
  "barometer", "sundial",         "signal box", "turbine",       "greenhouse",
  "telescope", "weaving loom",    "canal boat", "water wheel",   "furnace",
  "cable car", "beehive",         "pipe organ", "windmill",      "drawbridge",
  "kiln",      "anchor chain",    "microscope", "steam hammer",  "carousel",
  "bell",      "typewriter",      "grain silo", "globe",         "rowing boat",
  "fountain",  "map cabinet",     "piano",      "harbour crane",
};

static const char *const adjectives[] = {
  "narrow",     "copper-plated", "faded",         "portable",  "hand-drawn", "seasonal",
  "quiet",      "reliable",      "half-finished", "northern",  "curious",    "weathered",
  "spare",      "ceremonial",    "steep",         "temporary", "borrowed",   "heavy",
  "waterproof", "forgotten",     "splendid",      "crooked",   "modest",     "well-kept",
};

static const char *const materials[] = {
  "slate", "linen", "cork", "beeswax", "granite", "oak",    "brass", "wool",   "clay", "barley",
  "zinc",  "amber", "flax", "walnut",  "chalk",   "copper", "felt",  "marble", "tin",  "leather",
};

static const char *const places[] = {
  "near $l",
  "at a depth of $h metres",
  "on the road to $l",
  "between $l and $l",
  "behind $l",
  "under the eyes of $S",
  "without the help of $S",
  "for $h crowns",
  "on $d occasions",
  "in front of $d witnesses",
  "in $m",
  "within $d days",
  "as early as $y",
  "with $a tools",
  "in spite of $g",
  "at $l",
};

static const char *const locations[] = {
  "the old customs house", "the eastern quay",     "the market hall",   "the quarry lake",
  "the third lock",        "the botanical garden", "the toll bridge",   "the upper reservoir",
  "the railway museum",    "the fishing village",  "the chapel ruins",  "the freight yard",
  "the cliff path",        "the vineyard terrace", "the town archive",  "the winter camp",
  "the paper mill",        "the ferry landing",    "the river meadows", "the signal tower",
  "the weavers' quarter",  "the north gate",       "the fish market",   "the old airfield",
};

static const char *const topics[] = {
  "flood protection",      "apprentice training",    "a new timetable",
  "crop rotation",         "the spring festival",    "noise at night",
  "fair lending rules",    "the repair of roofs",    "safe storage of grain",
  "shared workshops",      "better street lighting", "long-term leases",
  "bird migration",        "public drinking water",  "the census of trees",
  "postal delays",         "cheaper coal",           "the choice of a mayor",
  "lessons in navigation", "a tax on salt",          "the draining of marshes",
  "a common calendar",     "the export of glass",    "cleaner wells",
};

static const char *const happenings[] = {
  "stopped", "rusted",       "was sold twice", "kept its value",   "was never inspected",
  "ran dry", "came loose",   "went missing",   "had to be cooled", "worked as intended",
  "shook",   "lost its lid", "began to leak",  "froze in $m",      "drew a crowd",
};

static const char *const results[] = {
  "replaced",   "approved",   "lost",     "repainted", "registered", "abandoned",
  "sealed",     "reopened",   "recalled", "measured",  "documented", "welded shut",
  "given away", "rented out", "moved",    "forgiven",
};

static const char *const opinions[] = {
  "insisted on",  "worried about",   "paid for",       "knew nothing of", "argued against",
  "voted for",    "laughed about",   "hoped for",      "gave up",         "wrote a song about",
  "learned from", "never mentioned", "made plans for",
};

static const char *const deeds[] = {
  "agree on", "prepare", "pay for", "discuss", "reconsider", "prevent", "organize", "forget",
};

static const char *const changes[] = {
  "rose", "fell", "was cut", "was raised", "shrank", "grew",
};

static const char *const papers[] = {
  "letter",     "report",   "diary",  "newspaper",  "guidebook",
  "memorandum", "pamphlet", "survey", "court file", "telegram",
};

static const char *const groups[] = {
  "the committee", "the council",       "a judge",           "the new owner",
  "an inspector",  "the next assembly", "a visitor from $l", "the bank",
};

static const char *const evidence[] = {
  "samples", "letters", "cases", "receipts", "drawings", "complaints", "records", "photographs",
};

static const char *const questions[] = {
  "often ask", "wonder", "want to know", "rarely notice", "are told", "soon understand",
};

static const char *const months[] = {
  "January", "February", "March",     "April",   "May",      "June",
  "July",    "August",   "September", "October", "November", "December",
};

static const PronyFillerRule rules[] = {
  PRONY_FILLER_RULE ('u', sentences),      PRONY_FILLER_RULE ('B', openings),
  PRONY_FILLER_RULE ('S', subjects),       PRONY_FILLER_RULE ('j', subjects),
  PRONY_FILLER_RULE ('V', verbs),          PRONY_FILLER_RULE ('O', objects),
  PRONY_FILLER_RULE ('H', certain_things), PRONY_FILLER_RULE ('o', things),
  PRONY_FILLER_RULE ('a', adjectives),     PRONY_FILLER_RULE ('n', materials),
  PRONY_FILLER_RULE ('P', places),         PRONY_FILLER_RULE ('l', locations),
  PRONY_FILLER_RULE ('g', topics),         PRONY_FILLER_RULE ('w', happenings),
  PRONY_FILLER_RULE ('Z', results),        PRONY_FILLER_RULE ('f', opinions),
  PRONY_FILLER_RULE ('b', deeds),          PRONY_FILLER_RULE ('K', changes),
  PRONY_FILLER_RULE ('e', papers),         PRONY_FILLER_RULE ('c', groups),
  PRONY_FILLER_RULE ('N', evidence),       PRONY_FILLER_RULE ('Q', questions),
  PRONY_FILLER_RULE ('m', months),
};

/**
 * prony_filler_prose_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the grammar of reports
 */
const PronyFillerRule *
prony_filler_prose_rules (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}
