/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-scenarios"

#include "config.h"

#include "core/scenarios/prony-filler-grammar.h"

/* The grammar that filler is written from. A `$` and a letter stand for one of
 * that letter's choices, which may hold further ones. Letters that are not in the
 * table at the end are numbers and names, which prony-filler.c makes.
 *
 * All of it is plain ASCII: a byte is a character, whatever the tokenizer. */

/* Sentences of a report. */
static const char *const sentences[] = {
  "$s $V $O $P",
  "in $m $y, $s $V $O $P",
  "after $d days of $g, $s $V $O $P",
  "$s $V $O, although $s had warned of $g",
  "because $s $V $O $P, the budget for $g rose by $d percent",
  "of the $h samples that $s took, $d pointed to $g",
  "the committee asked $s for $g and received $o number $h instead",
  "neither $s nor $s could explain why $o $h $w $P",
  "$s measured $d.$1 degrees $P and noted that the $o $w",
  "by the time $s reached $l, $o $h had already been $z",
  "a letter of $m $y describes how $s $V $O",
  "$s keeps $h copies of $o, of which $d are $z",
  "it took $s $d weeks to agree on $g, and the result was $z within $h hours",
  "visitors to $l often ask why the $o $w while $s prepares for $g",
  "if $s had $z $o $h earlier, $g would have cost $d percent less",
  "the report of $y lists $h cases in which a $a $o $w $P",
};

static const char *const subjects[] = {
  "the harbour office",      "a team of surveyors",
  "the regional archive",    "the night crew",
  "an elderly clockmaker",   "the water authority",
  "the museum's curator",    "a group of students",
  "the ferry company",       "the glass factory",
  "a retired pilot",         "the bridge inspector",
  "the seed bank",           "a travelling librarian",
  "the observatory",         "the mountain rescue",
  "the orchard cooperative", "an apprentice welder",
  "the weather station",     "the tram workshop",
  "a young cartographer",    "the town's physician",
  "the radio amateur club",  "the textile school",
  "the salt works",          "a delegation from the coast",
};

static const char *const verbs[] = {
  "catalogued", "repaired",   "rejected",  "photographed", "returned",    "borrowed",
  "measured",   "rebuilt",    "inspected", "postponed",    "copied",      "described",
  "auctioned",  "translated", "relocated", "insured",      "questioned",  "restored",
  "dismantled", "weighed",    "numbered",  "defended",     "recommended", "published",
};

static const char *const objects[] = {
  "$d crates of $n",
  "$o $h",
  "the $a $o",
  "a $a $o made of $n",
  "$h tonnes of $n",
  "the plans for $g",
  "a collection of $d $a maps",
  "the oldest $o of the district",
  "$d letters about $g",
  "the agreement on $g",
};

static const char *const things[] = {
  "pump",       "lighthouse lamp", "ledger",  "sluice gate",  "printing press", "barometer",
  "sundial",    "signal box",      "turbine", "greenhouse",   "telescope",      "weaving loom",
  "canal boat", "water wheel",     "furnace", "cable car",    "beehive",        "pipe organ",
  "windmill",   "drawbridge",      "kiln",    "anchor chain", "microscope",     "steam hammer",
};

static const char *const adjectives[] = {
  "narrow", "copper-plated", "faded",     "portable", "hand-drawn", "seasonal",
  "quiet",  "half-finished", "northern",  "reliable", "unusual",    "weathered",
  "spare",  "ceremonial",    "temporary", "steep",    "borrowed",   "waterproof",
};

static const char *const materials[] = {
  "slate", "linen",  "cork", "beeswax", "granite", "oak",    "brass", "wool",
  "clay",  "barley", "zinc", "amber",   "flax",    "walnut", "chalk", "copper",
};

static const char *const places[] = {
  "near $l",
  "at a depth of $h metres",
  "on the road to $l",
  "between $l and $l",
  "behind $l",
  "under the supervision of $s",
  "without the help of $s",
  "at a cost of $h crowns",
  "on $d occasions",
  "in front of $d witnesses",
};

static const char *const locations[] = {
  "the old customs house", "the eastern quay",     "the market hall",  "the quarry lake",
  "the third lock",        "the botanical garden", "the toll bridge",  "the upper reservoir",
  "the railway museum",    "the fishing village",  "the chapel ruins", "the freight yard",
  "the cliff path",        "the vineyard terrace", "the town archive", "the winter camp",
};

