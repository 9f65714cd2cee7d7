/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-request-list.h"
#include "app/session/prony-request-pages.h"

struct _PronyRequestList
{
  GObject parent_instance;

  /* Owned */
  PronySession *session; /* (nullable) */
  char *run_id;          /* (nullable) */
  char *text;            /* of the filter */
  char *error;           /* (nullable) */
  GArray *ids;           /* (element-type gint64) */
  PronyRequestPages *pages;
  GCancellable *listing; /* (nullable): while the numbers are being read */

  /* Plain */
  PronyRequestFilter filter;
  guint n_total;
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_ERROR,
  N_PROPS
};

enum
{
  SIGNAL_LOADED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* --- The list model -------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return PRONY_TYPE_REQUEST_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return PRONY_REQUEST_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PronyRequestList *self = PRONY_REQUEST_LIST (model);

  return position < self->ids->len ? prony_request_pages_get (self->pages, position) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PronyRequestList,
                               prony_request_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- Which requests -------------------------------------------------------------------- */

/* To make two hundred rows of widgets takes longer than a frame may, to fill them does not:
 * what is on a page stays there for the views, and changes by itself. From the end on, so
 * that positions count as before. */
static void
take_ids (PronyRequestList *self, GArray *ids)
{
  g_autoptr (GArray) before = g_steal_pointer (&self->ids);
  g_autoptr (GArray) kept = NULL;
  guint end_before = before->len;
  guint end = ids->len;

  self->ids = g_array_ref (ids);
  kept = prony_request_pages_set_ids (self->pages, ids);
  for (guint i = kept->len; i > 0; i--)
    {
      const PronyRequestRange *range = &g_array_index (kept, PronyRequestRange, i - 1);

      if (end_before > range->end || end > range->end)
        g_list_model_items_changed (G_LIST_MODEL (self), range->end, end_before - range->end,
                                    end - range->end);
      end_before = range->start;
      end = range->start;
    }
  if (end_before > 0 || end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, end_before, end);
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyRequestList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyRequestIds) found =
    prony_session_list_requests_finish (PRONY_SESSION (source), result, &error);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->listing);
  g_free (self->error);
  self->error = error != NULL ? g_strdup (error->message) : NULL;
  if (found != NULL)
    self->n_total = found->n_total;
  take_ids (self, found != NULL ? found->ids : none);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

/**
 * prony_request_list_reload:
 * @self: a list
 *
 * Looks again which requests fit. What it had stays until then.
 */
void
prony_request_list_reload (PronyRequestList *self)
{
  g_return_if_fail (PRONY_IS_REQUEST_LIST (self));

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  if (self->session == NULL || self->run_id == NULL)
    return;

  self->listing = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  prony_session_list_requests_async (self->session, self->run_id, &self->filter, self->n_total,
                                     self->listing, on_listed_cb, g_object_ref (self));
}

/**
 * prony_request_list_stop:
 * @self: a list
 *
 * Gives up whatever is being read.
 */
void
prony_request_list_stop (PronyRequestList *self)
{
  g_return_if_fail (PRONY_IS_REQUEST_LIST (self));

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  prony_request_pages_stop (self->pages);
}

/* --- The object ------------------------------------------------------------------------ */

static void
prony_request_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyRequestList *self = PRONY_REQUEST_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->listing != NULL);
      break;

    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_request_list_dispose (GObject *object)
{
  PronyRequestList *self = PRONY_REQUEST_LIST (object);

  prony_request_list_stop (self);
  prony_request_pages_set_session (self->pages, NULL);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (prony_request_list_parent_class)->dispose (object);
}

static void
prony_request_list_finalize (GObject *object)
{
  PronyRequestList *self = PRONY_REQUEST_LIST (object);

  prony_request_pages_free (self->pages);
  g_array_unref (self->ids);
  g_free (self->run_id);
  g_free (self->text);
  g_free (self->error);

  G_OBJECT_CLASS (prony_request_list_parent_class)->finalize (object);
}

