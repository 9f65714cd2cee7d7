/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-request-pages.h"

/*
 * A million numbers take eight megabytes; the rows of all of them would take twenty times
 * that. Rows are kept in pages, the least recently used of which go. Whoever shows an item
 * keeps it, so that a page that goes takes nothing away from the screen.
 */
#define PAGE_SIZE 128
#define MAX_PAGES 32

/* Who scrolls fast passes by pages that nobody looks at any more when it is their turn. A
 * list view has two hundred rows at hand, which are on three pages. */
#define MAX_WANTED 6

typedef struct
{
  guint number;
  GPtrArray *items; /* (element-type PronyRequestItem): all that belong on it */
} Page;

struct _PronyRequestPages
{
  /* Owned */
  PronySession *session; /* (nullable) */
  GArray *ids;           /* (element-type gint64) */
  GQueue pages;          /* (element-type Page), the latest used first */
  GQueue wanted;         /* (element-type Page), borrowed: not read yet, the latest first */
  GCancellable *reading; /* (nullable): while a page is being read */
};

/* What a page is being read for: it may have gone meanwhile, and so may all pages. */
typedef struct
{
  PronyRequestPages *pages; /* borrowed: gone where the reading was cancelled */
  GPtrArray *items;
} PageCall;

static void read_next_page (PronyRequestPages *self);

static void
page_free (gpointer data)
{
  Page *page = data;

  g_ptr_array_unref (page->items);
  g_free (page);
}

static void
page_call_free (PageCall *call)
{
  g_ptr_array_unref (call->items);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageCall, page_call_free)

static guint
count_on_page (PronyRequestPages *self, guint number)
{
  guint first = number * PAGE_SIZE;

  return first < self->ids->len ? MIN (PAGE_SIZE, self->ids->len - first) : 0;
}

static Page *
make_page (PronyRequestPages *self, guint number)
{
  Page *page = g_new0 (Page, 1);
  guint first = number * PAGE_SIZE;
  guint n = count_on_page (self, number);

  page->number = number;
  page->items = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (page->items,
                     prony_request_item_new (g_array_index (self->ids, gint64, first + i)));
  return page;
}

static void
drop_page (PronyRequestPages *self, Page *page)
{
  g_queue_remove (&self->wanted, page);
  g_queue_remove (&self->pages, page);
  page_free (page);
}

/* The pages are few, and the one that is looked for is mostly the first. */
static Page *
get_page (PronyRequestPages *self, guint number)
{
  Page *page;

  for (GList *link = self->pages.head; link != NULL; link = link->next)
    if (((Page *) link->data)->number == number)
      {
        g_queue_unlink (&self->pages, link);
        g_queue_push_head_link (&self->pages, link);
        return link->data;
      }

  page = make_page (self, number);
  g_queue_push_head (&self->pages, page);
  g_queue_push_head (&self->wanted, page);
  if (self->wanted.length > MAX_WANTED)
    drop_page (self, g_queue_peek_tail (&self->wanted));
  if (self->pages.length > MAX_PAGES)
    drop_page (self, g_queue_peek_tail (&self->pages));
  if (self->reading == NULL)
    read_next_page (self);
  return page;
}

/* --- Reading ----------------------------------------------------------------------------- */

static PronyRequestItem *
find_item (GPtrArray *items, gint64 row_id, guint *from)
{
  for (guint i = *from; i < items->len; i++)
    {
      PronyRequestItem *item = g_ptr_array_index (items, i);

      if (prony_request_item_get_row_id (item) != row_id)
        continue;
      *from = i + 1;
      return item;
    }
  return NULL;
}

static void
fill_items (GPtrArray *items, GArray *rows)
{
  guint from = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const PronyRequestRow *row = &g_array_index (rows, PronyRequestRow, i);
      PronyRequestItem *item = find_item (items, row->row_id, &from);

      if (item != NULL)
        prony_request_item_set_row (item, row);
    }
  for (guint i = 0; i < items->len; i++)
    if (prony_request_item_get_row (g_ptr_array_index (items, i)) == NULL)
      prony_request_item_set_row (g_ptr_array_index (items, i), NULL);
}

