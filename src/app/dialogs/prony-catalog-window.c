/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-catalog-form.h"
#include "app/dialogs/prony-catalog-window.h"
#include "base/prony-format.h"

/* The catalogue is read and written in other threads; what is read last is shown. */
struct _PronyCatalogWindow
{
  AdwWindow parent_instance;

  /* Template widgets */
  AdwViewStack *stack;
  GtkSwitch *fits;
  GtkLabel *memory_label;
  GtkListBox *models;
  GtkListBox *engines;
  PronyCatalogForm *form;
  GtkLabel *form_message;
  GtkLabel *problems;
  AdwToastOverlay *toasts;

  /* Owned */
  PronyCatalog *catalog; /* NULL before it has been read */

  /* Plain */
  PronyCatalogMemory memory;
};

G_DEFINE_FINAL_TYPE (PronyCatalogWindow, prony_catalog_window, ADW_TYPE_WINDOW)

static const struct
{
  const char *icon;
  const char *style;
} fit_looks[] = {
  [PRONY_CATALOG_FIT_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
  [PRONY_CATALOG_FIT_YES] = { "emblem-ok-symbolic", "success" },
  [PRONY_CATALOG_FIT_TIGHT] = { "dialog-warning-symbolic", "warning" },
  [PRONY_CATALOG_FIT_NO] = { "dialog-error-symbolic", "error" },
};

static void
show_toast (PronyCatalogWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

/* The form may be longer than the window. */
static void
show_form_error (PronyCatalogWindow *self, const GError *error)
{
  gtk_label_set_label (self->form_message, error->message);
  show_toast (self, error->message);
}

/* --- Rows ----------------------------------------------------------------------- */

/* A line of an entry that can be copied. */
static void
add_value (AdwExpanderRow *row, const char *title, const char *value)
{
  g_autofree char *escaped = NULL;
  g_autofree char *name = NULL;
  GtkWidget *line;
  GtkWidget *button;

  if (value == NULL)
    return;

  escaped = g_markup_escape_text (value, -1);
  line = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", escaped, NULL);
  button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* TRANSLATORS: %s is the title of what is copied. */
  name = g_strdup_printf (_ ("Copy: %s"), title);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "catalog.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", value);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), button);
  adw_expander_row_add_row (row, line);
}

static char *
describe_model (const PronyCatalogModel *model)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gint64 needed = prony_catalog_model_get_needed_mb (model);

  if (model->parameters != NULL)
    g_ptr_array_add (parts, g_strdup (model->parameters));
  if (model->quantization != NULL)
    g_ptr_array_add (parts, g_strdup (model->quantization));
  if (needed > 0)
    {
      g_autofree char *memory = prony_format_value ((double) needed, PRONY_UNIT_MEGABYTES);

      /* TRANSLATORS: how much memory a model needs: "7.0 GB". */
      g_ptr_array_add (parts, g_strdup_printf (_ ("needs %s"), memory));
    }
  if (model->context_length > 0)
    {
      g_autofree char *length =
        prony_format_value ((double) model->context_length, PRONY_UNIT_TOKENS);

      /* TRANSLATORS: the context length of a model; %s is a number. */
      g_ptr_array_add (parts, g_strdup_printf (_ ("context %s tokens"), length));
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static GtkWidget *
make_fit_widget (PronyCatalogFit fit)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name",
                  fit_looks[fit].icon, NULL);

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), gtk_label_new (prony_catalog_fit_title (fit)));
  gtk_widget_add_css_class (box, fit_looks[fit].style);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
make_model_row (PronyCatalogWindow *self, const PronyCatalogModel *model)
{
  PronyCatalogFit fit = prony_catalog_model_get_fit (model, &self->memory);
  g_autofree char *title = g_markup_escape_text (model->name, -1);
  g_autofree char *details = describe_model (model);
  g_autofree char *subtitle = g_markup_escape_text (details, -1);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "title", title, "subtitle", subtitle, NULL);

  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_fit_widget (fit));
  add_value (ADW_EXPANDER_ROW (row), _ ("Source Repository"), model->source);
  add_value (ADW_EXPANDER_ROW (row), _ ("GGUF Repository"), model->gguf_repository);
  add_value (ADW_EXPANDER_ROW (row), _ ("GGUF File"), model->gguf_file);
  add_value (ADW_EXPANDER_ROW (row), _ ("Name in Ollama’s Library"), model->ollama);
  g_object_set_data (G_OBJECT (row), "fit", GINT_TO_POINTER (fit));
  return row;
}

static GtkWidget *
make_engine_row (const PronyCatalogEngine *engine)
{
  g_autofree char *title = g_markup_escape_text (engine->name, -1);
  g_autofree char *container = prony_catalog_engine_build_container_command (engine);
  /* TRANSLATORS: %d is a port number. */
  g_autofree char *subtitle = g_strdup_printf (_ ("port %d"), (int) engine->port);
  g_autofree char *paths =
    engine->completions != NULL ? g_strjoinv (", ", engine->completions) : NULL;
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "title", title, "subtitle", subtitle, NULL);

  add_value (ADW_EXPANDER_ROW (row), _ ("Start on This Computer"), engine->command);
  add_value (ADW_EXPANDER_ROW (row), _ ("Start in a Container"), container);
  add_value (ADW_EXPANDER_ROW (row), _ ("Container Image"), engine->image);
  add_value (ADW_EXPANDER_ROW (row), _ ("Health"), engine->health);
  add_value (ADW_EXPANDER_ROW (row), _ ("Completions"), paths);
  return row;
}

/* --- The catalogue ---------------------------------------------------------------- */

