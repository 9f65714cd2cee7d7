/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/session/prony-model-forest.h"
#include "app/widgets/prony-model-row.h"
#include "app/widgets/prony-model-tree.h"
#include "app/widgets/prony-shortcut.h"
#include "base/prony-format.h"
#include "core/engines/prony-model-loader.h"

/* So many models are all shown at once; of more only the families. */
#define EXPAND_MAX 100

/* The tree is made in another thread whenever a probe has found something. While
 * something is searched for, the list shows the models that match without their
 * families, filtered some hundreds at a time. */
struct _PronyModelTree
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkSearchEntry *search;
  GtkStack *stack;
  AdwStatusPage *status_page;
  GtkListView *list;
  GtkWidget *bar;
  GtkButton *load_button;
  GtkButton *unload_button;
  GtkButton *cancel_button;
  GtkSpinner *spinner;
  GtkImage *outcome_icon;
  GtkLabel *outcome;

  /* Owned */
  PronySession *session;
  PronyEngineItem *engine;
  PronyEngineInfo *shown; /* whose models the forest has, or will have */
  PronyModelForest *forest;
  GtkTreeListModel *tree;
  GtkFilterListModel *found;
  GtkSingleSelection *selection;
  GStrv words; /* that are searched for; NULL for none */
  char *changing;
  GCancellable *building;
  GCancellable *change; /* NULL while none is under way */

  /* Plain */
  PronyModelChange change_kind;
};

G_DEFINE_FINAL_TYPE (PronyModelTree, prony_model_tree, ADW_TYPE_BIN)

static PronyModelNode *
dup_node (gpointer item)
{
  if (GTK_IS_TREE_LIST_ROW (item))
    return gtk_tree_list_row_get_item (item);

  return g_object_ref (item);
}

static const PronyModelInfo *
get_selected (PronyModelTree *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (PronyModelNode) node = item != NULL ? dup_node (item) : NULL;

  /* The forest keeps it alive. */
  return node != NULL ? prony_model_node_get_model (node) : NULL;
}

/* --- What can be done ----------------------------------------------------------- */

static void
update_actions (PronyModelTree *self)
{
  const PronyModelInfo *model = get_selected (self);
  PronyEngineKind kind = self->shown != NULL ? self->shown->kind : PRONY_ENGINE_UNKNOWN;
  gboolean can_load = prony_model_loader_can (kind, PRONY_MODEL_LOAD);
  gboolean can_unload = prony_model_loader_can (kind, PRONY_MODEL_UNLOAD);
  gboolean free = self->change == NULL && model != NULL && model->switchable;
  gboolean any = FALSE;

  for (guint i = 0; self->shown != NULL && i < self->shown->models->len && !any; i++)
    any = ((PronyModelInfo *) g_ptr_array_index (self->shown->models, i))->switchable;

  gtk_widget_set_visible (self->bar, any && (can_load || can_unload));
  gtk_widget_set_visible (GTK_WIDGET (self->load_button), can_load);
  gtk_widget_set_visible (GTK_WIDGET (self->unload_button), can_unload);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), self->change != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->change != NULL);
  gtk_spinner_set_spinning (self->spinner, self->change != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "models.load",
                                 free && can_load && model->state != PRONY_MODEL_STATE_LOADED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "models.unload",
                                 free && can_unload &&
                                   model->state != PRONY_MODEL_STATE_NOT_LOADED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "models.cancel", self->change != NULL);
}

static void
show_outcome (PronyModelTree *self, const char *text, const char *icon)
{
  gtk_widget_set_visible (GTK_WIDGET (self->outcome_icon), icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->outcome_icon, icon);
  gtk_label_set_label (self->outcome, text);
}

static char *
describe_change (PronyModelTree *self, const PronyModelLoading *loading)
{
  g_autofree char *wall = prony_format_value (loading->wall_s, PRONY_UNIT_SECONDS);
  g_autofree char *engine = prony_format_value (loading->engine_s, PRONY_UNIT_SECONDS);

  if (self->change_kind == PRONY_MODEL_UNLOAD)
    /* TRANSLATORS: %s is a model's name. */
    return g_strdup_printf (_ ("Unloaded “%s”."), self->changing);
  if (isnan (loading->engine_s))
    /* TRANSLATORS: a model's name, and a time such as "2.5 s". */
    return g_strdup_printf (_ ("Loaded “%s” in %s."), self->changing, wall);

  /* TRANSLATORS: a model's name, and two times such as "2.5 s". */
  return g_strdup_printf (_ ("Loaded “%s” in %s; the engine itself says %s."), self->changing, wall,
                          engine);
}

static void
on_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyModelTree) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PronyModelLoading loading;
  gboolean done = prony_model_loader_run_finish (result, &loading, &error);

  /* Another engine is shown meanwhile, or none. */
  if (self->change == NULL || g_task_get_cancellable (G_TASK (result)) != self->change)
    return;

  g_clear_object (&self->change);

  if (done)
    {
      text = describe_change (self, &loading);
      show_outcome (self, text, "emblem-ok-symbolic");
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_outcome (self, _ ("Not waited for any longer."), "dialog-warning-symbolic");
  else
    show_outcome (self, error->message, "dialog-error-symbolic");

  update_actions (self);
  prony_session_probe_engine (self->session, self->engine);
}

