/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/widgets/prony-request-view.h"
#include "app/widgets/prony-stream-view.h"
#include "app/widgets/prony-target-text.h"

/* How much of a prompt is shown: a whole book would take seconds to lay out. */
#define MAX_PROMPT_BYTES 65536

/* A text of the engine, of which the view has the first @end bytes, or their last. */
typedef struct
{
  PronyStreamView *view; /* borrowed */
  guint64 end;
} Stream;

struct _PronyRequestView
{
  AdwBin parent_instance;

  /* Template children */
  GtkInscription *title;
  GtkPopover *prompt_popover;
  PronyStreamView *prompt;
  GtkInscription *course;
  GtkProgressBar *progress;
  GtkExpander *expander;
  PronyStreamView *reasoning;
  PronyStreamView *answer;

  /* Owned */
  PronyLoadSnapshot *load; /* the latest; NULL before the first */

  /* Plain */
  guint64 watched; /* the request whose text is shown; 0 for none */
  Stream streams[2];
};

G_DEFINE_FINAL_TYPE (PronyRequestView, prony_request_view, ADW_TYPE_BIN)

enum
{
  REASONING,
  ANSWER,
};

static void
set_text (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

/* An inscription does not turn around by itself as a label does. */
static void
align (PronyRequestView *self)
{
  float start = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? 1 : 0;

  gtk_inscription_set_xalign (self->title, start);
  gtk_inscription_set_xalign (self->course, start);
}

/* --- The text that grows ------------------------------------------------------------ */

static void
begin_stream (Stream *stream)
{
  prony_stream_view_clear (stream->view);
  stream->end = 0;
}

/* @text is the end of what has come so far, after @start bytes. What the view has of it
 * is not shown again; where it missed something, it begins anew. */
static void
grow_stream (Stream *stream, const char *text, guint64 start)
{
  gsize length = text != NULL ? strlen (text) : 0;
  gsize known;

  if (length == 0)
    return;
  if (start > stream->end || start + length < stream->end)
    {
      begin_stream (stream);
      stream->end = start;
    }

  known = (gsize) (stream->end - start);
  while (known < length && (text[known] & 0xc0) == 0x80) /* never within a character */
    known++;
  prony_stream_view_append (stream->view, text + known, length - known);
  stream->end = start + length;
}

static void
show_prompt (PronyRequestView *self)
{
  const char *prompt = self->load != NULL ? self->load->prompt : NULL;
  gsize length = prompt != NULL ? strlen (prompt) : 0;
  gsize shown = MIN (length, MAX_PROMPT_BYTES);

  while (shown < length && shown > 0 && (prompt[shown] & 0xc0) == 0x80)
    shown--;

  prony_stream_view_clear (self->prompt);
  prony_stream_view_append (self->prompt, prompt, shown);
  if (shown < length)
    {
      g_autofree char *size = prony_format_size (length - shown);
      /* Translators: at the end of a text that is cut; %s is a size such as "1.2 MB" */
      g_autofree char *more = g_strdup_printf (_ ("… and %s more"), size);

      prony_stream_view_append (self->prompt, "\n", 1);
      prony_stream_view_append (self->prompt, more, strlen (more));
    }
}

/* The prompt is looked for only when somebody asks for it. */
static void
on_prompt_shown_cb (PronyRequestView *self)
{
  g_assert (PRONY_IS_REQUEST_VIEW (self));

  show_prompt (self);
}

static void
on_prompt_closed_cb (PronyRequestView *self)
{
  g_assert (PRONY_IS_REQUEST_VIEW (self));

  prony_stream_view_clear (self->prompt);
}

/* --- The object --------------------------------------------------------------------- */

static void
prony_request_view_dispose (GObject *object)
{
  PronyRequestView *self = PRONY_REQUEST_VIEW (object);

  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_REQUEST_VIEW);

  G_OBJECT_CLASS (prony_request_view_parent_class)->dispose (object);
}

static void
prony_request_view_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (prony_request_view_parent_class)->direction_changed (widget, previous);

  align (PRONY_REQUEST_VIEW (widget));
}

static void
prony_request_view_class_init (PronyRequestViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_request_view_dispose;
  widget_class->direction_changed = prony_request_view_direction_changed;

  g_type_ensure (PRONY_TYPE_STREAM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-request-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, title);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, prompt_popover);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, prompt);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, course);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, progress);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, expander);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, reasoning);
  gtk_widget_class_bind_template_child (widget_class, PronyRequestView, answer);
  gtk_widget_class_bind_template_callback (widget_class, on_prompt_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_prompt_closed_cb);
}

static void
prony_request_view_init (PronyRequestView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->streams[REASONING].view = self->reasoning;
  self->streams[ANSWER].view = self->answer;
  gtk_widget_set_child_visible (GTK_WIDGET (self->progress), FALSE);
  align (self);
}

/**
 * prony_request_view_show:
 * @self: a view
 * @load: how the trial stands
 *
 * Shows what has come of the watched request; what is said of it in words stays as it is
 * until prony_request_view_show_words().
 */
void
prony_request_view_show (PronyRequestView *self, PronyLoadSnapshot *load)
{
  g_return_if_fail (PRONY_IS_REQUEST_VIEW (self));
  g_return_if_fail (load != NULL);

  prony_load_snapshot_ref (load);
  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  self->load = load;

  if (load->watched == 0)
    return; /* the last one stays to be read */

  if (load->watched != self->watched)
    {
      self->watched = load->watched;
      begin_stream (&self->streams[REASONING]);
      begin_stream (&self->streams[ANSWER]);
    }
  /* Once there was thinking, there mostly is again: the answer stays where it is. */
  if (load->reasoning != NULL && *load->reasoning != '\0')
    gtk_widget_set_visible (GTK_WIDGET (self->expander), TRUE);
  grow_stream (&self->streams[REASONING], load->reasoning, load->reasoning_start);
  grow_stream (&self->streams[ANSWER], load->text, load->text_start);
}

/**
 * prony_request_view_show_words:
 * @self: a view
 *
 * Says which request it is and how far, as it was shown last.
 */
void
prony_request_view_show_words (PronyRequestView *self)
{
  g_autofree char *request = NULL;
  g_autofree char *course = NULL;
  gboolean processing;

  g_return_if_fail (PRONY_IS_REQUEST_VIEW (self));

  if (self->load == NULL)
    return;

  request = prony_target_text_describe_request (self->load);
  course = prony_target_text_describe_course (self->load);
  processing = prony_target_text_is_processing (self->load);
  if (*request != '\0')
    set_text (self->title, request);
  set_text (self->course, course);

  /* It keeps its place, so that nothing moves when it comes and goes. */
  gtk_widget_set_child_visible (GTK_WIDGET (self->progress), processing);
  if (processing)
    gtk_progress_bar_set_fraction (
      self->progress,
      CLAMP ((double) self->load->prompt_done / (double) self->load->prompt_total, 0, 1));
}

/**
 * prony_request_view_reset:
 * @self: a view
 *
 * Begins without a request, for another trial.
 */
void
prony_request_view_reset (PronyRequestView *self)
{
  g_return_if_fail (PRONY_IS_REQUEST_VIEW (self));

  g_clear_pointer (&self->load, prony_load_snapshot_unref);
  self->watched = 0;
  begin_stream (&self->streams[REASONING]);
  begin_stream (&self->streams[ANSWER]);
  gtk_popover_popdown (self->prompt_popover);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), FALSE);
  gtk_widget_set_child_visible (GTK_WIDGET (self->progress), FALSE);
  set_text (self->title, "");
  set_text (self->course, "");
}
