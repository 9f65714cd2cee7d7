/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#include "app/widgets/prony-source-style.h"
#include "app/widgets/prony-stream-view.h"

/* How much is put into the buffer in one turn of the main loop. */
#define BYTES_PER_TURN 16384

/* A line is laid out as a whole whenever it changes: one that goes on for ever would
 * take longer each time. Such a line is shown in several. */
#define MAX_LINE_BYTES 4000

/* What is left of a text that has become too long, so that not every piece that is
 * appended has something removed. */
#define KEPT_SHARE 0.75

/* How near to the end the view counts as being there, in pixels. */
#define NEAR_END 24

/* Stays behind whatever is appended. */
#define END_MARK "end"

struct _PronyStreamView
{
  AdwBin parent_instance;

  /* Template children */
  GtkScrolledWindow *scroller;
  GtkSourceView *view;
  GtkWidget *jump_button;

  /* Owned */
  GString *pending; /* what is not in the buffer yet */

  /* Plain */
  gsize n_shown;     /* how much of it is */
  gsize line_length; /* of the last line in the buffer, bytes */
  gsize n_bytes;     /* in the buffer */
  gsize max_bytes;   /* 0 for any number */
  guint idle_id;     /* 0 while nothing is pending */
  guint scroll_id;   /* 0 while the end is in sight, or is not to be */
  gboolean follow;
  gboolean at_end;
  double last_value; /* where it was scrolled to, and how high and long it was then */
  double last_upper;
  gsize last_bytes;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_LANGUAGE,
  PROP_MONOSPACE,
  PROP_FOLLOW,
  PROP_MAX_HEIGHT,
  PROP_MAX_BYTES,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyStreamView, prony_stream_view, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static GtkTextBuffer *
get_buffer (PronyStreamView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

/* --- Growing ------------------------------------------------------------------------ */

/* Highlights at once what it inserts: done when the text is drawn, as GtkSourceView does
 * by itself, it may change the height of lines and with it the scroll bar, in the middle of
 * drawing both. */
static void
insert_at_end (PronyStreamView *self, const char *text, gsize length)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;
  int line;

  gtk_text_buffer_get_end_iter (buffer, &end);
  line = gtk_text_iter_get_line (&end);
  gtk_text_buffer_insert (buffer, &end, text, (int) length);
  gtk_text_buffer_get_iter_at_line (buffer, &start, line);
  gtk_source_buffer_ensure_highlight (GTK_SOURCE_BUFFER (buffer), &start, &end);
  self->n_bytes += length;
}

/* Takes whole lines off the beginning; the view keeps in sight what it shows. */
static void
trim (PronyStreamView *self)
{
  gsize keep = (gsize) (KEPT_SHARE * (double) self->max_bytes);
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;

  if (self->max_bytes == 0 || self->n_bytes <= self->max_bytes)
    return;

  gtk_text_buffer_get_start_iter (buffer, &start);
  end = start;
  while (self->n_bytes > keep)
    {
      gsize length = (gsize) gtk_text_iter_get_bytes_in_line (&end);

      if (!gtk_text_iter_forward_line (&end))
        break;
      self->n_bytes -= length;
    }
  gtk_text_buffer_delete (buffer, &start, &end);
}

/* Appends whole characters of @text, with a line end put in where a line is too long:
 * after a space if there is one near. */
static void
insert_lines (PronyStreamView *self, const char *text, gsize length)
{
  g_autoptr (GString) lines = g_string_sized_new (length + 64);

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gsize size = (gsize) (g_utf8_next_char (p) - p);

      g_string_append_len (lines, p, (gssize) size);
      self->line_length = *p == '\n' ? 0 : self->line_length + size;
      if ((self->line_length > MAX_LINE_BYTES && *p == ' ') ||
          self->line_length > MAX_LINE_BYTES + MAX_LINE_BYTES / 8)
        {
          g_string_append_c (lines, '\n');
          self->line_length = 0;
        }
    }
  insert_at_end (self, lines->str, lines->len);
  trim (self);
}

