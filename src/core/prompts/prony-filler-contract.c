/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler-grammar.h"

/* Clauses of an agreement on services between companies. */

static const char *const clauses[] = {
  "The $q shall $D $W, unless $C.",
  "The $q shall $D and $D $W.",
  "If the $q fails to $D $W, the $r may $T after $d days.",
  "Where $C, the $q is released from the duty to $D.",
  "The fee for $G is $h crowns and rises by $1 percent $W.",
  "The $q keeps records of $G for $d years and shows the $r $W all of them.",
  "No $q may $T on account of $G, except where $C.",
  "Liability of the $q for $G is limited to $h crowns and ends $d months after $E.",
  "$^$N about $G $S to room $h and $L $W.",
  "If the $q and the $r $A $G, $J decides $W.",
  "The $q grants the $r the right to $T, provided that $C.",
  "Schedule $1, row $h, lists $G that the $q must deliver $W.",
  "As long as $C, $G $I no part of schedule $1.",
  "For each day by which the $q is late to $D, $h crowns $X.",
  "The $q may $T if $C and the $r does not $D $W.",
  "Costs of $G are borne by the $q up to $h crowns and by the $r beyond it.",
  "$^$E counts as proof that the $q was able to $D.",
  "Before $E, the $q may only $T with the consent of the $r.",
  "The $q names $J for $G and tells the $r of changes $W.",
  "A $K of $d percent on $G applies where $C, counted from $E.",
  "Plan $h belongs to the $q; the $r may use it to $D until $E.",
  "This section begins with $E and lasts $d months, unless $C.",
  "Claims from $G expire $d months after $E, those from schedule $1 after $d years.",
  "The $q insures $G against loss with at least $h crowns and proves it $W.",
  "Neither the $q nor the $r answers for $G during $V.",
  "Should clause $1.$1 be void, the $q and the $r shall $D instead $W.",
};

/* `$q` and `$r` are two of these. */
static const char *const parties[] = {
  "Supplier", "Customer",   "Carrier",   "Licensor", "Tenant",  "Operator",
  "Insurer",  "Contractor", "Warehouse", "Agent",    "Trustee", "Consultant",
};

static const char *const duties[] = {
  "remedy defects in $G",      "confirm receipt of $G",
  "replace item $h",           "pay the instalment for $G",
  "provide access to $G",      "return all copies of plan $h",
  "report incidents with $G",  "train $d persons in $G",
  "keep $d units in reserve",  "document the state of $G",
  "renew permit $h",           "store $G separately",
  "answer questions about $G", "deliver $h units to site $h",
  "clean up site $h",          "have $G examined by $J",
};

static const char *const deadlines[] = {
  "within $d days of $E",
  "within $d hours",
  "by day $8 of $m $y",
  "not later than $E",
  "at the end of each quarter",
  "$d days before $E",
  "on $d days' notice",
  "without delay after $E",
  "as soon as $C",
  "every $1 months",
};

static const char *const rights[] = {
  "withdraw from schedule $1",
  "withhold $d percent of the fee",
  "appoint a second inspector",
  "suspend deliveries to site $h",
  "assign its claims under row $h",
  "terminate this agreement",
  "demand $h crowns in damages",
  "reduce $G by $d percent",
  "engage $J at its own cost",
  "enter site $h for $d hours",
  "publish protocol $h",
  "set off invoice $h",
};

static const char *const milestones[] = {
  "acceptance of batch $h",     "delivery to site $h",
  "the signing of protocol $h", "the audit of $m $y",
  "payment of invoice $h",      "notice number $h",
  "the opening of site $h",     "the end of $m $y",
  "completion of stage $1",     "entry number $h in the register",
};

static const char *const conditions[] = {
  "both sides agree in writing",
  "invoice $h is disputed in good faith",
  "protocol $h says otherwise",
  "the delay is below $d hours",
  "the regulator has given permit $h",
  "fewer than $d units are affected",
  "$J has certified $G",
  "prices of $G rise by more than $d percent",
  "site $h is closed for repairs",
  "the order exceeds $h units",
  "$E is still outstanding",
  "the $r has given security of $h crowns",
};

static const char *const subjects[] = {
  "cold storage",
  "the metering equipment",
  "spare parts",
  "the training material",
  "cable routes",
  "the cleaning of filters",
  "the night service",
  "software updates",
  "return freight",
  "the safety inspection",
  "packaging of class $1",
  "emergency power",
  "the transport insurance",
  "access cards",
  "samples from batch $h",
  "the telephone support",
  "the test bench",
  "waste water",
};

static const char *const papers[] = {
  "notices", "complaints", "requests", "objections", "enquiries", "statements",
};

static const char *const sendings[] = {
  "go",
  "are sent",
  "are addressed",
  "must be brought",
};

static const char *const effects[] = {
  "take effect",
  "count as received",
  "are to be answered",
  "lapse unless renewed",
};

static const char *const quarrels[] = {
  "disagree on",
  "cannot settle",
  "are in dispute over",
  "differ in their figures for",
};

static const char *const judges[] = {
  "chamber $h of the court", "an expert from list $1", "the office in room $h",
  "arbitrator number $h",    "a sworn surveyor",       "the technical committee",
};

static const char *const verbs_of_being[] = { "stays", "remains", "is" };

static const char *const penalties[] = {
  "become due",
  "are deducted from the fee",
  "are credited to account $h",
  "may be claimed",
};

static const char *const reductions[] = { "discount", "surcharge", "retention", "deposit" };

static const char *const forces[] = {
  "a flood at site $h",
  "a strike of more than $d days",
  "works under permit $h",
  "a failure of the grid in $m $y",
};

/* What an article is about; it goes over the article's clauses. */
static const char *const headings[] = {
  "SCOPE",           "DELIVERY",  "PAYMENT",    "WARRANTY",   "LIABILITY", "TERM",
  "NOTICES",         "INSURANCE", "INSPECTION", "ASSIGNMENT", "RECORDS",   "DISPUTES",
  "CONFIDENTIALITY", "STAFF",     "PREMISES",   "RATES",      "SECURITY",  "CHANGES",
};

static const char *const months[] = {
  "January", "February", "March",     "April",   "May",      "June",
  "July",    "August",   "September", "October", "November", "December",
};

static const PronyFillerRule rules[] = {
  PRONY_FILLER_RULE ('u', clauses),    PRONY_FILLER_RULE ('j', parties),
  PRONY_FILLER_RULE ('D', duties),     PRONY_FILLER_RULE ('W', deadlines),
  PRONY_FILLER_RULE ('T', rights),     PRONY_FILLER_RULE ('E', milestones),
  PRONY_FILLER_RULE ('C', conditions), PRONY_FILLER_RULE ('G', subjects),
  PRONY_FILLER_RULE ('N', papers),     PRONY_FILLER_RULE ('S', sendings),
  PRONY_FILLER_RULE ('L', effects),    PRONY_FILLER_RULE ('A', quarrels),
  PRONY_FILLER_RULE ('J', judges),     PRONY_FILLER_RULE ('I', verbs_of_being),
  PRONY_FILLER_RULE ('X', penalties),  PRONY_FILLER_RULE ('K', reductions),
  PRONY_FILLER_RULE ('V', forces),     PRONY_FILLER_RULE ('H', headings),
  PRONY_FILLER_RULE ('m', months),
};

/**
 * prony_filler_contract_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the grammar of contracts; `H` is the heading of an article
 */
const PronyFillerRule *
prony_filler_contract_rules (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}