static void
start_change (PronyModelTree *self, PronyModelChange change)
{
  const PronyModelInfo *model = get_selected (self);
  PronyEngineSpec *spec = prony_engine_item_get_spec (self->engine);
  g_autofree char *text = NULL;

  g_free (self->changing);
  self->changing = g_strdup (model->id);
  self->change_kind = change;
  self->change = g_cancellable_new ();
  text = g_strdup_printf (change == PRONY_MODEL_LOAD
                            /* TRANSLATORS: %s is a model's name. */
                            ? _ ("Loading “%s”…")
                            /* TRANSLATORS: %s is a model's name. */
                            : _ ("Unloading “%s”…"),
                          self->changing);
  show_outcome (self, text, NULL);
  update_actions (self);
  prony_model_loader_run_async (spec, prony_engine_item_get_credentials (self->engine),
                                self->changing, change, self->change, on_changed_cb,
                                g_object_ref (self));
}

static void
on_load_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start_change ((PronyModelTree *) widget, PRONY_MODEL_LOAD);
}

static void
on_unload_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start_change ((PronyModelTree *) widget, PRONY_MODEL_UNLOAD);
}

static void
on_cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (((PronyModelTree *) widget)->change);
}

static void
on_search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (((PronyModelTree *) widget)->search));
}

/* --- What is shown ---------------------------------------------------------------- */

static gboolean
match_node (gpointer item, gpointer user_data)
{
  PronyModelTree *self = user_data;

  return self->words == NULL || prony_model_node_matches (item, (const char *const *) self->words);
}

static void
show_status (PronyModelTree *self, const char *icon, const char *title, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_status_page_set_icon_name (self->status_page, icon);
  adw_status_page_set_title (self->status_page, title);
  adw_status_page_set_description (self->status_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
show_list (PronyModelTree *self)
{
  GListModel *model = gtk_single_selection_get_model (self->selection);
  gboolean searching = self->words != NULL;
  gboolean pending = searching && gtk_filter_list_model_get_pending (self->found) > 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->search),
                            self->forest != NULL && self->forest->nodes->len > 0);
  if (self->forest == NULL || (self->forest->nodes->len == 0 && self->shown == NULL))
    show_status (self, "content-loading-symbolic", _ ("Looking for Models…"), NULL);
  else if (self->shown->status != PRONY_ENGINE_STATUS_READY && self->forest->nodes->len == 0)
    show_status (self, "dialog-warning-symbolic", _ ("The Models Are Not Known"),
                 self->shown->message);
  else if (self->forest->nodes->len == 0)
    show_status (self, "prony-engines-symbolic", _ ("No Models"),
                 _ ("The engine lists no model that answers. Add one to it first."));
  else if (searching && !pending && g_list_model_get_n_items (model) == 0)
    show_status (self, "edit-find-symbolic", _ ("No Results"), _ ("No model has all these words."));
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
update_model (PronyModelTree *self)
{
  GListModel *model = NULL;

  if (self->forest != NULL)
    model = self->words != NULL ? G_LIST_MODEL (self->found) : G_LIST_MODEL (self->tree);
  gtk_single_selection_set_model (self->selection, model);
  show_list (self);
  update_actions (self);
}

static GListModel *
create_children (gpointer item, gpointer user_data)
{
  GListModel *children = prony_model_node_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static void
take_forest (PronyModelTree *self, PronyModelForest *forest)
{
  gboolean expand = g_list_model_get_n_items (G_LIST_MODEL (forest->models)) <= EXPAND_MAX;
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (match_node, self, NULL));

  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->tree);
  g_clear_object (&self->found);
  g_clear_pointer (&self->forest, prony_model_forest_free);

  self->forest = forest;
  self->tree = gtk_tree_list_model_new (g_object_ref (G_LIST_MODEL (forest->roots)), FALSE, expand,
                                        create_children, NULL, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (forest->models)), filter);
  gtk_filter_list_model_set_incremental (self->found, TRUE);
  g_signal_connect_object (self->found, "notify::pending", G_CALLBACK (show_list), self,
                           G_CONNECT_SWAPPED);
  update_model (self);
}

static void
on_built_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyModelTree) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PronyModelForest) forest = prony_model_forest_build_finish (result, &error);

  if (forest == NULL)
    return; /* cancelled */

  if (self->forest != NULL && prony_model_forest_take_over (self->forest, forest))
    {
      show_list (self);
      update_actions (self);
    }
  else
    take_forest (self, g_steal_pointer (&forest));
}

/* Before the first answer there is nothing; when an engine does not answer any more, its
 * models stay to be seen until it does. */
