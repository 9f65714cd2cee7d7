/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <unistd.h>

#include "core/monitor/prony-port-owner.h"
#include "core/monitor/prony-process-stat.h"
#include "monitor-fixture.h"

/* One socket, as the kernel writes it on a computer with the lowest byte first. */
#define LINE(address, port, state, inode)                                                          \
  "   0: " address ":" port " 00000000:0000 " state                                                \
  " 00000000:00000000 00:00000000 00000000 1000 0 " inode " 1 0 100 0 0 10 0\n"
#define ANY6 "00000000000000000000000000000000"
#define LOOPBACK6 "00000000000000000000000001000000"

static guint
find (MonitorFixture *self, const char *host, guint port)
{
  g_autoptr (GArray) processes = prony_process_stat_list (self->root);

  return prony_port_owner_find (self->root, processes, host, port);
}

typedef struct
{
  const char *host;
  guint port;
  guint pid;
} AddressCase;

static const AddressCase addresses[] = {
  { "127.0.0.1", 8000, 40 }, { "localhost", 8000, 40 }, { NULL, 8000, 40 },
  { "::1", 8000, 0 },        { "127.0.0.1", 8001, 41 }, { "localhost", 8001, 41 },
  { "::1", 8001, 0 },        { "127.0.0.1", 8002, 42 }, { "localhost", 8002, 42 },
  { "::1", 8002, 42 },       { "127.0.0.1", 8003, 0 },  { "localhost", 8003, 43 },
  { "::1", 8003, 43 },       { "127.0.0.1", 8004, 0 },  { "localhost", 8004, 0 },
  { NULL, 8004, 44 },        { "127.0.0.1", 8005, 0 }, /* a connection, which does not wait for any
                                                        */
  { "127.0.0.1", 9999, 0 },
};

static void
test_addresses (MonitorFixture *self, gconstpointer data)
{
  monitor_fixture_write (self, "net/tcp", "%s",
                         "  sl  local_address\n" LINE ("0100007F", "1F40", "0A", "1")
                           LINE ("00000000", "1F41", "0A", "2") LINE ("0200A8C0", "1F44", "0A", "5")
                             LINE ("0100007F", "1F45", "01", "6"));
  monitor_fixture_write (self, "net/tcp6", "%s",
                         LINE (ANY6, "1F42", "0A", "3") LINE (LOOPBACK6, "1F43", "0A", "4"));
  for (guint i = 0; i < 6; i++)
    {
      monitor_fixture_add_process (self, 40 + i, 1, "llama-server", 100, 0, 0);
      monitor_fixture_add_socket (self, 40 + i, 3, i + 1);
    }

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_test_message ("%s, %u", addresses[i].host, addresses[i].port);
      g_assert_cmpuint (find (self, addresses[i].host, addresses[i].port), ==, addresses[i].pid);
    }
}

typedef struct
{
  const char *title;
  const char *names[3]; /* of the processes 40, 41 and 42, each started by the one before */
  const char *holders;  /* which of them have the socket */
  guint pid;
} FamilyCase;

static const FamilyCase families[] = {
  { "alone", { "bash", "vllm", "VLLM::Worker" }, " 41 ", 41 },
  { "workers share it", { "bash", "gunicorn", "gunicorn" }, " 42 41 ", 41 },
  { "launcher", { "bash", "text-generation", "text-generation" }, " 42 ", 41 },
  { "script", { "bash", "python3", "python3" }, " 42 ", 42 },
  { "container", { "dockerd", "docker-proxy", "x" }, " 41 ", 0 },
  { "tunnel", { "bash", "ssh", "x" }, " 41 ", 0 },
  { "activated", { "systemd", "llama-server", "x" }, " 40 41 ", 41 },
  { "hidden", { "systemd", "llama-server", "x" }, "", 0 },
};

static void
test_families (MonitorFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_test_message ("%s", families[i].title);
      monitor_fixture_write (self, "net/tcp", "%s", LINE ("0100007F", "1F40", "0A", "1"));
      for (guint j = 0; j < 3; j++)
        {
          guint pid = 40 + j;
          g_autofree char *word = g_strdup_printf (" %u ", pid);
          g_autofree char *fd = g_strdup_printf ("%u/fd", pid);

          monitor_fixture_remove (self, fd);
          monitor_fixture_add_process (self, pid, pid - 1, families[i].names[j], 100 + j, 0, 0);
          if (strstr (families[i].holders, word) != NULL)
            monitor_fixture_add_socket (self, pid, 7, 1);
        }
      g_assert_cmpuint (find (self, "127.0.0.1", 8000), ==, families[i].pid);
    }
}

/* What a service's own user listens at is that service, if it is the only one. */
static void
test_hidden (MonitorFixture *self, gconstpointer data)
{
  gboolean is_service = getuid () > 0 && getuid () < 1000;

  monitor_fixture_write (self, "net/tcp",
                         "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 "
                         "00000000 %u 0 1 1 0 100 0 0 10 0\n",
                         getuid ());
  monitor_fixture_add_process (self, 40, 1, "ollama", 100, 0, 0);
  monitor_fixture_add_process (self, 41, 40, "llama-server", 101, 0, 0);
  g_assert_cmpuint (find (self, "127.0.0.1", 8000), ==, is_service ? 40 : 0);
  monitor_fixture_add_process (self, 50, 1, "another", 100, 0, 0);
  g_assert_cmpuint (find (self, "127.0.0.1", 8000), ==, 0);
}

static void
test_nonsense (MonitorFixture *self, gconstpointer data)
{
  static const char *const lines[] = {
    "", "\n\n", "   0: 0100007F:1F40", "   0: ZZ:1F40 0 0A 0 0 0 0 0 1", "\377\376\375", NULL,
  };

  g_assert_cmpuint (find (self, NULL, 8000), ==, 0);
  monitor_fixture_write (self, "40/stat", "%s", "40 (x");
  monitor_fixture_write (self, "41/stat", "%s", "41 (x) S one");
  monitor_fixture_write (self, "12x/stat", "%s", "12 (x) S 1");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      monitor_fixture_write (self, "net/tcp", "%s", lines[i]);
      g_assert_cmpuint (find (self, NULL, 8000), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (MonitorFixture *, gconstpointer);
  } tests[] = {
    { "/port-owner/addresses", test_addresses },
    { "/port-owner/families", test_families },
    { "/port-owner/hidden", test_hidden },
    { "/port-owner/nonsense", test_nonsense },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, MonitorFixture, NULL, monitor_fixture_setup, tests[i].test,
                monitor_fixture_teardown);
  return g_test_run ();
}
