/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-try-events.h"
#include "base/prony-format.h"

/* More of a piece does not fit into a line. */
#define MAX_PIECE_CHARS 200

struct _PronyTryEvents
{
  AdwBin parent_instance;

  /* Template children */
  GtkColumnView *view;
};

G_DEFINE_FINAL_TYPE (PronyTryEvents, prony_try_events, ADW_TYPE_BIN)

static const char *
kind_title (PronyEventKind kind)
{
  switch (kind)
    {
    case PRONY_EVENT_ROLE:
      return C_ ("event of an answer", "Role");

    case PRONY_EVENT_REASONING:
      return C_ ("event of an answer", "Thinking");

    case PRONY_EVENT_CONTENT:
      return C_ ("event of an answer", "Answer");

    case PRONY_EVENT_TOOL_CALL:
      return C_ ("event of an answer", "Tool call");

    case PRONY_EVENT_USAGE:
      return C_ ("event of an answer", "Counts");

    case PRONY_EVENT_COMMENT:
      return C_ ("event of an answer", "Comment");

    case PRONY_EVENT_ERROR:
      return C_ ("event of an answer", "Error");

    case PRONY_EVENT_END:
      return C_ ("event of an answer", "End");

    case PRONY_EVENT_EMPTY:
    default:
      return C_ ("event of an answer", "Empty");
    }
}

/* On one line, with line ends and tabs to be seen. */
static char *
make_visible (const char *text)
{
  GString *line = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (n++ == MAX_PIECE_CHARS)
        {
          g_string_append (line, "…");
          break;
        }
      g_string_append_unichar (line, c == '\n' ? 0x21b5 : c == '\t' ? 0x2192 : c);
    }
  return g_string_free (line, FALSE);
}

/* --- Columns ------------------------------------------------------------------------- */

static char *
make_number (PronyTryEvent *event)
{
  return g_strdup_printf ("%'u", prony_try_event_get_number (event));
}

static char *
make_kind (PronyTryEvent *event)
{
  return g_strdup (kind_title (prony_try_event_get_kind (event)));
}

static char *
make_time (PronyTryEvent *event)
{
  return prony_format_milliseconds (prony_try_event_get_time (event));
}

static char *
make_gap (PronyTryEvent *event)
{
  return prony_format_milliseconds (prony_try_event_get_gap (event));
}

static char *
make_tokens (PronyTryEvent *event)
{
  int tokens = prony_try_event_get_tokens (event);

  return tokens >= 0 ? g_strdup_printf ("%'d", tokens) : g_strdup ("–");
}

static char *
make_text (PronyTryEvent *event)
{
  return make_visible (prony_try_event_get_text (event));
}

typedef struct
{
  const char *title;
  char *(*make) (PronyTryEvent *event);
  gboolean numeric;
} Column;

static const Column columns[] = {
  { NC_ ("event of an answer", "No."), make_number, TRUE },
  { NC_ ("event of an answer", "Kind"), make_kind, FALSE },
  { NC_ ("event of an answer", "Time"), make_time, TRUE },
  { NC_ ("event of an answer", "Gap"), make_gap, TRUE },
  { NC_ ("event of an answer", "Tokens"), make_tokens, TRUE },
  { NC_ ("event of an answer", "Text"), make_text, FALSE },
};

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->numeric ? 1 : 0);
  if (column->numeric)
    gtk_widget_add_css_class (label, "numeric");
  if (column->make == make_text)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "monospace");
    }
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  g_autofree char *text = column->make (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (PronyTryEvents *self, const Column *column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), (gpointer) column);
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (view_column, column->make == make_text);
  gtk_column_view_append_column (self->view, view_column);
}

/* --- The object ------------------------------------------------------------------------ */

static void
prony_try_events_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_TRY_EVENTS);

  G_OBJECT_CLASS (prony_try_events_parent_class)->dispose (object);
}

static void
prony_try_events_class_init (PronyTryEventsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_try_events_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-try-events.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTryEvents, view);
}

static void
prony_try_events_init (PronyTryEvents *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (self, &columns[i], g_dpgettext2 (NULL, "event of an answer", columns[i].title));
}

/**
 * prony_try_events_set_model:
 * @self: a table
 * @events: (nullable): a list of #PronyTryEvent, which it shows from now on
 * @with_text: whether they have texts
 */
void
prony_try_events_set_model (PronyTryEvents *self, GListModel *events, gboolean with_text)
{
  g_autoptr (GtkSingleSelection) selection = NULL;
  g_autoptr (GtkColumnViewColumn) text = NULL;

  g_return_if_fail (PRONY_IS_TRY_EVENTS (self));

  text =
    g_list_model_get_item (gtk_column_view_get_columns (self->view), G_N_ELEMENTS (columns) - 1);
  gtk_column_view_column_set_visible (text, with_text);
  if (events != NULL)
    selection = gtk_single_selection_new (g_object_ref (events));
  if (selection != NULL)
    gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}
