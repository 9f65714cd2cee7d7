/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "core/engines/prony-listening-ports.h"
#include "support/prony-test-folder.h"

/* A folder that looks like /proc. */
typedef struct
{
  char *root;
} Fixture;

static void
setup (Fixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("prony-proc-XXXXXX", NULL);
  g_assert_nonnull (self->root);
}

static void
teardown (Fixture *self, gconstpointer data)
{
  prony_test_remove_tree (self->root);
  g_free (self->root);
}

static void
write_file (Fixture *self, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (self->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

/* The words of a command line are given with spaces between them. */
static void
add_process (Fixture *self, guint pid, guint parent, const char *name, const char *command_line)
{
  g_autofree char *comm_path = g_strdup_printf ("%u/comm", pid);
  g_autofree char *line_path = g_strdup_printf ("%u/cmdline", pid);
  g_autofree char *stat_path = g_strdup_printf ("%u/stat", pid);
  g_autofree char *comm = g_strconcat (name, "\n", NULL);
  g_autofree char *line = g_strdup (command_line);
  g_autofree char *stat = g_strdup_printf ("%u (%s) S %u 1 1 0", pid, name, parent);
  gsize length = strlen (line) + 1;

  write_file (self, comm_path, comm, -1);
  write_file (self, line_path, g_strdelimit (line, " ", '\0'), (gssize) length);
  write_file (self, stat_path, stat, -1);
}

static void
add_descriptor (Fixture *self, guint pid, guint number, const char *target)
{
  g_autofree char *folder = g_strdup_printf ("%s/%u/fd", self->root, pid);
  g_autofree char *link = g_strdup_printf ("%s/%u", folder, number);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, link), ==, 0);
}

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"

/* As the kernel writes it on this computer: in the order of the bytes in memory. */
static char *
format_line (const char *address, guint port, const char *state, guint uid, guint inode)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  gsize size = g_inet_address_get_native_size (inet);
  const guint8 *bytes = g_inet_address_to_bytes (inet);
  g_autoptr (GString) text = g_string_new ("   0: ");

  for (gsize i = 0; i < size; i += 4)
    {
      guint32 word;

      memcpy (&word, bytes + i, 4);
      g_string_append_printf (text, "%08X", word);
    }
  g_string_append_printf (text,
                          ":%04X 00000000:0000 %s 00000000:00000000 00:00000000 00000000 %5u"
                          "        0 %u 1 0000000000000000 100 0 0 10 0\n",
                          port, state, uid, inode);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_socket (GString *text, const char *address, guint port, const char *state, guint inode)
{
  g_autofree char *line = format_line (address, port, state, 1000, inode);

  g_string_append (text, line);
}

static char *
find (Fixture *self)
{
  g_autoptr (GPtrArray) engines = prony_listening_ports_find (self->root);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < engines->len; i++)
    {
      const PronyEngineSpec *engine = g_ptr_array_index (engines, i);

      g_ptr_array_add (
        lines, g_strdup_printf ("%s %s", prony_engine_kind_to_string (engine->kind), engine->url));
    }
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

typedef struct
{
  const char *name;
  const char *command_line;
  const char *kind; /* NULL where it is no engine */
} NameCase;

static const NameCase names[] = {
  { "ollama", "/usr/local/bin/ollama serve", "ollama" },
  { "llama-server", "llama-server -m x.gguf", "llamacpp" },
  { "llama-server-cu", "./llama-server-cuda -m x.gguf", "llamacpp" },
  { "x", "/home/a/TinyLlama-1.1B.llamafile --server", "llamacpp" },
  { "vllm", "/venv/bin/python3 /venv/bin/vllm serve m", "vllm" },
  { "python3", "/venv/bin/python3 -u -m vllm.entrypoints.openai.api_server --model m", "vllm" },
  { "VLLM::APIServer", "VLLM::APIServer", "vllm" },
  { "python", "python -m sglang.launch_server --model-path m", "sglang" },
  { "sglang::schedul", "sglang::scheduler", "sglang" },
  { "text-generation", "text-generation-router --port 3000", "tgi" },
  { "python3.11", "python3.11 koboldcpp.py --model m", "koboldcpp" },
  { "koboldcpp-linux", "./koboldcpp-linux-x64-nocuda", "koboldcpp" },
  { "lm-studio", "/opt/LM Studio/lm-studio", "lmstudio" },
  { "python3", "python3 /venv/bin/trtllm-serve m", "trtllm" },
  { "litellm", "python3 /venv/bin/litellm --config c.yaml", "litellm" },
  { "llama-swap", "llama-swap --config c.yaml", "llamaswap" },
  { "prony-cli", "prony-cli engines --scan", NULL },
  { "prony", "/usr/bin/prony", NULL },
  { "tail", "tail -f ollama", NULL },
  { "python3", "python3 train.py --engine vllm", NULL },
  { "python3", "python3", NULL },
  { "python3", "python3 -c", NULL },
  { "ollamaesque", "ollamaesque", NULL },
  { "kthreadd", "", NULL },
};

static void
test_names (Fixture *self, gconstpointer data)
{
  g_autofree char *line = format_line ("127.0.0.1", 8123, "0A", 1000, 77);
  g_autofree char *table = g_strconcat (HEAD, line, NULL);

  write_file (self, "net/tcp", table, -1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint pid = 100 + i;
      g_autofree char *folder = g_strdup_printf ("%s/%u", self->root, pid);
      g_autofree char *expected = names[i].kind != NULL
                                    ? g_strdup_printf ("%s http://127.0.0.1:8123", names[i].kind)
                                    : g_strdup ("");
      g_autofree char *found = NULL;

      add_process (self, pid, 1, names[i].name, names[i].command_line);
      add_descriptor (self, pid, 3, "/dev/null");
      add_descriptor (self, pid, 4, "socket:[77]");
      add_descriptor (self, pid, 5, "socket:[999]");
      found = find (self);
      g_test_message ("%s: %s", names[i].command_line, found);
      g_assert_cmpstr (found, ==, expected);
      prony_test_remove_tree (folder);
    }
}

