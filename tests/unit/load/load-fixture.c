/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include "load-fixture.h"

static PronyRequestSpec *
make_request (const PronyRequestTicket *ticket, gpointer user_data)
{
  LoadFixture *self = user_data;
  g_autofree char *lengths =
    g_strdup_printf ("%d in, %d out", ticket->prompt_tokens, ticket->output_tokens);
  PronyRequestSpec *spec =
    prony_request_spec_new (NULL, ticket->prompt_tokens >= 0 ? lengths : "Hello?");

  g_atomic_int_inc (&self->n_made);
  spec->stream = TRUE;
  spec->case_index = (guint) (ticket->index % 3);
  return spec;
}

PronyTarget *
load_fixture_make_target (const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyEngineSpec) engine = prony_engine_spec_new (url, &error);

  g_assert_no_error (error);
  engine->api = PRONY_API_OPENAI_CHAT;
  return prony_target_new (engine, "m");
}

void
load_fixture_init (LoadFixture *self,
                   PronyTestHandler handler,
                   gpointer handler_data,
                   guint concurrency)
{
  *self = (LoadFixture){ .server = prony_test_server_new (handler, handler_data) };
  self->config.target = load_fixture_make_target (prony_test_server_get_url (self->server));
  self->config.level = prony_load_level_closed (concurrency);
  self->config.timeout_s = 10;
  self->config.source = make_request;
  self->config.source_data = self;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_request_record_unref);
}

void
load_fixture_start (LoadFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->generator = prony_load_generator_start (&self->config, &error);
  g_assert_no_error (error);
}

void
load_fixture_take (LoadFixture *self)
{
  g_ptr_array_extend_and_steal (self->records, prony_load_generator_take_records (self->generator));
}

/* And nothing is in flight any more. */
void
load_fixture_wait_until_paused (LoadFixture *self)
{
  gboolean paused = FALSE;

  while (!paused)
    {
      g_autoptr (PronyLoadSnapshot) snapshot = prony_load_generator_take_snapshot (self->generator);

      g_assert_false (snapshot != NULL && prony_state_is_final (snapshot->state));
      paused =
        snapshot != NULL && snapshot->state == PRONY_STATE_PAUSED && snapshot->in_flight == 0;
      g_usleep (1000);
    }
}

void
load_fixture_wait (LoadFixture *self)
{
  g_autoptr (PronyLoadSnapshot) last = NULL;

  g_assert_true (prony_load_generator_wait (self->generator, 20 * G_USEC_PER_SEC));
  load_fixture_take (self);
  prony_load_generator_get_health (self->generator, &self->health);

  last = prony_load_generator_take_snapshot (self->generator);
  g_assert_nonnull (last);
  g_assert_true (prony_state_is_final (last->state));
  g_assert_cmpuint (last->in_flight, ==, 0);
  g_assert_cmpuint (last->sent, ==, last->ok + last->failed + last->cancelled);
  self->state = last->state;
  self->error = g_strdup (last->error);
}

void
load_fixture_run (LoadFixture *self)
{
  load_fixture_start (self);
  load_fixture_wait (self);
}

void
load_fixture_destroy (LoadFixture *self)
{
  g_clear_pointer (&self->generator, prony_load_generator_free);
  prony_test_server_free (self->server);
  prony_target_unref (self->config.target);
  g_ptr_array_unref (self->records);
  g_free (self->error);
}

PronyRequestRecord *
load_fixture_get_record (LoadFixture *self, guint i)
{
  return g_ptr_array_index (self->records, i);
}

guint
load_fixture_count (LoadFixture *self, gboolean warmup, PronyOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < self->records->len; i++)
    n += load_fixture_get_record (self, i)->warmup == warmup &&
         load_fixture_get_record (self, i)->outcome == outcome;
  return n;
}

guint
load_fixture_count_measured (LoadFixture *self)
{
  guint n = 0;

  for (guint i = 0; i < self->records->len; i++)
    n += !load_fixture_get_record (self, i)->warmup;
  return n;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const PronyRequestRecord *one = *(PronyRequestRecord *const *) a;
  const PronyRequestRecord *other = *(PronyRequestRecord *const *) b;

  return (one->id > other->id) - (one->id < other->id);
}

/* By their numbers: that of a request of a schedule says when it is due. */
void
load_fixture_sort (LoadFixture *self)
{
  g_ptr_array_sort (self->records, compare_ids);
}

/* Each number comes once, and the window is that of the measured requests. */
void
load_fixture_assert_consistent (LoadFixture *self)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  gint64 first_ns = G_MAXINT64;
  gint64 last_ns = 0;

  for (guint i = 0; i < self->records->len; i++)
    {
      const PronyRequestRecord *record = load_fixture_get_record (self, i);

      g_assert_true (g_hash_table_add (ids, GUINT_TO_POINTER (record->id)));
      g_assert_cmpuint (record->id, >=, 1);
      g_assert_cmpuint (record->id, <=, self->records->len);
      g_assert_cmpuint (record->case_index, ==, (record->id - 1) % 3);
      if (self->config.level.concurrency > 0)
        g_assert_cmpuint (record->stream, <, self->config.level.concurrency);
      g_assert_cmpint (record->scheduled_ns, <=, record->started_ns);
      if (!record->warmup && record->sent_ns != 0)
        first_ns = MIN (first_ns, record->sent_ns);
      if (!record->warmup)
        last_ns = MAX (last_ns, record->finished_ns);
    }

  if (first_ns != G_MAXINT64)
    g_assert_cmpint (self->health.window_start_ns, ==, first_ns);
  g_assert_cmpint (self->health.window_end_ns, ==, last_ns);
  g_assert_cmpuint (self->health.sent, ==, load_fixture_count_measured (self));
}
