/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-engine-row.h"
#include "base/prony-format.h"

/* One engine of the list: what it is, where it is, how it is (as a word, an icon
 * and a colour), what is wrong and what to do, and its models. Its buttons activate
 * the actions of the Engines page and of the window, with the engine's id. */
struct _PronyEngineRow
{
  GtkListBoxRow parent_instance;

  /* Template widgets */
  GtkLabel *tile;
  GtkLabel *title;
  GtkWidget *simulated_badge;
  GtkLabel *url;
  GtkSpinner *spinner;
  GtkImage *status_icon;
  GtkLabel *status;
  GtkLabel *details;
  GtkLabel *message;
  GtkButton *run_button;
  GtkMenuButton *menu_button;
  GtkExpander *models_expander;
  GtkBox *models_box;

  /* Owned */
  PronyEngineItem *item;
  char *models_key; /* of the models that are shown, to leave them alone */
};

G_DEFINE_FINAL_TYPE (PronyEngineRow, prony_engine_row, GTK_TYPE_LIST_BOX_ROW)

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [PRONY_ENGINE_STATUS_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
  [PRONY_ENGINE_STATUS_READY] = { "emblem-ok-symbolic", "success" },
  [PRONY_ENGINE_STATUS_LOADING] = { "content-loading-symbolic", "warning" },
  [PRONY_ENGINE_STATUS_OVERLOADED] = { "dialog-warning-symbolic", "warning" },
  [PRONY_ENGINE_STATUS_UNAUTHORIZED] = { "dialog-password-symbolic", "warning" },
  [PRONY_ENGINE_STATUS_REFUSED] = { "network-offline-symbolic", "error" },
  [PRONY_ENGINE_STATUS_TIMEOUT] = { "dialog-warning-symbolic", "error" },
  [PRONY_ENGINE_STATUS_FOREIGN] = { "dialog-error-symbolic", "error" },
};

static void
append (GPtrArray *parts, char *part)
{
  if (part != NULL)
    g_ptr_array_add (parts, part);
}

static char *
join (GPtrArray *parts)
{
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

/**
 * prony_engine_row_describe:
 * @info: what a probe found
 *
 * Returns: (transfer full): version, number of models and latency in one line, as
 *   far as they are known
 */
char *
prony_engine_row_describe (PronyEngineInfo *info)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (info != NULL, NULL);

  if (info->version != NULL)
    /* TRANSLATORS: an engine's version. */
    append (parts, g_strdup_printf (_ ("version %s"), info->version));
  if (info->models->len > 0)
    append (parts, g_strdup_printf (ngettext ("%u model", "%u models", info->models->len),
                                    info->models->len));
  if (isfinite (info->latency_s))
    {
      g_autofree char *latency = prony_format_value (info->latency_s, PRONY_UNIT_SECONDS);

      /* TRANSLATORS: how fast an engine answers a question about itself: "0.8 ms". */
      append (parts, g_strdup_printf (_ ("answers in %s"), latency));
    }

  return join (parts);
}

static char *
describe_model (const PronyModelInfo *model)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  append (parts, g_strdup (model->family));
  append (parts, g_strdup (model->parameter_size));
  append (parts, g_strdup (model->quantization));
  if (model->context_length > 0)
    {
      g_autofree char *length = prony_format_value (model->context_length, PRONY_UNIT_TOKENS);

      /* TRANSLATORS: the context length of a model; %s is a number. */
      append (parts, g_strdup_printf (_ ("context %s tokens"), length));
    }
  if (model->size_bytes > 0)
    append (parts, prony_format_size (model->size_bytes));

  return join (parts);
}

static GtkWidget *
make_model_widget (const PronyModelInfo *model)
{
  g_autofree char *text = describe_model (model);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (model->id);

  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (name), TRUE);
  gtk_box_append (GTK_BOX (box), name);
  if (*text != '\0')
    {
      GtkWidget *details = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (details), 0.0f);
      gtk_label_set_wrap (GTK_LABEL (details), TRUE);
      gtk_widget_add_css_class (details, "caption");
      gtk_widget_add_css_class (details, "dim-label");
      gtk_box_append (GTK_BOX (box), details);
    }

  return box;
}

