/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-stream-view.h"
#include "app/widgets/prony-try-answer.h"

struct _PronyTryAnswer
{
  AdwBin parent_instance;

  /* Template children */
  GtkExpander *expander;
  PronyStreamView *reasoning;
  PronyStreamView *answer;
};

G_DEFINE_FINAL_TYPE (PronyTryAnswer, prony_try_answer, ADW_TYPE_BIN)

static void
prony_try_answer_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_TRY_ANSWER);

  G_OBJECT_CLASS (prony_try_answer_parent_class)->dispose (object);
}

static void
prony_try_answer_class_init (PronyTryAnswerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_try_answer_dispose;

  g_type_ensure (PRONY_TYPE_STREAM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-try-answer.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyTryAnswer, expander);
  gtk_widget_class_bind_template_child (widget_class, PronyTryAnswer, reasoning);
  gtk_widget_class_bind_template_child (widget_class, PronyTryAnswer, answer);
}

static void
prony_try_answer_init (PronyTryAnswer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_try_answer_clear:
 * @self: a view
 *
 * Begins without an answer.
 */
void
prony_try_answer_clear (PronyTryAnswer *self)
{
  g_return_if_fail (PRONY_IS_TRY_ANSWER (self));

  gtk_widget_set_visible (GTK_WIDGET (self->expander), FALSE);
  prony_stream_view_clear (self->reasoning);
  prony_stream_view_clear (self->answer);
}

/**
 * prony_try_answer_add:
 * @self: a view
 * @news: what has come
 *
 * Shows more of the answer.
 */
void
prony_try_answer_add (PronyTryAnswer *self, const PronyAttemptNews *news)
{
  g_return_if_fail (PRONY_IS_TRY_ANSWER (self));
  g_return_if_fail (news != NULL);

  if (news->reasoning->len > 0)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->expander), TRUE);
      prony_stream_view_append (self->reasoning, news->reasoning->str, news->reasoning->len);
    }
  prony_stream_view_append (self->answer, news->answer->str, news->answer->len);
}
