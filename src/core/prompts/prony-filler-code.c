/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler-grammar.h"

/* Functions and classes of a Python program that keeps records: `$p` is a record,
 * `$q` and `$r` are two of its fields, `$s` is what is done to it, `$v` a variable and
 * `$z` the end of the function's name. */

static const char *const functions[] = {
  "def $s_$ps$z($ps, limit=$h):\n"
  "    \"\"\"$^$s every $p$D.\"\"\"\n"
  "    $v = []\n"
  "    for $p in $ps:\n"
  "        if $c:\n"
  "            continue\n"
  "        $v.append(($p.name, $e))\n"
  "    return $v[:limit]",

  "def load_$ps$z(path, columns=$d):\n"
  "    \"\"\"Read a $p from each line, its $q first$D.\"\"\"\n"
  "    with open(path, encoding=\"utf-8\") as $v:\n"
  "        for number, line in enumerate($v, start=$1):\n"
  "            $q, *$r = line.rstrip().split(\"$S\", columns)\n"
  "            if len($r) $C $1:\n"
  "                raise $E(f\"line {number}: $M\")\n"
  "            yield $q, $r",

  "class $^$p$K:\n"
  "    \"\"\"Keeps each $p by its $q$D.\"\"\"\n\n"
  "    def __init__(self, capacity=$h):\n"
  "        self.by_$q = {}\n"
  "        self.capacity = capacity\n\n"
  "    def add(self, $p):\n"
  "        if len(self.by_$q) >= self.capacity:\n"
  "            raise $E(\"$M\")\n"
  "        self.by_$q.setdefault($p.$q, []).append($p)\n\n"
  "    def $s(self, $q):\n"
  "        return [$p for $p in self.by_$q.get($q, []) if $c]",

  "def merge_$ps$z(left, right):\n"
  "    \"\"\"Join two lists of $ps by $q$D.\"\"\"\n"
  "    $v = []\n"
  "    while left and right:\n"
  "        source = left if left[0].$q $C right[0].$q else right\n"
  "        $v.append(source.pop(0))\n"
  "    return $v + left + right",

  "def $q_share($p, $ps, floor=0.$d):\n"
  "    \"\"\"Share of a $p in the $q of all$D.\"\"\"\n"
  "    whole = sum(each.$q for each in $ps)\n"
  "    if whole == 0 or $c:\n"
  "        return floor\n"
  "    return max(floor, round($p.$q / (whole + $h), $1))",

  "def check_$p$z(settings):\n"
  "    \"\"\"Say what is wrong with a $p$D.\"\"\"\n"
  "    $v = []\n"
  "    if settings.get(\"$q\", $d) $C $h:\n"
  "        $v.append(\"$M\")\n"
  "    if settings.get(\"$r\") in (None, \"$w\"):\n"
  "        $v.append(\"a $p must name its $r\")\n"
  "    return $v",

  "def group_by_$q($ps):\n"
  "    \"\"\"Sort $ps into groups of equal $q$D.\"\"\"\n"
  "    $v = {}\n"
  "    for $p in sorted($ps, key=lambda each: each.$r):\n"
  "        $v.setdefault($e, []).append($p.$r)\n"
  "    return {key: $a(values) for key, values in $v.items()}",

  "async def send_$p$z(client, $p, attempts=$1):\n"
  "    \"\"\"Post a $p and try again while it is $w.\"\"\"\n"
  "    for attempt in range(attempts):\n"
  "        reply = await client.post(f\"/$ps/{$p.$q}\", timeout=$d)\n"
  "        if reply.status $C $h:\n"
  "            return reply.headers.get(\"$r\")\n"
  "        await sleep($d * attempt)\n"
  "    raise $E(\"$M\")",

  "def find_$p($ps, $q):\n"
  "    \"\"\"Search a sorted list for the $p with a certain $q.\"\"\"\n"
  "    low, high = 0, len($ps)\n"
  "    while low < high:\n"
  "        middle = (low + high) // 2\n"
  "        if $ps[middle].$q $C $q + $d:\n"
  "            low = middle + 1\n"
  "        else:\n"
  "            high = middle\n"
  "    return $ps[low].$r if low < len($ps) else None",

  "def test_$s_$p$z():\n"
  "    $p = make_$p($q=$h, $r=\"$w\")\n"
  "    $v = $s($p, limit=$d)\n"
  "    assert $v.$q == $p.$q + $d\n"
  "    assert $c, \"$M\"",

  "def parse_$q(text):\n"
  "    \"\"\"Read the $q of a $p, such as \\\"$h $w\\\".\"\"\"\n"
  "    number, _, unit = text.strip().partition(\"$S\")\n"
  "    if unit not in (\"$w\", \"$r\"):\n"
  "        raise $E(f\"{text}: $M\")\n"
  "    return int(number) * $d",

  "def $r_over_time($ps, width=$d):\n"
  "    \"\"\"The $r in a window that moves over $ps.\"\"\"\n"
  "    window = deque(maxlen=width)\n"
  "    for $p in $ps:\n"
  "        window.append($e)\n"
  "        if len(window) > $1:\n"
  "            yield $p.$q, $a(window)",

  "class $^$p:\n"
  "    \"\"\"One $p with its $q and $r.\"\"\"\n\n"
  "    def __init__(self, $q, $r=$h):\n"
  "        self.$q = $q\n"
  "        self.$r = $r\n"
  "        self.state = \"$w\"\n\n"
  "    def $s(self, $p):\n"
  "        self.$r = $e\n"
  "        if $c:\n"
  "            self.state = \"$w\"\n"
  "        return self",

  "def move_$p(store, source, target):\n"
  "    \"\"\"Put a $p into another place$D.\"\"\"\n"
  "    $p = store[source].pop(\"$q\", None)\n"
  "    if $p is None or $c:\n"
  "        log.warning(\"$M, $r %s\", source)\n"
  "        return False\n"
  "    store[target][\"$q\"] = $e\n"
  "    return True",

  "def $p_changes$z(old, $v):\n"
  "    \"\"\"Compare two versions of a $p$D.\"\"\"\n"
  "    for key in sorted(old.keys() | $v.keys()):\n"
  "        if key == \"$q\" and old.get(key, $d) $C $h:\n"
  "            continue\n"
  "        if old.get(key) != $v.get(key):\n"
  "            yield key, \"$r\", $v.get(key, \"$w\")",

  "def save_$p(connection, $p):\n"
  "    \"\"\"Write a $p$D; $r stays as it was.\"\"\"\n"
  "    if $c:\n"
  "        raise $E(\"$M\")\n"
  "    connection.execute(\n"
  "        \"UPDATE $ps SET $q = ?, $r = $r + $d WHERE id = ?\",\n"
  "        ($e, $p.id),\n"
  "    )\n"
  "    return connection.total_changes",

  "def count_$ps$z(root, depth=$1):\n"
  "    \"\"\"Count the $ps below a node$D.\"\"\"\n"
  "    if depth == 0 or root is None:\n"
  "        return $d if root is None else root.$q\n"
  "    $v = sum(count_$ps$z(child, depth - 1) for child in root.$r)\n"
  "    return $v + $h",

  "def print_$ps$z($ps, out):\n"
  "    \"\"\"Print a line for each $p$D.\"\"\"\n"
  "    for number, $p in enumerate($ps, start=$h):\n"
  "        mark = \"$w\" if $c else \"\"\n"
  "        print(f\"{number:>$1} {$p.$q:<$d} {$e} {mark}\", file=out)",

  "def schedule_$p(queue, $p, now):\n"
  "    \"\"\"Choose when a $p is next $w.\"\"\"\n"
  "    delay = $e\n"
  "    if $c:\n"
  "        delay += $d\n"
  "    queue.put((now + min(delay, $h), $p.$r))\n"
  "    return delay",

  "def read_$q_of_$p(path, default=$h):\n"
  "    \"\"\"The $q that the $ps of a file have.\"\"\"\n"
  "    try:\n"
  "        settings = json.loads(path.read_text())\n"
  "    except $E:\n"
  "        log.error(\"%s: $M\", path)\n"
  "        return default\n"
  "    return settings[\"$p\"].get(\"$q\", $d) - settings.get(\"$r\", $1)",
};

