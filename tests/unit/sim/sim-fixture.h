/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SimFixture SimFixture;

/**
 * SIM_EXACT_TIMES:
 *
 * Options that leave nothing to chance: the first token after 4 ms, the others 1 ms
 * apart.
 */
#define SIM_EXACT_TIMES "--ttft-ms", "4", "--itl-ms", "1"

/**
 * SimRow:
 * @name: what the test is called
 * @api: the protocol
 * @model: the model's name
 * @request: method and path
 * @body: the request's body
 * @expected: the answer's body, its times of day normalised
 *
 * A request and what is to be answered, byte by byte.
 */
typedef struct
{
  const char *name;
  const char *api;
  const char *model;
  const char *request;
  const char *body;
  const char *expected;
} SimRow;

SimFixture *sim_fixture_new (const char *first_option, ...) G_GNUC_NULL_TERMINATED;
void sim_fixture_free (SimFixture *fixture);
guint sim_fixture_get_port (SimFixture *fixture);
int sim_fixture_connect (SimFixture *fixture);
char *sim_fixture_send (SimFixture *fixture, const char *bytes);
char *sim_fixture_ask (SimFixture *fixture, const char *method_and_path, const char *body);
char *sim_fixture_body (SimFixture *fixture, const char *method_and_path, const char *body);

void sim_write_all (int fd, const char *bytes);
char *sim_read_to_end (int fd);
char *sim_decode (const char *response);
char *sim_normalise (const char *text);
void sim_add_rows (const SimRow *rows, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimFixture, sim_fixture_free)

G_END_DECLS