/* More waits than the view keeps: what would scroll through it unseen is left out. */
static void
make_room (PronyStreamView *self, const char **text, gsize *length)
{
  gsize waiting = self->pending->len - self->n_shown;
  gsize excess = waiting + *length - self->max_bytes;
  gsize skipped = MIN (excess, waiting);

  while (skipped < waiting &&
         (self->pending->str[self->n_shown + skipped] & 0xc0) == 0x80) /* characters are not cut */
    skipped++;
  g_string_erase (self->pending, 0, (gssize) (self->n_shown + skipped));
  self->n_shown = 0;

  skipped = excess > waiting ? excess - waiting : 0;
  while (skipped < *length && ((*text)[skipped] & 0xc0) == 0x80)
    skipped++;
  *text += skipped;
  *length -= skipped;
}

static gboolean
on_idle_cb (gpointer user_data)
{
  PronyStreamView *self = user_data;
  const char *start = self->pending->str + self->n_shown;
  gsize length = MIN (BYTES_PER_TURN, self->pending->len - self->n_shown);

  /* Characters are not cut. */
  while (self->n_shown + length < self->pending->len && (start[length] & 0xc0) == 0x80)
    length++;

  insert_lines (self, start, length);
  self->n_shown += length;
  if (self->n_shown < self->pending->len)
    return G_SOURCE_CONTINUE;

  g_string_truncate (self->pending, 0);
  self->n_shown = 0;
  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

/* --- Staying at the end --------------------------------------------------------------- */

static void
update_jump_button (PronyStreamView *self)
{
  gtk_widget_set_visible (self->jump_button, self->follow && !self->at_end);
}

/* Only who scrolls back in a text that stays as it is leaves the end. While it grows or
 * loses its beginning the view moves by itself, and may be away from the end for a moment;
 * then it is about to scroll back. */
static void
on_scrolled_cb (GtkAdjustment *adjustment, PronyStreamView *self)
{
  double value = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);

  if (value + gtk_adjustment_get_page_size (adjustment) >= upper - NEAR_END)
    self->at_end = TRUE;
  else if (!self->follow || (self->scroll_id == 0 && value < self->last_value &&
                             upper == self->last_upper && self->n_bytes == self->last_bytes))
    self->at_end = FALSE;
  self->last_value = value;
  self->last_upper = upper;
  self->last_bytes = self->n_bytes;
  update_jump_button (self);
}

/* The text view lays out a piece at a time, and undoes what is done to its adjustment
 * meanwhile: it knows itself when the end can be seen. */
static void
scroll_to_end (PronyStreamView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);

  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view),
                                gtk_text_buffer_get_mark (buffer, END_MARK), 0, TRUE, 0, 1);
}

static gboolean
on_scroll_idle_cb (gpointer user_data)
{
  PronyStreamView *self = user_data;

  self->scroll_id = 0;
  if (self->at_end)
    scroll_to_end (self);
  return G_SOURCE_REMOVE;
}

/* Mostly in the middle of a layout, which must not be disturbed. */
static void
on_resized_cb (GtkAdjustment *adjustment, PronyStreamView *self)
{
  if (self->follow && self->at_end && self->scroll_id == 0)
    self->scroll_id = g_idle_add (on_scroll_idle_cb, self);
}

static void
on_jump_to_end_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyStreamView *self = (PronyStreamView *) widget;

  self->at_end = TRUE;
  scroll_to_end (self);
  update_jump_button (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view)); /* the button that had it is gone */
}

/* --- The object ------------------------------------------------------------------------- */

static void
prony_stream_view_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  PronyStreamView *self = (PronyStreamView *) object;

  switch (prop_id)
    {
    case PROP_LABEL:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;

    case PROP_LANGUAGE:
      prony_source_style_set_language (self->view, g_value_get_string (value));
      break;

    case PROP_MONOSPACE:
      gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), g_value_get_boolean (value));
      break;

    case PROP_FOLLOW:
      self->follow = g_value_get_boolean (value);
      update_jump_button (self);
      break;

    case PROP_MAX_HEIGHT:
      gtk_scrolled_window_set_max_content_height (self->scroller, g_value_get_int (value));
      gtk_scrolled_window_set_propagate_natural_height (self->scroller,
                                                        g_value_get_int (value) >= 0);
      break;

    case PROP_MAX_BYTES:
      self->max_bytes = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_stream_view_dispose (GObject *object)
{
  PronyStreamView *self = (PronyStreamView *) object;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  adw_bin_set_child (ADW_BIN (object), NULL); /* its own pointer would dangle */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_STREAM_VIEW);

  G_OBJECT_CLASS (prony_stream_view_parent_class)->dispose (object);
}