/* What is bound to every address is asked at the loopback ones, and only what listens
 * is asked at all. */
static void
test_addresses (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) four = g_string_new (HEAD);
  g_autoptr (GString) six = g_string_new (HEAD);
  g_autofree char *found = NULL;

  add_socket (four, "127.0.0.1", 8001, "0A", 1);
  add_socket (four, "0.0.0.0", 8002, "0A", 2);
  add_socket (four, "192.168.1.5", 65535, "0A", 3);
  add_socket (four, "127.0.0.1", 8004, "01", 4); /* connected */
  add_socket (four, "127.0.0.1", 8005, "0A", 5); /* somebody else's */
  add_socket (six, "::1", 8006, "0A", 6);
  add_socket (six, "::", 8007, "0A", 7);
  add_socket (six, "::ffff:127.0.0.1", 8008, "0A", 8);
  add_socket (six, "fe80::1", 8009, "0A", 9);
  write_file (self, "net/tcp", four->str, -1);
  write_file (self, "net/tcp6", six->str, -1);

  add_process (self, 42, 1, "ollama", "ollama serve");
  for (guint inode = 1; inode <= 9; inode++)
    {
      g_autofree char *target = g_strdup_printf ("socket:[%u]", inode);

      if (inode != 5)
        add_descriptor (self, 42, 10 + inode, target);
    }

  found = find (self);
  g_assert_cmpstr (found, ==,
                   "ollama http://127.0.0.1:8001\n"
                   "ollama http://127.0.0.1:8002\n"
                   "ollama http://192.168.1.5:65535\n"
                   "ollama http://[::1]:8006\n"
                   "ollama http://127.0.0.1:8007\n"
                   "ollama http://[::1]:8007\n"
                   "ollama http://127.0.0.1:8008");
}

/* An engine that another one has started is not for others; one that a program of the
 * same engine has started is. */
static void
test_servants (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) four = g_string_new (HEAD);
  g_autofree char *found = NULL;

  add_socket (four, "127.0.0.1", 8001, "0A", 1);
  add_socket (four, "127.0.0.1", 8002, "0A", 2);
  add_socket (four, "127.0.0.1", 8003, "0A", 3);
  write_file (self, "net/tcp", four->str, -1);
  add_process (self, 41, 1, "ollama", "ollama serve");
  add_process (self, 42, 41, "llama-server", "/usr/lib/ollama/llama-server --port 8001");
  add_descriptor (self, 42, 3, "socket:[1]");
  add_process (self, 43, 1, "koboldcpp) S 41", "koboldcpp");
  add_process (self, 44, 43, "koboldcpp", "koboldcpp");
  add_descriptor (self, 44, 3, "socket:[2]");
  add_process (self, 45, 9999, "llama-server", "llama-server");
  add_descriptor (self, 45, 3, "socket:[3]");

  found = find (self);
  g_assert_cmpstr (found, ==,
                   "koboldcpp http://127.0.0.1:8002\n"
                   "llamacpp http://127.0.0.1:8003");
}

/* Another user's process: its user's sockets are its own, unless that is root. */
static void
test_hidden_files (Fixture *self, gconstpointer data)
{
  g_autofree char *own = format_line ("127.0.0.1", 8001, "0A", getuid (), 1);
  g_autofree char *other = format_line ("127.0.0.1", 8002, "0A", getuid () + 1, 2);
  g_autofree char *table = g_strconcat (HEAD, own, other, NULL);
  g_autofree char *found = NULL;

  write_file (self, "net/tcp", table, -1);
  add_process (self, 42, 1, "ollama", "ollama serve");
  found = find (self);
  g_assert_cmpstr (found, ==, getuid () != 0 ? "ollama http://127.0.0.1:8001" : "");
}

/* What is not as it should be is not there. */
static void
test_nonsense (Fixture *self, gconstpointer data)
{
  static const char *const lines[] = {
    "",
    "\n\n\n",
    "   0: 0100007F 00000000:0000 0A",
    "   0: 0100007F:1F90",
    "   0: 0100:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0",
    "   0: 0100007F:1FFFF 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0",
    "   0: 0100007F:0000 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0",
    "   0: ZZZZZZZZ:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0",
    "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 0 1 0",
  };
  g_autofree char *nothing = NULL;

  nothing = find (self);
  g_assert_cmpstr (nothing, ==, "");

  add_process (self, 42, 1, "ollama", "ollama serve");
  add_descriptor (self, 42, 3, "socket:[1]");
  add_descriptor (self, 42, 4, "socket:[0]");
  add_descriptor (self, 42, 5, "socket:[");
  write_file (self, "12x/comm", "ollama\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *found = NULL;

      write_file (self, "net/tcp", lines[i], -1);
      found = find (self);
      g_assert_cmpstr (found, ==, "");
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "names", test_names },       { "addresses", test_addresses },
    { "servants", test_servants }, { "hidden-files", test_hidden_files },
    { "nonsense", test_nonsense },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *name = g_strconcat ("/listening-ports/", tests[i].name, NULL);

      g_test_add (name, Fixture, NULL, setup, tests[i].test, teardown);
    }

  return g_test_run ();
}