static const char *const topics[] = {
  "flood protection",      "apprentice training",   "a new timetable",        "crop rotation",
  "the spring festival",   "noise at night",        "fair lending rules",     "the repair of roofs",
  "safe storage of grain", "shared workshops",      "better street lighting", "long-term leases",
  "bird migration",        "public drinking water", "the census of trees",    "postal delays",
};

static const char *const happenings[] = {
  "stopped", "rusted",     "was sold twice", "kept its value",   "was never inspected",
  "ran dry", "came loose", "went missing",   "had to be cooled", "worked as intended",
};

static const char *const results[] = {
  "replaced", "approved", "lost",     "repainted", "registered", "abandoned",
  "sealed",   "reopened", "recalled", "measured",  "documented", "welded shut",
};

static const char *const months[] = {
  "January", "February", "March",     "April",   "May",      "June",
  "July",    "August",   "September", "October", "November", "December",
};

/* Clauses of a contract. */
static const char *const clauses[] = {
  "The $R shall $D within $d days of $E, unless $C.",
  "If the $R fails to $D by the $1th day of $m $y, the $R may $T after $d days.",
  "The fee for $G is $h crowns and rises by $1 percent on each anniversary of $E.",
  "The $R keeps records of $G for $1 years and shows them to the $R on $d days' notice.",
  "No $R may $T on account of $G, except where $C.",
  "Liability of the $R for $G is limited to $h crowns for each case and ends $d months after $E.",
  "Notices about $G go to room $h of the office named in schedule $1 and count from $E.",
  "Where the $R and the $R disagree on $G, an expert named by chamber $h decides in $d days.",
  "The $R grants the $R the right to $T for $d months, provided that $C.",
  "Schedule $1, row $h, lists the units of $G that the $R must deliver before $E.",
};

static const char *const parties[] = {
  "Supplier", "Customer", "Carrier", "Licensor", "Tenant", "Operator", "Insurer", "Contractor",
};

static const char *const duties[] = {
  "remedy defects in $G",      "confirm receipt of $G",  "replace item $h",
  "pay the instalment for $G", "provide access to $G",   "return all copies of plan $h",
  "report incidents with $G",  "train $d persons in $G",
};

static const char *const rights[] = {
  "withdraw from schedule $1",     "withhold $d percent of the fee", "appoint a second inspector",
  "suspend deliveries to site $h", "assign its claims under row $h", "terminate this agreement",
};

static const char *const milestones[] = {
  "acceptance of batch $h", "delivery to site $h",   "the signing of protocol $h",
  "the audit of $m $y",     "payment of invoice $h", "notice number $h",
};

static const char *const conditions[] = {
  "both sides agree in writing",       "invoice $h is disputed in good faith",
  "protocol $h says otherwise",        "the delay is below $d hours",
  "the regulator has given permit $h", "fewer than $d units are affected",
};

static const char *const subjects_of_contract[] = {
  "cold storage",   "the metering equipment",  "spare parts",       "the training material",
  "cable routes",   "the cleaning of filters", "the night service", "software updates",
  "return freight", "the safety inspection",
};

/* Lines of a log; the time goes before them. */
static const char *const log_lines[] = {
  "INFO  gateway[$h]: $M /v$1/$i/$h answered 200 in $d ms, $h bytes",
  "INFO  scheduler[$h]: job $i-$x queued, $d waiting, $1 workers idle",
  "WARN  cache[$h]: $i shard $1 is $d percent full, evicting $h entries",
  "WARN  gateway[$h]: $M /v$1/$i/$h took $h ms, retry $1 of 9",
  "ERROR storage[$h]: volume $i-$1 returned checksum $x instead of $X",
  "ERROR worker[$h]: could not reach $i.internal:$h after $d attempts",
  "DEBUG auth[$h]: token $x for $i renewed for $d minutes",
  "INFO  backup[$h]: snapshot $x of $i finished, $h files, $d changed",
  "DEBUG planner[$h]: $i uses index $i_$i_idx, cost $h.$d, rows $h",
  "INFO  mail[$h]: message $x to $i delivered after $d seconds",
};

static const char *const methods[] = { "GET", "PUT", "POST", "DELETE", "PATCH" };