static const char *const conditions[] = {
  "$p.$q $C $h",
  "$p.$r $C $p.$q",
  "$p.$q + $p.$r $C $h",
  "not $p.$r",
  "$p.$q % $d == $1",
  "$p.state == \"$w\"",
  "$p.$q is None or $p.$r $C $d",
  "$p.name.startswith(\"$w\") and $p.$q $C $d",
  "len($p.$r) $C $d",
  "$p.$r not in ($d, $h)",
};

static const char *const expressions[] = {
  "$p.$q * $d",       "$p.$q + $p.$r",    "$p.$r - $h",           "max($p.$q, $h)",
  "min($p.$r, $d)",   "$p.$q // $1",      "abs($p.$q - $p.$r)",   "round($p.$r / $d, $1)",
  "$p.$q ** $1 % $h", "hash($p.$r) % $d", "($p.$q + $h) * $p.$r", "$h if $p.$r else $p.$q",
};

static const char *const comparisons[] = { "<", "<=", ">", ">=" };

static const char *const reductions[] = { "sum", "max", "min", "len", "mean", "median" };

static const char *const errors[] = {
  "ValueError", "KeyError", "RuntimeError", "LookupError", "OSError", "TypeError",
};

static const char *const messages[] = {
  "this $p has no $q",      "$q is above $h",     "cannot $s a $p that is $w",
  "$r of a $p is below $d", "$q and $r disagree", "expected $h, the $p is $w",
  "no room for another $p", "$p $h is $w",        "the $r of $h $ps is unknown",
};