static void
on_page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PageCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows =
    prony_session_read_request_rows_finish (PRONY_SESSION (source), result, &error);

  /* Cancelled: others are shown by now. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&call->pages->reading);
  if (rows == NULL)
    g_warning ("%s", error->message);
  fill_items (call->items, rows);
  read_next_page (call->pages);
}

static void
read_next_page (PronyRequestPages *self)
{
  Page *page = g_queue_pop_head (&self->wanted);
  PageCall *call;

  if (page == NULL || self->session == NULL)
    return;

  call = g_new0 (PageCall, 1);
  call->pages = self;
  call->items = g_ptr_array_ref (page->items);
  self->reading = g_cancellable_new ();
  prony_session_read_request_rows_async (
    self->session, &g_array_index (self->ids, gint64, page->number * PAGE_SIZE), page->items->len,
    self->reading, on_page_read_cb, call);
}

static void
stop_reading (PronyRequestPages *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_queue_clear (&self->wanted);
}

/* --- Other requests ---------------------------------------------------------------------- */

/* Its items stand for what is at their positions now; those that are beyond the end go.
 * Returns whether the page is whole then: there may be more that belongs on it. */
static gboolean
reuse_page (PronyRequestPages *self, Page *page)
{
  guint n = count_on_page (self, page->number);

  if (n == 0 || page->items->len < n)
    return FALSE;

  g_ptr_array_set_size (page->items, (int) n);
  for (guint i = 0; i < n; i++)
    prony_request_item_set_row_id (g_ptr_array_index (page->items, i),
                                   g_array_index (self->ids, gint64, page->number * PAGE_SIZE + i));
  return TRUE;
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  return ((const PronyRequestRange *) a)->start < ((const PronyRequestRange *) b)->start ? -1 : 1;
}

/* --- Public ------------------------------------------------------------------------------ */

/**
 * prony_request_pages_new:
 *
 * Returns: (transfer full): pages of no requests
 */
PronyRequestPages *
prony_request_pages_new (void)
{
  PronyRequestPages *self = g_new0 (PronyRequestPages, 1);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_queue_init (&self->pages);
  g_queue_init (&self->wanted);
  return self;
}

/**
 * prony_request_pages_free:
 * @self: (transfer full): pages
 */
void
prony_request_pages_free (PronyRequestPages *self)
{
  prony_request_pages_stop (self);
  g_clear_object (&self->session);
  g_array_unref (self->ids);
  g_free (self);
}

/**
 * prony_request_pages_set_session:
 * @self: pages
 * @session: (nullable): where requests are read
 */
void
prony_request_pages_set_session (PronyRequestPages *self, PronySession *session)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->session, session);
}

/**
 * prony_request_pages_set_ids:
 * @self: pages
 * @ids: (element-type gint64): the store's numbers of all requests, in their order
 *
 * Says which requests there are. What was used last keeps its items, which stand for what is
 * at their positions now and are read again; all others go.
 *
 * Returns: (transfer full) (element-type PronyRequestRange): the positions whose items are as
 *   before, in their order
 */
GArray *
prony_request_pages_set_ids (PronyRequestPages *self, GArray *ids)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (PronyRequestRange));
  GList *next;

  g_return_val_if_fail (self != NULL && ids != NULL, kept);

  g_array_ref (ids);
  g_array_unref (self->ids);
  self->ids = ids;
  stop_reading (self);
  for (GList *link = self->pages.head; link != NULL; link = next)
    {
      Page *page = link->data;
      PronyRequestRange range = { page->number * PAGE_SIZE, 0 };

      next = link->next;
      if (kept->len == MAX_WANTED || !reuse_page (self, page))
        {
          drop_page (self, page);
          continue;
        }
      range.end = range.start + page->items->len;
      g_array_append_val (kept, range);
      g_queue_push_tail (&self->wanted, page);
    }
  g_array_sort (kept, compare_ranges);
  read_next_page (self);

  return kept;
}

/**
 * prony_request_pages_get:
 * @self: pages
 * @position: of a request
 *
 * Returns: (transfer full): the request, which may have yet to be read
 */
PronyRequestItem *
prony_request_pages_get (PronyRequestPages *self, guint position)
{
  const Page *page;

  g_return_val_if_fail (self != NULL && position < self->ids->len, NULL);

  page = get_page (self, position / PAGE_SIZE);
  return g_object_ref (g_ptr_array_index (page->items, position % PAGE_SIZE));
}

/**
 * prony_request_pages_stop:
 * @self: pages
 *
 * Gives up whatever is being read.
 */
void
prony_request_pages_stop (PronyRequestPages *self)
{
  g_return_if_fail (self != NULL);

  stop_reading (self);
  g_queue_clear_full (&self->pages, page_free);
}