static void
prony_stream_view_finalize (GObject *object)
{
  PronyStreamView *self = (PronyStreamView *) object;

  g_string_free (self->pending, TRUE);

  G_OBJECT_CLASS (prony_stream_view_parent_class)->finalize (object);
}

static void
prony_stream_view_class_init (PronyStreamViewClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = prony_stream_view_set_property;
  object_class->dispose = prony_stream_view_dispose;
  object_class->finalize = prony_stream_view_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, NULL, flags);
  properties[PROP_MONOSPACE] = g_param_spec_boolean ("monospace", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOW] = g_param_spec_boolean ("follow", NULL, NULL, FALSE, flags);
  properties[PROP_MAX_HEIGHT] =
    g_param_spec_int ("max-height", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_MAX_BYTES] = g_param_spec_uint ("max-bytes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PronyStreamView|stream.jump-to-end:
   *
   * Shows the end of the text, and follows it from then on.
   */
  gtk_widget_class_install_action (widget_class, "stream.jump-to-end", NULL, on_jump_to_end_cb);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-stream-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyStreamView, scroller);
  gtk_widget_class_bind_template_child (widget_class, PronyStreamView, view);
  gtk_widget_class_bind_template_child (widget_class, PronyStreamView, jump_button);
}

static void
prony_stream_view_init (PronyStreamView *self)
{
  GtkAdjustment *adjustment;
  GtkTextIter end;

  self->pending = g_string_new (NULL);
  self->at_end = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  gtk_text_buffer_create_mark (get_buffer (self), END_MARK, &end, FALSE);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled_cb), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_resized_cb), self, 0);
  prony_source_style_follow (self->view, NULL);
}

/**
 * prony_stream_view_clear:
 * @self: a view
 *
 * Begins with no text, at its beginning and end.
 */
void
prony_stream_view_clear (PronyStreamView *self)
{
  g_return_if_fail (PRONY_IS_STREAM_VIEW (self));

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_string_truncate (self->pending, 0);
  self->n_shown = 0;
  self->line_length = 0;
  self->n_bytes = 0;
  self->at_end = TRUE;
  gtk_text_buffer_set_text (get_buffer (self), "", 0);
  update_jump_button (self);
}

/**
 * prony_stream_view_append:
 * @self: a view
 * @text: UTF-8 text
 * @length: how many bytes
 *
 * Appends a text, which is to be seen soon. Of what would not stay in the view anyway
 * only the end is taken.
 */
void
prony_stream_view_append (PronyStreamView *self, const char *text, gsize length)
{
  g_return_if_fail (PRONY_IS_STREAM_VIEW (self));

  if (length == 0)
    return;

  if (self->max_bytes > 0 && self->pending->len - self->n_shown + length > self->max_bytes)
    make_room (self, &text, &length);
  g_string_append_len (self->pending, text, (gssize) length);
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (on_idle_cb, self);
}

/**
 * prony_stream_view_is_settled:
 * @self: a view
 *
 * Returns: whether all that was appended is to be seen
 */
gboolean
prony_stream_view_is_settled (PronyStreamView *self)
{
  g_return_val_if_fail (PRONY_IS_STREAM_VIEW (self), TRUE);

  return self->idle_id == 0;
}

/**
 * prony_stream_view_get_text_view:
 * @self: a view
 *
 * Returns: (transfer none): what shows the text; a line that is very long is shown in
 *   several
 */
GtkTextView *
prony_stream_view_get_text_view (PronyStreamView *self)
{
  g_return_val_if_fail (PRONY_IS_STREAM_VIEW (self), NULL);

  return GTK_TEXT_VIEW (self->view);
}
