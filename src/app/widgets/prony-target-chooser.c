/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-target-chooser.h"
#include "app/widgets/prony-target-row.h"
#include "core/model/prony-target.h"

struct _PronyTargetChooser
{
  GObject parent_instance;

  /* Borrowed: the owner of the chooser owns the group */
  AdwPreferencesGroup *group;

  /* Owned references */
  GListModel *engines;
  GPtrArray *rows;      /* GtkWidget in the group, borrowed */
  GHashTable *selected; /* a set of "address model" */
  GPtrArray *used;      /* PronyTarget of the plan that is used, in its order */

  /* Plain */
  char *shown; /* what the rows were made from */
  gboolean touched;
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyTargetChooser, prony_target_chooser, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static char *
key_of (PronyEngineSpec *spec, const char *model)
{
  return g_strjoin (" ", spec->url, model, NULL);
}

static void
on_toggled_cb (GtkCheckButton *check, PronyTargetChooser *self)
{
  const char *key = g_object_get_data (G_OBJECT (check), "target");

  self->touched = TRUE;
  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->selected, g_strdup (key));
  else
    g_hash_table_remove (self->selected, key);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
new_model_row (PronyTargetChooser *self, PronyEngineItem *item, const PronyModelInfo *model)
{
  g_autofree char *key = key_of (prony_engine_item_get_spec (item), model->id);
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               g_hash_table_contains (self->selected, key));
  g_object_set_data_full (G_OBJECT (check), "target", g_steal_pointer (&key), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled_cb), self, 0);
  return prony_target_row_new (item, model, check);
}

static void
append (PronyTargetChooser *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
append_engine (PronyTargetChooser *self, PronyEngineItem *item)
{
  PronyEngineInfo *info = prony_engine_item_get_info (item);
  const char *title = prony_engine_item_get_title (item);

  if (info == NULL)
    append (self, prony_target_row_new_unusable (title, _ ("Checking…")));
  else if (info->status != PRONY_ENGINE_STATUS_READY)
    append (self, prony_target_row_new_unusable (
                    title, info->message != NULL ? info->message
                                                 : prony_engine_status_title (info->status)));
  else if (info->models->len == 0)
    append (self, prony_target_row_new_unusable (title, _ ("It serves no model.")));
  else
    for (guint i = 0; i < info->models->len; i++)
      append (self, new_model_row (self, item, g_ptr_array_index (info->models, i)));
}

static PronyEngineItem *
find_engine (PronyTargetChooser *self, const char *url)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->engines); i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (self->engines, i);

      if (g_str_equal (prony_engine_item_get_spec (item)->url, url))
        return item; /* the list keeps it alive */
    }

  return NULL;
}

/* The model of a target of a plan, which may leave it to the engine. */
static const char *
get_model (PronyTargetChooser *self, PronyTarget *target)
{
  PronyEngineItem *item = find_engine (self, target->engine->url);
  PronyEngineInfo *info = item != NULL ? prony_engine_item_get_info (item) : NULL;

  if (target->model != NULL || info == NULL || info->models->len == 0)
    return target->model;

  return ((PronyModelInfo *) g_ptr_array_index (info->models, 0))->id;
}

static void
append_unknown (PronyTargetChooser *self)
{
  for (guint i = 0; i < self->used->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (self->used, i);

      if (find_engine (self, target->engine->url) == NULL)
        append (self, prony_target_row_new_unusable (
                        target->name, _ ("This engine of the plan is not among yours. Add it on "
                                         "the Engines page.")));
    }
}

static gboolean
select_first (PronyTargetChooser *self, gboolean simulated)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->engines); i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (self->engines, i);
      PronyEngineInfo *info = prony_engine_item_get_info (item);
      const PronyModelInfo *model;

      if (info == NULL || info->status != PRONY_ENGINE_STATUS_READY || info->models->len == 0 ||
          info->simulated != simulated)
        continue;

      model = g_ptr_array_index (info->models, 0);
      g_hash_table_remove_all (self->selected);
      g_hash_table_add (self->selected, key_of (prony_engine_item_get_spec (item), model->id));
      return TRUE;
    }

  return FALSE;
}