static void
prony_request_list_class_init (PronyRequestListClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = prony_request_list_get_property;
  object_class->dispose = prony_request_list_dispose;
  object_class->finalize = prony_request_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_request_list_init (PronyRequestList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pages = prony_request_pages_new ();
  self->filter = (PronyRequestFilter){ .trial = -1, .outcome = -1, .quality = -1, .warmup = TRUE };
}

/**
 * prony_request_list_new:
 *
 * Returns: (transfer full): a list of nothing, with a filter that lets everything through
 */
PronyRequestList *
prony_request_list_new (void)
{
  return g_object_new (PRONY_TYPE_REQUEST_LIST, NULL);
}

/**
 * prony_request_list_set_session:
 * @self: a list
 * @session: (nullable): where the requests of runs are read; set it before the run
 */
void
prony_request_list_set_session (PronyRequestList *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_REQUEST_LIST (self));

  if (self->session != session)
    prony_request_list_stop (self);
  g_set_object (&self->session, session);
  prony_request_pages_set_session (self->pages, session);
}

/**
 * prony_request_list_set_run:
 * @self: a list
 * @run_id: (nullable): whose requests
 *
 * Empties the list and begins to look for the requests of the run.
 */
void
prony_request_list_set_run (PronyRequestList *self, const char *run_id)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_if_fail (PRONY_IS_REQUEST_LIST (self));

  g_free (self->run_id);
  self->run_id = g_strdup (run_id);
  self->n_total = 0;
  g_clear_pointer (&self->error, g_free);
  take_ids (self, none);
  prony_request_list_reload (self);
}

static gboolean
is_same (const PronyRequestFilter *a, const PronyRequestFilter *b)
{
  const char *text = b->text != NULL ? b->text : "";

  return a->trial == b->trial && a->outcome == b->outcome && a->failed == b->failed &&
         a->quality == b->quality && a->warmup == b->warmup && a->sort == b->sort &&
         a->descending == b->descending && g_str_equal (a->text != NULL ? a->text : "", text);
}

/**
 * prony_request_list_set_filter:
 * @self: a list
 * @filter: which of its requests, and their order; copied
 *
 * Where that is another filter, looks which requests fit; what was being looked for is given
 * up.
 */
void
prony_request_list_set_filter (PronyRequestList *self, const PronyRequestFilter *filter)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PRONY_IS_REQUEST_LIST (self));
  g_return_if_fail (filter != NULL);

  if (is_same (&self->filter, filter))
    return;

  text = g_steal_pointer (&self->text);
  self->text = filter->text != NULL && *filter->text != '\0' ? g_strdup (filter->text) : NULL;
  self->filter = *filter;
  self->filter.text = self->text;
  prony_request_list_reload (self);
}

/**
 * prony_request_list_get_filter:
 * @self: a list
 *
 * Returns: (transfer none): which requests, and their order
 */
const PronyRequestFilter *
prony_request_list_get_filter (PronyRequestList *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_LIST (self), NULL);

  return &self->filter;
}

/**
 * prony_request_list_is_loading:
 * @self: a list
 *
 * Returns: whether it is being found out which requests fit
 */
gboolean
prony_request_list_is_loading (PronyRequestList *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_LIST (self), FALSE);

  return self->listing != NULL;
}

/**
 * prony_request_list_get_error:
 * @self: a list
 *
 * Returns: (nullable): a sentence, why there are no requests
 */
const char *
prony_request_list_get_error (PronyRequestList *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_LIST (self), NULL);

  return self->error;
}

/**
 * prony_request_list_get_total:
 * @self: a list
 *
 * Returns: how many requests the run has, whether they fit or not
 */
guint
prony_request_list_get_total (PronyRequestList *self)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_LIST (self), 0);

  return self->n_total;
}

/**
 * prony_request_list_find:
 * @self: a list
 * @row_id: the store's number of a request
 * @position: (out) (optional): where it is
 *
 * Returns: whether it is in the list
 */
gboolean
prony_request_list_find (PronyRequestList *self, gint64 row_id, guint *position)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_LIST (self), FALSE);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == row_id)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * prony_request_list_get_ids:
 * @self: a list
 * @n_ids: (out): how many
 *
 * Returns: (transfer none) (array length=n_ids): the store's numbers of its requests, until
 *   the list changes
 */
const gint64 *
prony_request_list_get_ids (PronyRequestList *self, guint *n_ids)
{
  g_return_val_if_fail (PRONY_IS_REQUEST_LIST (self), NULL);

  *n_ids = self->ids->len;
  return (const gint64 *) self->ids->data;
}
