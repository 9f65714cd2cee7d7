/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Feeds damaged scenarios to the loader: files of a corpus with flipped bytes, pieces of
 * one another and words of the format in wrong places. What leads to a new combination of
 * sentences is damaged further. A child process reads; the parent keeps what it was
 * reading when it died, hung or leaked. Run by tools/fuzz-scenarios with sanitizers. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/scenarios/prony-scenario-catalog.h"

#define MAX_TEXT (256 * 1024)
#define MAX_POOL 3000
#define MAX_FINDINGS 20
#define HANG_S 20

/* What child and parent both see. */
typedef struct
{
  guint64 n_runs;
  guint64 n_valid;
  guint64 n_pool;
  gsize length;
  char input[MAX_TEXT + 1];
} Shared;

typedef struct
{
  Shared *shared;
  GPtrArray *good;
  GPtrArray *pool;
  GHashTable *seen;
  GString *input;
  guint64 state;
  char *file_name;
} Fuzzer;

static const char *const words[] = {
  "name: ",
  "title: ",
  "description: ",
  "class: ",
  "tags: ",
  "cache: ",
  "prompt:\n  ",
  "completion:\n  ",
  "test_cases:\n  - ",
  "expect: ",
  "load: ",
  "slo: ",
  "scenario:\n  ",
  "template: ",
  "system: ",
  "messages:\n    - ",
  "{role: user, content: x}",
  "{role: assistant, content: y}",
  "role: system",
  "turns: last",
  "lengths: ",
  "{distribution: uniform, min: 1, max: 9}",
  "distribution: log-normal",
  "mean: ",
  "stddev: ",
  "values: ",
  "from: ",
  "lengths.txt",
  "questions.jsonl",
  "../",
  "/etc/passwd",
  "format: sharegpt",
  "sample: ",
  "contains: ",
  "equals: ",
  "regex: ",
  "json: ",
  "number: ",
  "all: [",
  "any: [",
  "none: [",
  "keys: [",
  "{min: 1, max: 2}",
  "concurrency: ",
  "rate: ",
  "1..64",
  "arrival: gamma",
  "burstiness: ",
  "duration: ",
  "requests: ",
  "iterations: ",
  "warmup: ",
  "ttft: ",
  "unique",
  "shared-prefix",
  "repeat",
  "{text:*}",
  "{text:100}",
  "{code:1}",
  "{a}",
  "{{a}}",
  "{x:y}",
  "&a ",
  "*a",
  "<<: ",
  "!!str ",
  "!",
  "%YAML 1.1\n---\n",
  "---\n",
  "...\n",
  "? ",
  ": ",
  "- ",
  "|\n  ",
  ">-\n  ",
  "|2+\n",
  "\"",
  "'",
  "\\x7b",
  "\\u007b",
  "\\N",
  "\\\n",
  "#",
  "[",
  "]",
  "{",
  "}",
  ",",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "    ",
  "~",
  "null",
  "true",
  ".nan",
  ".inf",
  "1e999",
  "-1",
  "0",
  "9999999999",
  "(",
  ")",
  "(?",
  "\\p{",
  "[[:",
  "{1,9999}",
  "\xef\xbb\xbf",
  "\xc2\x85",
  "\xe2\x80\xa8",
  "\xf0\x9f\x98\x80",
  "\xff",
  "\xc3",
};