/* Everything that the rows show. A probe that finds nothing new must not replace
 * them under the user's hands. */
static char *
describe_all (PronyTargetChooser *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->used->len; i++)
    g_string_append_printf (text, "%s\n", ((PronyTarget *) self->used->pdata[i])->name);

  for (guint i = 0; i < g_list_model_get_n_items (self->engines); i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (self->engines, i);
      PronyEngineInfo *info = prony_engine_item_get_info (item);

      g_string_append_printf (text, "%s %s %d %s\n", prony_engine_item_get_spec (item)->url,
                              prony_engine_item_get_title (item),
                              info != NULL ? (int) info->status : -1,
                              info != NULL && info->message != NULL ? info->message : "");
      for (guint k = 0; info != NULL && k < info->models->len; k++)
        {
          const PronyModelInfo *model = g_ptr_array_index (info->models, k);
          g_autofree char *key = key_of (prony_engine_item_get_spec (item), model->id);

          g_string_append_printf (text, "%s %d\n", model->id,
                                  g_hash_table_contains (self->selected, key));
        }
    }

  return g_string_free (text, FALSE);
}

/* Once the engine says which model it has. */
static void
name_models (PronyTargetChooser *self)
{
  for (guint i = 0; i < self->used->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (self->used, i);
      const char *model = get_model (self, target);

      if (model != NULL && g_hash_table_remove (self->selected, target->engine->url))
        g_hash_table_add (self->selected, key_of (target->engine, model));
    }
}