static gboolean
filter_model (GtkListBoxRow *row, gpointer user_data)
{
  PronyCatalogWindow *self = user_data;
  PronyCatalogFit fit = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "fit"));

  return !gtk_switch_get_active (self->fits) || fit == PRONY_CATALOG_FIT_YES ||
         fit == PRONY_CATALOG_FIT_TIGHT;
}

static void
remove_all (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
show_memory (PronyCatalogWindow *self)
{
  g_autofree char *total =
    prony_format_value ((double) self->memory.total_mb, PRONY_UNIT_MEGABYTES);
  g_autofree char *available =
    prony_format_value ((double) self->memory.available_mb, PRONY_UNIT_MEGABYTES);
  /* TRANSLATORS: two amounts of memory, such as "16 GB". */
  g_autofree char *text = g_strdup_printf (
    _ ("This computer has %s of memory, of which %s are free now. A long context takes more than "
       "is said here; the memory of GPUs is not counted."),
    total, available);

  gtk_label_set_label (self->memory_label,
                       self->memory.total_mb > 0 ? text : _ ("The memory is not known."));
}

static void
show_problems (PronyCatalogWindow *self)
{
  g_autofree char *text = NULL;

  g_ptr_array_add (self->catalog->problems, NULL);
  text = g_strjoinv ("\n", (char **) self->catalog->problems->pdata);
  g_ptr_array_set_size (self->catalog->problems, (int) self->catalog->problems->len - 1);
  gtk_label_set_label (self->problems, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), *text != '\0');
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, prony_catalog_load (), (GDestroyNotify) prony_catalog_free);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronyCatalogWindow *self = (PronyCatalogWindow *) source;
  PronyCatalog *catalog = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->models == NULL) /* closed meanwhile */
    {
      prony_catalog_free (catalog);
      return;
    }

  g_clear_pointer (&self->catalog, prony_catalog_free);
  self->catalog = catalog;
  prony_catalog_memory_read (&self->memory);
  show_memory (self);
  remove_all (self->models);
  remove_all (self->engines);
  for (guint i = 0; i < catalog->models->len; i++)
    gtk_list_box_append (self->models, make_model_row (self, catalog->models->pdata[i]));
  for (guint i = 0; i < catalog->engines->len; i++)
    gtk_list_box_append (self->engines, make_engine_row (catalog->engines->pdata[i]));
  show_problems (self);
}

static void
load (PronyCatalogWindow *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_loaded_cb, NULL);

  g_task_set_source_tag (task, load);
  g_task_run_in_thread (task, load_in_thread);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (prony_catalog_save_model (task_data, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PronyCatalogWindow *self = (PronyCatalogWindow *) source;
  g_autoptr (GError) error = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->models == NULL) /* closed meanwhile */
    return;

  if (!saved)
    {
      show_form_error (self, error);
      return;
    }

  prony_catalog_form_clear (self->form);
  gtk_label_set_label (self->form_message, "");
  adw_view_stack_set_visible_child_name (self->stack, "models");
  show_toast (self, _ ("Model added to your catalogue"));
  load (self);
}

/* --- Actions ------------------------------------------------------------------------ */

static void
on_save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PronyCatalogWindow *self = (PronyCatalogWindow *) widget;
  g_autoptr (GError) error = NULL;
  PronyCatalogModel *model = prony_catalog_form_make_model (self->form, &error);
  g_autoptr (GTask) task = NULL;

  if (model == NULL)
    {
      show_form_error (self, error);
      return;
    }

  task = g_task_new (self, NULL, on_saved_cb, NULL);
  g_task_set_source_tag (task, on_save_cb);
  g_task_set_task_data (task, model, (GDestroyNotify) prony_catalog_model_unref);
  g_task_run_in_thread (task, save_in_thread);
}

static void
on_copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
  show_toast ((PronyCatalogWindow *) widget, _ ("Copied"));
}

static void
on_show_page_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_view_stack_set_visible_child_name (((PronyCatalogWindow *) widget)->stack,
                                         g_variant_get_string (parameter, NULL));
}

static void
on_fits_cb (PronyCatalogWindow *self)
{
  gtk_list_box_invalidate_filter (self->models);
}

static void
prony_catalog_window_dispose (GObject *object)
{
  PronyCatalogWindow *self = (PronyCatalogWindow *) object;

  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_CATALOG_WINDOW);
  self->models = NULL;
  g_clear_pointer (&self->catalog, prony_catalog_free);

  G_OBJECT_CLASS (prony_catalog_window_parent_class)->dispose (object);
}

static void
prony_catalog_window_class_init (PronyCatalogWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_catalog_window_dispose;

  g_type_ensure (PRONY_TYPE_CATALOG_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-catalog-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, fits);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, memory_label);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, models);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, engines);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, form);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, form_message);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, problems);
  gtk_widget_class_bind_template_child (widget_class, PronyCatalogWindow, toasts);
  gtk_widget_class_bind_template_callback (widget_class, on_fits_cb);
  gtk_widget_class_install_action (widget_class, "catalog.copy", "s", on_copy_cb);
  gtk_widget_class_install_action (widget_class, "catalog.show-page", "s", on_show_page_cb);
  gtk_widget_class_install_action (widget_class, "catalog.save", NULL, on_save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
prony_catalog_window_init (PronyCatalogWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->models, filter_model, self, NULL);
}

/**
 * prony_catalog_window_new:
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer none): a window that begins to read the catalogue
 */
GtkWindow *
prony_catalog_window_new (GtkWindow *parent)
{
  PronyCatalogWindow *self =
    g_object_new (PRONY_TYPE_CATALOG_WINDOW, "transient-for", parent, NULL);

  load (self);
  return GTK_WINDOW (self);
}