/* splitmix64 */
static guint64
draw (Fuzzer *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static gsize
draw_below (Fuzzer *self, gsize n)
{
  return n > 0 ? (gsize) (draw (self) % n) : 0;
}

/* --- Damage -------------------------------------------------------------------------- */

/* Puts a piece of a text somewhere, sometimes very often. */
static void
copy_piece (Fuzzer *self, const GString *from)
{
  gsize start = draw_below (self, from->len);
  gsize most = 1 + draw_below (self, 400);
  gsize length = MIN (from->len - start, most);
  gsize times = draw_below (self, 40) == 0 ? 1 + draw_below (self, 300) : 1;
  gsize place = draw_below (self, self->input->len + 1);
  g_autofree char *piece = g_memdup2 (from->str + start, length + 1);

  for (gsize i = 0; i < times && self->input->len + length < MAX_TEXT; i++)
    g_string_insert_len (self->input, (gssize) place, piece, (gssize) length);
}

static void
damage_once (Fuzzer *self)
{
  GString *input = self->input;
  gsize place = draw_below (self, input->len + 1);
  const char *word = words[draw_below (self, G_N_ELEMENTS (words))];

  switch (draw_below (self, 8))
    {
    case 0:
      if (input->len > 0)
        input->str[place % input->len] ^= (char) (1 << draw_below (self, 8));
      break;
    case 1:
      if (input->len > 0)
        input->str[place % input->len] = (char) draw (self);
      break;
    case 2:
      g_string_erase (input, (gssize) place,
                      (gssize) draw_below (self, MIN (input->len - place, 80) + 1));
      break;
    case 3:
      copy_piece (self, input);
      break;
    case 4:
      copy_piece (self, g_ptr_array_index (self->pool, draw_below (self, self->pool->len)));
      break;
    default:
      g_string_insert (input, (gssize) place, word);
      break;
    }
  if (input->len > MAX_TEXT)
    g_string_truncate (input, MAX_TEXT);
}

/* --- One run ------------------------------------------------------------------------- */

/* Sentences without what they quote. */
static guint
hash_sentence (const char *sentence)
{
  guint hash = 5381;
  gboolean quoted = FALSE;

  for (const char *p = sentence; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x201c)
        quoted = TRUE;
      if (!quoted && !g_unichar_isdigit (c))
        hash = hash * 33 + c;
      if (c == 0x201d)
        quoted = FALSE;
    }
  return hash;
}

/* Checks what must hold of any text; returns a number for the combination of mistakes. */
static guint
check (Fuzzer *self, const char *text, gsize length)
{
  g_autoptr (PronyProblems) problems = prony_problems_new ("f");
  g_autoptr (PronyScenario) scenario =
    prony_scenario_read (text, length, self->file_name, problems);
  g_autoptr (PronyScenario) copy = NULL;
  guint n_lines = 1;
  guint signature = 0;

  for (gsize i = 0; i < length; i++)
    n_lines += text[i] == '\n' || text[i] == '\r';
  for (guint i = 0; i < prony_problems_count (problems); i++)
    {
      guint line;
      guint column;
      const char *sentence = prony_problems_get (problems, i, &line, &column);

      g_assert_cmpuint (line, >=, 1);
      g_assert_cmpuint (line, <=, n_lines);
      g_assert_cmpuint (column, >=, 1);
      g_assert_cmpuint (column, <=, length + 1);
      g_assert_true (g_utf8_validate (sentence, -1, NULL));
      signature ^= hash_sentence (sentence) * (2 * MIN (i, 3) + 1);
    }

  if (!prony_problems_is_empty (problems))
    return signature;
  g_assert_nonnull (scenario);
  g_assert_nonnull (scenario->name);
  g_assert_nonnull (scenario->title);
  copy = prony_scenario_copy (scenario);
  g_assert_cmpstr (copy->source, ==, scenario->source);
  self->shared->n_valid++;
  return 1 + MIN (scenario->cases->len, 8) + 16 * (scenario->expect != NULL) +
         32 * (scenario->messages != NULL) + 64 * scenario->prompt_lengths.kind +
         512 * MIN (scenario->load.levels->len, 4);
}

static void
run_once (Fuzzer *self)
{
  gboolean from_good = self->good->len > 0 && draw_below (self, 2) == 0;
  GPtrArray *parents = from_good ? self->good : self->pool;
  const GString *parent = g_ptr_array_index (parents, draw_below (self, parents->len));
  gsize times = 1 + draw_below (self, 1 + draw_below (self, 6));
  g_autofree char *text = NULL;
  guint signature;

  g_string_truncate (self->input, 0);
  g_string_append_len (self->input, parent->str, (gssize) parent->len);
  while (times-- > 0)
    damage_once (self);

  memcpy (self->shared->input, self->input->str, self->input->len);
  self->shared->length = self->input->len;
  /* Just as long as it is, so that nothing can be read behind it unnoticed. */
  text = g_memdup2 (self->input->str, MAX (self->input->len, 1));
  signature = check (self, text, self->input->len);
  self->shared->n_runs++;

  if (self->pool->len < MAX_POOL && g_hash_table_add (self->seen, GUINT_TO_POINTER (signature)))
    {
      g_ptr_array_add (self->pool, g_string_new_len (self->input->str, (gssize) self->input->len));
      self->shared->n_pool = self->pool->len;
    }
}

/* --- Corpus -------------------------------------------------------------------------- */

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  const GString *left = *(const GString *const *) a;
  const GString *right = *(const GString *const *) b;

  return strcmp (left->str, right->str);
}

static void
add_folder (GPtrArray *pool, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_str_has_suffix (name, ".yaml") && g_file_get_contents (file, &text, &length, NULL) &&
          length <= MAX_TEXT)
        g_ptr_array_add (pool, g_string_new_len (text, (gssize) length));
    }
}