static void
fill (PronyTargetChooser *self)
{
  guint n_engines = g_list_model_get_n_items (self->engines);
  g_autofree char *shown = NULL;

  if (!self->touched && !select_first (self, FALSE))
    select_first (self, TRUE);
  name_models (self);

  shown = describe_all (self);
  if (g_strcmp0 (shown, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < n_engines; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (self->engines, i);

      append_engine (self, item);
    }
  append_unknown (self);
  if (n_engines == 0 && self->used->len == 0)
    append (self, prony_target_row_new_message (
                    _ ("No Engines"), _ ("Add an inference server, or try the simulated engine, "
                                         "on the Engines page.")));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_items_changed_cb (
  GListModel *engines, guint position, guint removed, guint added, PronyTargetChooser *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (engines, i);

      g_signal_connect_object (item, "notify::info", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
    }
  fill (self);
}

static void
prony_target_chooser_dispose (GObject *object)
{
  PronyTargetChooser *self = PRONY_TARGET_CHOOSER (object);

  self->group = NULL;
  g_clear_object (&self->engines);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->selected, g_hash_table_unref);
  g_clear_pointer (&self->used, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_target_chooser_parent_class)->dispose (object);
}

static void
prony_target_chooser_finalize (GObject *object)
{
  g_free (PRONY_TARGET_CHOOSER (object)->shown);

  G_OBJECT_CLASS (prony_target_chooser_parent_class)->finalize (object);
}

static void
prony_target_chooser_class_init (PronyTargetChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_target_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = prony_target_chooser_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_target_chooser_init (PronyTargetChooser *self)
{
  self->rows = g_ptr_array_new ();
  self->selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->used = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_unref);
}

/**
 * prony_target_chooser_new:
 * @group: where the rows go; must outlive the chooser
 * @engines: a list of #PronyEngineItem
 *
 * Returns: (transfer full): a chooser that has filled @group
 */
PronyTargetChooser *
prony_target_chooser_new (AdwPreferencesGroup *group, GListModel *engines)
{
  PronyTargetChooser *self = g_object_new (PRONY_TYPE_TARGET_CHOOSER, NULL);

  self->group = group;
  self->engines = g_object_ref (engines);
  g_signal_connect_object (engines, "items-changed", G_CALLBACK (on_items_changed_cb), self, 0);
  on_items_changed_cb (engines, 0, 0, g_list_model_get_n_items (engines), self);
  return self;
}

/**
 * prony_target_chooser_set:
 * @self: a chooser
 * @target: an engine's address, a space, and a model there
 * @selected: whether it is to be measured
 *
 * Chooses by name what a click on a row chooses.
 */
void
prony_target_chooser_set (PronyTargetChooser *self, const char *target, gboolean selected)
{
  g_return_if_fail (PRONY_IS_TARGET_CHOOSER (self));
  g_return_if_fail (target != NULL);

  self->touched = TRUE;
  if (selected)
    g_hash_table_add (self->selected, g_strdup (target));
  else
    g_hash_table_remove (self->selected, target);
  fill (self);
}

/**
 * prony_target_chooser_select_only:
 * @self: a chooser
 * @item: an engine
 *
 * Chooses the first model of one engine and nothing else.
 */
void
prony_target_chooser_select_only (PronyTargetChooser *self, PronyEngineItem *item)
{
  PronyEngineInfo *info;

  g_return_if_fail (PRONY_IS_TARGET_CHOOSER (self));
  g_return_if_fail (PRONY_IS_ENGINE_ITEM (item));

  info = prony_engine_item_get_info (item);
  if (info == NULL || info->models->len == 0)
    return;

  self->touched = TRUE;
  g_ptr_array_set_size (self->used, 0);
  g_hash_table_remove_all (self->selected);
  g_hash_table_add (self->selected,
                    key_of (prony_engine_item_get_spec (item),
                            ((PronyModelInfo *) g_ptr_array_index (info->models, 0))->id));
  fill (self);
}

static PronyTarget *
make_target (PronyEngineItem *item, const char *model, gboolean several)
{
  PronyEngineInfo *info = prony_engine_item_get_info (item);
  g_autoptr (PronyEngineSpec) spec = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  PronyTarget *target;

  spec->kind = info->kind;
  target = prony_target_new (spec, model);
  target->simulated = info->simulated;
  g_free (target->name);
  target->name = several ? g_strdup_printf ("%s %s", prony_engine_item_get_title (item), model)
                         : g_strdup (prony_engine_item_get_title (item));
  return target;
}

static guint
count_selected (PronyTargetChooser *self, PronyEngineItem *item)
{
  PronyEngineInfo *info = prony_engine_item_get_info (item);
  guint n = 0;

  for (guint i = 0; i < info->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);
      g_autofree char *key = key_of (prony_engine_item_get_spec (item), model->id);

      n += g_hash_table_contains (self->selected, key) ? 1 : 0;
    }

  return n;
}

/* Two engines may share a title, but tables and files need each name once. */
static void
number_equal_names (GPtrArray *targets)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);
      g_autofree char *base = g_strdup (target->name);

      for (guint n = 2; g_hash_table_contains (names, target->name); n++)
        {
          g_free (target->name);
          target->name = g_strdup_printf ("%s (%u)", base, n);
        }
      g_hash_table_add (names, target->name);
    }
}

/* What a key says: an engine that is ready, and a model that it has. */
static PronyEngineItem *
find_ready (PronyTargetChooser *self, PronyTarget *target)
{
  PronyEngineItem *item = find_engine (self, target->engine->url);
  PronyEngineInfo *info = item != NULL ? prony_engine_item_get_info (item) : NULL;
  const char *model = get_model (self, target);

  if (info == NULL || info->status != PRONY_ENGINE_STATUS_READY || model == NULL ||
      prony_engine_info_find_model (info, model) == NULL)
    return NULL;

  return item;
}

static gboolean
is_selected (PronyTargetChooser *self, PronyTarget *target)
{
  g_autofree char *key = key_of (target->engine, get_model (self, target));

  return g_hash_table_contains (self->selected, key);
}

/* A target of its own: a run that has begun with one goes on changing it. */
static PronyTarget *
copy_target (PronyTarget *target)
{
  g_autoptr (JsonObject) json = prony_target_to_json (target);
  g_autoptr (GError) error = NULL;
  PronyTarget *copy = prony_target_from_json (json, &error);

  return copy != NULL ? copy : prony_target_ref (target);
}

