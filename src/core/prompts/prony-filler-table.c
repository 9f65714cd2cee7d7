/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler-grammar.h"

/* Tables: the n-th heading belongs to the n-th row. A `|` stands between cells. */

static const char *const headings[] = {
  "order|date|customer|item|quantity|unit price|status",
  "sensor|measured at|site|temperature|humidity|pressure|state",
  "employee|name|department|joined|salary|office|days off",
  "part|description|warehouse|in stock|reorder at|weight kg|supplier",
  "shipment|from|to|departed|days|pallets|carrier|cost",
  "booking|guest|room|arrival|nights|rate|breakfast",
  "account|owner|opened|balance|branch|transfers",
  "run|commit|suite|passed|failed|seconds|machine",
};

static const char *const rows[] = {
  "A-$#|$Y|$C|$t|$d|$h.$d|$S",  "S$d-$#|$Y 1$1:$5|$T|$d.$1|$d.$1|10$d.$1|$H",
  "$#|$N|$D|$Y|$h$1|$T|$d",     "P$#-$x|$M $t|$T|$h|$d|$1.$d|$C",
  "$#|$T|$T|$Y|$1|$d|$C|$h.$d", "B$#|$N|$d$1|$Y|$1|$d$1.$d|$Z",
  "$#-$h|$N|$Y|$h$d.$d|$T|$h",  "$#|$x|$V|$h|$d|$h.$d|node-$d",
};

static const char *const dates[] = { "2023-$2-$8", "2024-$2-$8", "2025-$2-$8" };

static const char *const first_names[] = {
  "Ada",  "Bruno", "Carla", "David", "Elin", "Farid", "Greta", "Hugo",  "Ines",  "Jonas",
  "Kira", "Liam",  "Mona",  "Nils",  "Olga", "Pavel", "Rosa",  "Samir", "Tilda", "Viktor",
};

static const char *const last_names[] = {
  "Almeida", "Berger", "Castro", "Dahl",   "Eriksen", "Fischer", "Gomez",
  "Hansen",  "Ivanov", "Jansen", "Keller", "Lopez",   "Moreau",  "Novak",
  "Okafor",  "Petrov", "Quist",  "Rossi",  "Singh",   "Tanaka",
};

static const char *const people[] = { "$f $l" };

static const char *const companies[] = {
  "$l Ltd", "$l and Sons", "$l Trading", "$T Freight", "$T Supplies", "$l Group",
};

static const char *const things[] = {
  "bracket", "hinge",  "gasket", "valve",  "bearing", "filter",  "bolt",
  "cable",   "switch", "lamp",   "sensor", "battery", "spindle", "clamp",
};

static const char *const makes[] = { "steel", "brass", "nylon", "copper", "rubber", "spare" };

static const char *const towns[] = {
  "Ashford",  "Brenton", "Calder",  "Dunmore", "Eastvale", "Farrow",
  "Glenrock", "Harwick", "Iverton", "Kelso",   "Linden",   "Marwood",
};

static const char *const departments[] = {
  "Sales", "Legal", "Research", "Support", "Finance", "Logistics", "Design", "Purchasing",
};

static const char *const order_states[] = {
  "shipped", "open", "paid", "cancelled", "returned", "packed",
};

static const char *const sensor_states[] = {
  "ok", "ok", "ok", "drifting", "low battery", "offline"
};

static const char *const answers[] = { "yes", "no" };

static const char *const suites[] = {
  "unit", "parser", "storage", "network", "journeys", "fuzz", "upgrade",
};

static const PronyFillerRule rules[] = {
  PRONY_FILLER_RULE ('u', rows),          PRONY_FILLER_RULE ('h', headings),
  PRONY_FILLER_RULE ('Y', dates),         PRONY_FILLER_RULE ('f', first_names),
  PRONY_FILLER_RULE ('l', last_names),    PRONY_FILLER_RULE ('N', people),
  PRONY_FILLER_RULE ('C', companies),     PRONY_FILLER_RULE ('t', things),
  PRONY_FILLER_RULE ('M', makes),         PRONY_FILLER_RULE ('T', towns),
  PRONY_FILLER_RULE ('D', departments),   PRONY_FILLER_RULE ('S', order_states),
  PRONY_FILLER_RULE ('H', sensor_states), PRONY_FILLER_RULE ('Z', answers),
  PRONY_FILLER_RULE ('V', suites),
};

/**
 * prony_filler_table_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the grammar of tables; the choices of `h` are the headings
 *   of the rows in the same order
 */
const PronyFillerRule *
prony_filler_table_rules (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}
