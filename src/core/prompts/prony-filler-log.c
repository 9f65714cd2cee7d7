/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-prompts"

#include "config.h"

#include "core/prompts/prony-filler-grammar.h"

/* Lines that the parts of a distributed service write; the time goes before them. */

static const char *const lines[] = {
  "INFO  gateway-$1 $M /v$1/$p/$h answered $o in $d ms, $h bytes, request $x",
  "INFO  gateway-$1 $M /v$1/$p/$h/$q answered $o in $h us for client 10.$d.$d.$d",
  "WARN  gateway-$1 $M /v$1/$p/$h took $h ms, retry $1 of 9, request $x",
  "INFO  scheduler-$1 job $p-$x queued, $d waiting, $1 workers idle",
  "DEBUG scheduler-$1 moved job $p-$x from worker-$1 to worker-$d after $h ms",
  "WARN  scheduler-$1 job $p-$x is overdue by $d s, priority raised to $1",
  "WARN  cache-$1 $p shard $d is $d percent full, evicting $h entries",
  "DEBUG cache-$1 hit rate of $p/$q $d.$d percent over $h lookups",
  "ERROR storage-$1 volume $p-$1 returned checksum $x instead of $x",
  "INFO  storage-$1 compacted segment $x of $p: $h keys, $d tombstones, $h kB freed",
  "ERROR worker-$d could not reach $p.internal:$h after $1 attempts: $E",
  "INFO  worker-$d finished $s of $p $x in $h ms, peak memory $h MB",
  "ERROR worker-$d $s of $p $x failed: $E (errno $d)",
  "DEBUG auth-$1 token $x for $p renewed for $d minutes",
  "WARN  auth-$1 $d failed logins of user $U$d from 10.$d.$d.$d, locked for $d s",
  "INFO  backup-$1 snapshot $x of $p finished, $h files, $d changed",
  "DEBUG planner-$1 query $x uses index $p_$q_idx, cost $h.$d, rows $h",
  "WARN  planner-$1 query $x scans all of $p ($h rows), no index on $q",
  "INFO  mail-$1 message $x to $U$d@$p.example delivered after $d s",
  "INFO  replica-$1 caught up with $p at offset $h$h, lag $h ms",
  "WARN  replica-$1 lag of $p grew to $h ms, $d batches pending, leader epoch $h",
  "ERROR billing-$1 $q of $p $h differs: expected $h.$d, found $h.$d",
  "INFO  config-$1 $p.$q changed from $h to $h by $U$d, revision $x",
  "DEBUG tracer-$1 span $x parent $x $s/$p $h us, $1 events",
};

static const char *const methods[] = { "GET", "GET", "PUT", "POST", "DELETE", "PATCH" };

static const char *const answers[] = { "200", "200", "200", "201", "204", "304", "404", "503" };

static const char *const failures[] = {
  "connection refused", "timed out after $h ms", "certificate expired",
  "no such host",       "broken pipe",           "quota of $h MB exceeded",
};

static const char *const users[] = { "anna", "boris",  "chen",  "dora",
                                     "emil", "fatima", "guest", "svc" };

static const char *const names[] = {
  "accounts", "batches",  "channels", "devices", "events",   "folders", "grades",  "hotels",
  "invoices", "journals", "kernels",  "ledgers", "messages", "nodes",   "orders",  "parcels",
  "queues",   "routes",   "sensors",  "tickets", "uploads",  "vendors", "windows", "zones",
};

static const char *const fields[] = {
  "status",  "owner",  "total",    "region", "created", "amount",
  "version", "parent", "quantity", "label",  "expiry",  "weight",
};

static const char *const tasks[] = {
  "import", "export", "indexing", "thumbnailing", "validation", "archiving", "reconciliation",
};

static const PronyFillerRule rules[] = {
  PRONY_FILLER_RULE ('u', lines),   PRONY_FILLER_RULE ('M', methods),
  PRONY_FILLER_RULE ('o', answers), PRONY_FILLER_RULE ('E', failures),
  PRONY_FILLER_RULE ('U', users),   PRONY_FILLER_RULE ('i', names),
  PRONY_FILLER_RULE ('j', fields),  PRONY_FILLER_RULE ('k', tasks),
};

/**
 * prony_filler_log_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the grammar of logs
 */
const PronyFillerRule *
prony_filler_log_rules (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}