static const char *const details[] = {
  "",
  " that is $w",
  " with a $q above $h",
  " in the order of $r",
  " unless its $r is $d",
  ", at most $h at a time",
  ", and count its $r",
  " of the last $d days",
};

static const char *const suffixes[] = {
  "", "_by_$q", "_with_$r", "_$w", "_of_$d", "_from_$r", "_$h", "_and_$q",
};

static const char *const lists[] = {
  "result", "found", "chosen", "output", "kept", "rows", "problems", "matches", "total", "picked",
};

static const char *const separators[] = { ";", ",", ":", " ", "/" };

static const char *const words[] = {
  "open",   "closed",  "pending", "late",   "draft",  "locked", "new",    "stale",
  "hidden", "blocked", "ready",   "broken", "active", "shared", "remote", "empty",
};

static const char *const classes[] = { "Index", "Cache",   "Registry", "Pool",
                                       "Store", "Archive", "Book" };

static const char *const records[] = {
  "member", "batch",   "channel", "device", "trip",  "folder",  "grade",   "hotel",
  "bill",   "journal", "kernel",  "ledger", "node",  "message", "request", "parcel",
  "lane",   "route",   "sensor",  "ticket", "token", "vendor",  "frame",   "zone",
  "lot",    "bucket",  "cursor",  "domain", "motor", "filter",  "group",   "handle",
  "photo",  "job",     "lock",    "lesson", "meter", "page",    "recipe",  "signal",
};

static const char *const fields[] = {
  "weight",   "price",   "priority", "size",   "level",  "score",    "owner",   "version",
  "distance", "amount",  "quantity", "age",    "budget", "rank",     "balance", "volume",
  "height",   "speed",   "rating",   "margin", "offset", "length",   "quota",   "stock",
  "visits",   "retries", "credit",   "delay",  "width",  "revision",
};

static const char *const actions[] = {
  "collect", "select", "gather",  "pick",   "prepare",
  "update",  "accept", "refresh", "review", "convert",
};

static const PronyFillerRule rules[] = {
  PRONY_FILLER_RULE ('u', functions),   PRONY_FILLER_RULE ('c', conditions),
  PRONY_FILLER_RULE ('e', expressions), PRONY_FILLER_RULE ('C', comparisons),
  PRONY_FILLER_RULE ('a', reductions),  PRONY_FILLER_RULE ('E', errors),
  PRONY_FILLER_RULE ('M', messages),    PRONY_FILLER_RULE ('D', details),
  PRONY_FILLER_RULE ('T', suffixes),    PRONY_FILLER_RULE ('L', lists),
  PRONY_FILLER_RULE ('S', separators),  PRONY_FILLER_RULE ('w', words),
  PRONY_FILLER_RULE ('K', classes),     PRONY_FILLER_RULE ('i', records),
  PRONY_FILLER_RULE ('j', fields),      PRONY_FILLER_RULE ('k', actions),
};

/**
 * prony_filler_code_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the grammar of programs
 */
const PronyFillerRule *
prony_filler_code_rules (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}