static void
on_info_cb (PronyModelTree *self)
{
  PronyEngineInfo *info = prony_engine_item_get_info (self->engine);
  gboolean ready = info != NULL && info->status == PRONY_ENGINE_STATUS_READY;

  if (info == NULL || (!ready && self->forest != NULL && self->forest->nodes->len > 0))
    return;

  g_clear_pointer (&self->shown, prony_engine_info_unref);
  self->shown = prony_engine_info_ref (info);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  self->building = g_cancellable_new ();
  prony_model_forest_build_async (info, self->building, on_built_cb, g_object_ref (self));
}

static void
on_search_changed_cb (PronyModelTree *self)
{
  g_autofree char *folded =
    g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      {
        g_strv_builder_add (words, parts[i]);
        any = TRUE;
      }
  g_strfreev (self->words);
  self->words = any ? g_strv_builder_end (words) : NULL;
  if (self->found != NULL && any)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->found),
                        GTK_FILTER_CHANGE_DIFFERENT);
  update_model (self);
}

/* --- Rows --------------------------------------------------------------------------- */

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), prony_model_row_new ());
  gtk_list_item_set_child (item, expander);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  gpointer item = gtk_list_item_get_item (list_item);
  g_autoptr (PronyModelNode) node = dup_node (item);
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (expander));

  gtk_tree_expander_set_list_row (expander, GTK_IS_TREE_LIST_ROW (item) ? item : NULL);
  prony_model_row_set_node (PRONY_MODEL_ROW (gtk_tree_expander_get_child (expander)), node);
  /* While it is being made it has no parent yet. */
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    prony_model_node_get_spoken (node), -1);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));

  gtk_tree_expander_set_list_row (expander, NULL);
  prony_model_row_set_node (PRONY_MODEL_ROW (gtk_tree_expander_get_child (expander)), NULL);
}

/* Enter or a double click opens and closes a family. */
static void
on_activate_cb (PronyModelTree *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (GTK_IS_TREE_LIST_ROW (item))
    gtk_tree_list_row_set_expanded (GTK_TREE_LIST_ROW (item),
                                    !gtk_tree_list_row_get_expanded (GTK_TREE_LIST_ROW (item)));
}

/* What is under way for it is no longer waited for. */
static void
forget_engine (PronyModelTree *self)
{
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  if (self->change != NULL)
    g_cancellable_cancel (self->change);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->building);
  g_clear_object (&self->change);
  g_clear_object (&self->tree);
  g_clear_object (&self->found);
  g_clear_pointer (&self->forest, prony_model_forest_free);
  g_clear_pointer (&self->shown, prony_engine_info_unref);
  g_clear_object (&self->engine);
}

static void
prony_model_tree_dispose (GObject *object)
{
  PronyModelTree *self = (PronyModelTree *) object;

  forget_engine (self);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_MODEL_TREE);
  g_clear_object (&self->selection);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (prony_model_tree_parent_class)->dispose (object);
}

static void
prony_model_tree_finalize (GObject *object)
{
  PronyModelTree *self = (PronyModelTree *) object;

  g_strfreev (self->words);
  g_free (self->changing);

  G_OBJECT_CLASS (prony_model_tree_parent_class)->finalize (object);
}

static void
prony_model_tree_class_init (PronyModelTreeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_model_tree_dispose;
  object_class->finalize = prony_model_tree_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-model-tree.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, search);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, status_page);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, list);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, bar);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, load_button);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, unload_button);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, spinner);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, PronyModelTree, outcome);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_install_action (widget_class, "models.load", NULL, on_load_cb);
  gtk_widget_class_install_action (widget_class, "models.unload", NULL, on_unload_cb);
  gtk_widget_class_install_action (widget_class, "models.cancel", NULL, on_cancel_cb);
  gtk_widget_class_install_action (widget_class, "models.search", NULL, on_search_cb);
}

static void
prony_model_tree_init (PronyModelTree *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update_actions),
                           self, G_CONNECT_SWAPPED);
  prony_shortcut_add_global (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "models.search");
  update_model (self);
}

/**
 * prony_model_tree_new:
 *
 * Returns: (transfer floating): a tree without models
 */
GtkWidget *
prony_model_tree_new (void)
{
  return g_object_new (PRONY_TYPE_MODEL_TREE, NULL);
}

/**
 * prony_model_tree_set_engine:
 * @self: a tree
 * @session: has the engine probed again when a model was loaded
 * @engine: whose models to show from now on, and to follow
 */
void
prony_model_tree_set_engine (PronyModelTree *self, PronySession *session, PronyEngineItem *engine)
{
  g_return_if_fail (PRONY_IS_MODEL_TREE (self));
  g_return_if_fail (PRONY_IS_SESSION (session));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (engine));

  if (self->engine == engine)
    return;

  forget_engine (self);
  g_set_object (&self->session, session);
  self->engine = g_object_ref (engine);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  show_outcome (self, _ ("Select a model to load or unload it."), NULL);
  g_signal_connect_object (engine, "notify::info", G_CALLBACK (on_info_cb), self,
                           G_CONNECT_SWAPPED);
  update_model (self);
  on_info_cb (self);
}