static void
show_models (PronyEngineRow *self, GPtrArray *models)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *title = NULL;
  GtkWidget *child;

  for (guint i = 0; i < models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (models, i);
      g_autofree char *text = describe_model (model);

      g_string_append_printf (key, "%s\n%s\n", model->id, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->models_expander), models->len > 0);
  if (g_strcmp0 (key->str, self->models_key) == 0)
    return;

  g_free (self->models_key);
  self->models_key = g_string_free (g_steal_pointer (&key), FALSE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->models_box))) != NULL)
    gtk_box_remove (self->models_box, child);
  for (guint i = 0; i < models->len; i++)
    gtk_box_append (self->models_box, make_model_widget (g_ptr_array_index (models, i)));
  title = g_strdup_printf (ngettext ("%u Model", "%u Models", models->len), models->len);
  gtk_expander_set_label (self->models_expander, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->models_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
show_status (PronyEngineRow *self, PronyEngineStatus status, gboolean first_probe)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->status_icon), looks[i].style);
      gtk_widget_remove_css_class (GTK_WIDGET (self->status), looks[i].style);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), first_probe);
  gtk_spinner_set_spinning (self->spinner, first_probe);
  gtk_widget_set_visible (GTK_WIDGET (self->status_icon), !first_probe);
  gtk_image_set_from_icon_name (self->status_icon, looks[status].icon);
  gtk_widget_add_css_class (GTK_WIDGET (self->status_icon), looks[status].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), looks[status].style);
  gtk_label_set_label (self->status,
                       first_probe ? _ ("Checking…") : prony_engine_status_title (status));
}

static void
show_title (PronyEngineRow *self)
{
  const char *title = prony_engine_item_get_title (self->item);
  g_autofree char *initial = g_utf8_substring (title, 0, MIN (1, g_utf8_strlen (title, -1)));
  g_autofree char *upper = g_utf8_strup (initial, -1);
  g_autofree char *run_name = NULL;
  g_autofree char *menu_name = NULL;

  gtk_label_set_label (self->tile, upper);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->url, prony_engine_item_get_url (self->item));

  /* TRANSLATORS: %s is the name of an engine. */
  run_name = g_strdup_printf (_ ("Run with %s"), title);
  /* TRANSLATORS: %s is the name of an engine. */
  menu_name = g_strdup_printf (_ ("More for %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  run_name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), menu_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_name, -1);
}

static gboolean
can_run (PronyEngineStatus status)
{
  return status == PRONY_ENGINE_STATUS_READY || status == PRONY_ENGINE_STATUS_LOADING ||
         status == PRONY_ENGINE_STATUS_OVERLOADED;
}

static void
update (PronyEngineRow *self)
{
  PronyEngineInfo *info = prony_engine_item_get_info (self->item);
  PronyEngineStatus status = prony_engine_item_get_status (self->item);
  gboolean first_probe = info == NULL && prony_engine_item_get_probing (self->item);
  g_autofree char *details = info != NULL ? prony_engine_row_describe (info) : g_strdup ("");
  const char *message = info != NULL ? info->message : NULL;
  g_autofree char *name = NULL;

  g_assert (PRONY_IS_ENGINE_ROW (self));

  show_title (self);
  show_status (self, status, first_probe);
  gtk_widget_set_visible (self->simulated_badge, prony_engine_item_get_simulated (self->item));
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_button), can_run (status));
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *details != '\0');
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  if (info != NULL)
    show_models (self, info->models);

  /* TRANSLATORS: an engine for a screen reader: its name, its address, its state. */
  name =
    g_strdup_printf (_ ("%s, %s, %s"), prony_engine_item_get_title (self->item),
                     prony_engine_item_get_url (self->item), gtk_label_get_label (self->status));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GMenuModel *
make_menu (const char *id)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const struct
  {
    const char *label;
    const char *action;
  } entries[] = {
    { _ ("_Check Again"), "engines.check" },
    { _ ("Copy _Address"), "engines.copy-address" },
    { _ ("_Remove"), "engines.remove" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (entries[i].label, NULL);

      g_menu_item_set_action_and_target (item, entries[i].action, "s", id);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
prony_engine_row_dispose (GObject *object)
{
  PronyEngineRow *self = (PronyEngineRow *) object;

  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_ENGINE_ROW);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (prony_engine_row_parent_class)->dispose (object);
}

static void
prony_engine_row_finalize (GObject *object)
{
  PronyEngineRow *self = (PronyEngineRow *) object;

  g_clear_pointer (&self->models_key, g_free);

  G_OBJECT_CLASS (prony_engine_row_parent_class)->finalize (object);
}

static void
prony_engine_row_class_init (PronyEngineRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engine_row_dispose;
  object_class->finalize = prony_engine_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-engine-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, tile);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, title);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, simulated_badge);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, url);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, status);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, details);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, message);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, run_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, models_expander);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineRow, models_box);
}

static void
prony_engine_row_init (PronyEngineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_engine_row_new:
 * @item: the engine to show
 *
 * Returns: (transfer floating): a row that follows @item
 */
GtkWidget *
prony_engine_row_new (PronyEngineItem *item)
{
  PronyEngineRow *self = g_object_new (PRONY_TYPE_ENGINE_ROW, NULL);
  const char *id = prony_engine_item_get_spec (item)->id;
  g_autoptr (GMenuModel) menu = make_menu (id);

  self->item = g_object_ref (item);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->run_button), "s", id);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