/* Functions of a program; $p, $q and $r are names that hold for a function. */
static const char *const functions[] = {
  "def $p_$q(items, limit=$h):\n    \"\"\"Collect the $q of each $p below a limit.\"\"\"\n"
  "    $r = []\n    for index, item in enumerate(items):\n        if item.$q >= limit:\n"
  "            continue\n        $r.append((index, item.$q * $d))\n    return $r\n",

  "def load_$p(path, retries=$1):\n    \"\"\"Read $p records, one $q on each line.\"\"\"\n"
  "    with open(path, encoding=\"utf-8\") as $r:\n        for number, line in enumerate($r):\n"
  "            if number % $h == 0 and retries == 0:\n"
  "                raise ValueError(f\"$p {number} has no $q\")\n"
  "            yield line.rstrip().split(\";\", $1)\n",

  "class $p_index_$h:\n    \"\"\"Finds a $p by its $q.\"\"\"\n\n    def __init__(self, size=$h):\n"
  "        self.$q = {}\n        self.size = size\n\n    def add(self, $p):\n"
  "        slot = hash($p.$q) % self.size\n"
  "        self.$q.setdefault(slot + $d, []).append($p)\n",

  "def merge_$p_and_$q(left, right):\n    \"\"\"Join two sorted lists, $p first.\"\"\"\n"
  "    $r = left[:$d]\n    while left and right:\n        side = left if left[0] <= right[0] else "
  "right\n        $r.append(side.pop(0) + $h)\n    return $r + left + right\n",

  "def $q_share($p, $r, floor=0.$d):\n    \"\"\"Share of $p in $r, never below a floor.\"\"\"\n"
  "    if $r == 0:\n        return floor\n    share = $p / ($r + $h)\n"
  "    return max(floor, round(share, $1))\n",

  "def check_$p(config):\n    \"\"\"Say what is wrong with the $p settings.\"\"\"\n"
  "    $r = []\n    if config.get(\"$q\", $d) > $h:\n"
  "        $r.append(\"$q is above $h\")\n    if not config.get(\"$p_name\"):\n"
  "        $r.append(\"$p has no name\")\n    return $r\n",
};

static const char *const identifiers[] = {
  "account", "batch",   "channel", "device", "event",   "folder", "grade",  "hotel",
  "invoice", "journal", "kernel",  "ledger", "message", "node",   "order",  "parcel",
  "queue",   "route",   "sensor",  "ticket", "upload",  "vendor", "window", "zone",
  "asset",   "bucket",  "cursor",  "domain", "engine",  "filter", "group",  "handle",
};

typedef struct
{
  char symbol;
  const char *const *choices;
  guint n_choices;
} Rule;

#define RULE(symbol, choices)                                                                      \
  {                                                                                                \
    symbol, choices, G_N_ELEMENTS (choices)                                                        \
  }

static const Rule rules[] = {
  RULE ('t', sentences),  RULE ('s', subjects),
  RULE ('V', verbs),      RULE ('O', objects),
  RULE ('o', things),     RULE ('a', adjectives),
  RULE ('n', materials),  RULE ('P', places),
  RULE ('l', locations),  RULE ('g', topics),
  RULE ('w', happenings), RULE ('z', results),
  RULE ('m', months),     RULE ('c', clauses),
  RULE ('R', parties),    RULE ('D', duties),
  RULE ('T', rights),     RULE ('E', milestones),
  RULE ('C', conditions), RULE ('G', subjects_of_contract),
  RULE ('L', log_lines),  RULE ('M', methods),
  RULE ('f', functions),  RULE ('i', identifiers),
};

/**
 * prony_filler_choices:
 * @symbol: a letter of the grammar
 * @n_choices: (out): how many choices there are; 0 where the letter has none
 *
 * Looks up what a letter may become. The letters to begin with are `t` (a
 * sentence of a report), `c` (a clause of a contract), `L` (a line of a log) and
 * `f` (a function of a program).
 *
 * Returns: (transfer none) (nullable): the choices
 */
const char *const *
prony_filler_choices (char symbol, guint *n_choices)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].symbol == symbol)
      {
        *n_choices = rules[i].n_choices;
        return rules[i].choices;
      }

  *n_choices = 0;
  return NULL;
}