static gboolean
is_used (PronyTargetChooser *self, const char *key)
{
  for (guint i = 0; i < self->used->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (self->used, i);
      g_autofree char *used = key_of (target->engine, get_model (self, target));

      if (g_str_equal (used, key))
        return TRUE;
    }

  return FALSE;
}

/**
 * prony_target_chooser_set_targets:
 * @self: a chooser
 * @targets: (element-type PronyTarget): of a plan
 *
 * Chooses the targets of a plan, with the names that it has for them and in its order.
 * Those that are not among the engines are shown with a word on that.
 */
void
prony_target_chooser_set_targets (PronyTargetChooser *self, GPtrArray *targets)
{
  g_return_if_fail (PRONY_IS_TARGET_CHOOSER (self));
  g_return_if_fail (targets != NULL);

  self->touched = TRUE;
  g_ptr_array_set_size (self->used, 0);
  g_hash_table_remove_all (self->selected);
  for (guint i = 0; i < targets->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (targets, i);

      g_ptr_array_add (self->used, prony_target_ref (target));
      g_hash_table_add (self->selected, key_of (target->engine, target->model));
    }
  g_clear_pointer (&self->shown, g_free);
  fill (self);
}

/* What somebody chose of an engine that was removed since is forgotten; what a plan asks
 * for is not. */
static gboolean
is_left_out (PronyTargetChooser *self, const char *key)
{
  g_auto (GStrv) words = g_strsplit (key, " ", 2);
  PronyEngineItem *item = find_engine (self, words[0]);
  PronyEngineInfo *info = item != NULL ? prony_engine_item_get_info (item) : NULL;

  if (item == NULL)
    return is_used (self, key);

  return info == NULL || info->status != PRONY_ENGINE_STATUS_READY || words[1] == NULL ||
         prony_engine_info_find_model (info, words[1]) == NULL;
}

/**
 * prony_target_chooser_count_left_out:
 * @self: a chooser
 *
 * Returns: how many targets of the plan that is used, or of engines that are there, are
 *   chosen but not ready, so that they are not measured
 */
guint
prony_target_chooser_count_left_out (PronyTargetChooser *self)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_return_val_if_fail (PRONY_IS_TARGET_CHOOSER (self), 0);

  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += is_left_out (self, key) ? 1 : 0;

  return n;
}

static void
add_targets_of (PronyTargetChooser *self, PronyEngineItem *item, GPtrArray *targets)
{
  PronyEngineInfo *info = prony_engine_item_get_info (item);
  gboolean several;

  if (info == NULL || info->status != PRONY_ENGINE_STATUS_READY)
    return;

  several = count_selected (self, item) > 1;
  for (guint i = 0; i < info->models->len; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);
      g_autofree char *key = key_of (prony_engine_item_get_spec (item), model->id);

      if (g_hash_table_contains (self->selected, key) && !is_used (self, key))
        g_ptr_array_add (targets, make_target (item, model->id, several));
    }
}

/**
 * prony_target_chooser_get_targets:
 * @self: a chooser
 *
 * Returns: (transfer full) (element-type PronyTarget): what was chosen and is
 *   ready, each under a name of its own: what the plan that is used has, in its order,
 *   then the others in the order of the rows
 */
GPtrArray *
prony_target_chooser_get_targets (PronyTargetChooser *self)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) prony_target_unref);

  g_return_val_if_fail (PRONY_IS_TARGET_CHOOSER (self), targets);

  for (guint i = 0; i < self->used->len; i++)
    {
      PronyTarget *target = g_ptr_array_index (self->used, i);

      if (is_selected (self, target) && find_ready (self, target) != NULL)
        g_ptr_array_add (targets, copy_target (target));
    }
  for (guint i = 0; i < g_list_model_get_n_items (self->engines); i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (self->engines, i);

      add_targets_of (self, item, targets);
    }

  number_equal_names (targets);
  return targets;
}