/* --- Parent and child ---------------------------------------------------------------- */

/* Returns: the exit status of the child */
static int
run_child (Shared *shared, guint64 seed, char **folders, gint64 deadline, guint64 n_wanted)
{
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (free_string);
  g_autoptr (GPtrArray) good = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *file_name = g_build_filename (folders[0], "fuzz.yaml", NULL);
  Fuzzer self = { .shared = shared, .good = good, .pool = pool, .seen = seen, .state = seed };

  for (guint i = 0; folders[i] != NULL; i++)
    add_folder (pool, folders[i]);
  /* The same corpus on every file system. */
  g_ptr_array_sort (pool, compare_strings);
  if (pool->len == 0)
    {
      g_printerr ("There are no .yaml files in the corpus.\n");
      return 2;
    }

  self.file_name = file_name;
  for (guint i = 0; i < pool->len; i++)
    {
      GString *text = g_ptr_array_index (pool, i);
      guint64 before = shared->n_valid;

      check (&self, text->str, text->len);
      if (shared->n_valid > before)
        g_ptr_array_add (good, text);
    }
  self.input = g_string_new (NULL);
  while (g_get_monotonic_time () < deadline && (n_wanted == 0 || shared->n_runs < n_wanted))
    run_once (&self);
  g_string_free (self.input, TRUE);
  return 0;
}

/* Waits for the child, and ends it where one input takes it too long.
 *
 * Returns: what happened to it, or NULL if all is well */
static char *
wait_for_child (Shared *shared, pid_t child)
{
  guint64 before = shared->n_runs;
  gint64 since = g_get_monotonic_time ();
  int status = 0;

  while (waitpid (child, &status, WNOHANG) == 0)
    {
      g_usleep (50 * 1000);
      if (shared->n_runs != before)
        {
          before = shared->n_runs;
          since = g_get_monotonic_time ();
        }
      else if (g_get_monotonic_time () - since > HANG_S * G_USEC_PER_SEC)
        {
          kill (child, SIGKILL);
          waitpid (child, &status, 0);
          return g_strdup_printf ("took more than %d seconds", HANG_S);
        }
    }

  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return NULL;
  return WIFSIGNALED (status) ? g_strdup_printf ("died of signal %d", WTERMSIG (status))
                              : g_strdup_printf ("ended with status %d", WEXITSTATUS (status));
}

static void
save_finding (Shared *shared, guint64 seed, const char *what)
{
  g_autofree char *file = g_strdup_printf ("finding-%" G_GUINT64_FORMAT ".yaml", seed);

  g_file_set_contents (file, shared->input, (gssize) shared->length, NULL);
  g_print ("%s with what is now in %s\n", what, file);
}

int
main (int argc, char *argv[])
{
  static int seconds = 10;
  static gint64 runs = 0;
  static gint64 seed = 0;
  static char **folders = NULL;
  static const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "How long (10)", "N" },
    { "runs", 0, 0, G_OPTION_ARG_INT64, &runs, "How many texts at most", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "What damage follows from (the time)", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "FOLDER…" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  Shared *shared;
  gint64 start = g_get_monotonic_time ();
  gint64 deadline;
  guint n_findings = 0;
  guint64 next;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || folders == NULL)
    {
      g_printerr ("usage: fuzz-scenarios [--seconds N] [--runs N] [--seed N] FOLDER…\n");
      return 2;
    }
  shared = mmap (NULL, sizeof (Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED)
    return 2;

  deadline = start + seconds * G_USEC_PER_SEC;
  next = (guint64) (seed != 0 ? seed : g_get_real_time ());
  g_print ("seed %" G_GUINT64_FORMAT "\n", next);
  for (gboolean done = FALSE; !done && n_findings < MAX_FINDINGS; next++)
    {
      g_autofree char *what = NULL;
      pid_t child = fork ();

      if (child == 0)
        return run_child (shared, next, folders, deadline, (guint64) runs);
      what = wait_for_child (shared, child);
      done = what == NULL;
      if (!done)
        save_finding (shared, next, what);
      n_findings += !done;
    }
  g_print ("%" G_GUINT64_FORMAT " texts in %.0f seconds, %" G_GUINT64_FORMAT
           " of them without a mistake, %" G_GUINT64_FORMAT
           " different combinations; %u findings\n",
           shared->n_runs, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
           shared->n_valid, shared->n_pool, n_findings);
  return n_findings > 0;
}
