/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <math.h>
#include <string.h>

#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-try-form.h"
#include "base/prony-util.h"

struct _PronyTryForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwComboRow *engine_row;
  AdwActionRow *model_row;
  GtkDropDown *model_choice;
  AdwEntryRow *model_entry;
  AdwComboRow *api_row;
  GtkTextView *prompt_view;
  GtkTextView *system_view;
  AdwEntryRow *max_tokens_row;
  AdwEntryRow *min_tokens_row;
  AdwEntryRow *temperature_row;
  AdwEntryRow *top_p_row;
  AdwEntryRow *seed_row;
  AdwEntryRow *stop_row;
  AdwEntryRow *timeout_row;
  GtkSwitch *stream_switch;
  GtkSwitch *ignore_eos_switch;

  /* Owned */
  PronySession *session;
  GSignalGroup *engine_signals; /* of the chosen engine */
  GtkStringList *models;
  char *wanted_model; /* to be chosen as soon as the engine lists it */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyTryForm, prony_try_form, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static char *
get_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static char *
get_entry (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* --- Numbers ------------------------------------------------------------------------- */

/* Reads what is typed, with a point or a comma; an empty row is NAN: left to the
 * engine. Marks a row that holds something else. */
static gboolean
take_number (AdwEntryRow *row, double low, double high, gboolean whole, double *value)
{
  g_autofree char *text = get_entry (row);
  char *end;
  gboolean good = TRUE;

  *value = NAN;
  if (*text != '\0')
    {
      g_strdelimit (text, ",", '.');
      *value = g_ascii_strtod (text, &end);
      good = end != text && *end == '\0' && *value >= low && *value <= high &&
             (!whole || *value == floor (*value));
    }

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  return good;
}

static guint
to_count (double value)
{
  return isnan (value) ? 0 : (guint) value;
}

/* All rows are looked at, so that all that are wrong are marked. */
static gboolean
take_parameters (PronyTryForm *self, PronyRequestSpec *spec, double *timeout_s)
{
  double max_tokens;
  double min_tokens;
  double seed;
  gboolean good = take_number (self->max_tokens_row, 1, 1e8, TRUE, &max_tokens);

  good &= take_number (self->min_tokens_row, 1, 1e8, TRUE, &min_tokens);
  good &= take_number (self->temperature_row, 0, 2, FALSE, &spec->temperature);
  good &= take_number (self->top_p_row, 1e-6, 1, FALSE, &spec->top_p);
  good &= take_number (self->seed_row, 0, 9007199254740992.0, TRUE, &seed);
  good &= take_number (self->timeout_row, 0.001, 366 * 86400.0, FALSE, timeout_s);

  spec->max_tokens = to_count (max_tokens);
  spec->min_tokens = to_count (min_tokens);
  spec->seed = isnan (seed) ? -1 : (gint64) seed;
  *timeout_s = isnan (*timeout_s) ? 0 : *timeout_s;
  if (good && spec->max_tokens > 0 && spec->min_tokens > spec->max_tokens)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->min_tokens_row), "error");
      good = FALSE;
    }
  return good;
}

static void
on_changed_cb (PronyTryForm *self)
{
  g_assert (PRONY_IS_TRY_FORM (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Engine and model ----------------------------------------------------------------- */

static const char *
get_chosen_model (PronyTryForm *self)
{
  guint position = gtk_drop_down_get_selected (self->model_choice);

  return position != GTK_INVALID_LIST_POSITION ? gtk_string_list_get_string (self->models, position)
                                               : NULL;
}

/* Fills the list of models with those that the engine has by now, and chooses the one
 * that was wanted or chosen before. */
static void
update_models (PronyTryForm *self)
{
  PronyEngineItem *item = prony_try_form_get_engine (self);
  PronyEngineInfo *info = item != NULL ? prony_engine_item_get_info (item) : NULL;
  guint n = info != NULL ? info->models->len : 0;
  g_autofree char *wanted =
    g_strdup (self->wanted_model != NULL ? self->wanted_model : get_chosen_model (self));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint chosen = 0;

  for (guint i = 0; i < n; i++)
    {
      const PronyModelInfo *model = g_ptr_array_index (info->models, i);

      if (g_strcmp0 (model->id, wanted) == 0)
        {
          chosen = i;
          g_clear_pointer (&self->wanted_model, g_free);
        }
      g_ptr_array_add (names, model->id);
    }
  g_ptr_array_add (names, NULL);

  gtk_string_list_splice (self->models, 0, g_list_model_get_n_items (G_LIST_MODEL (self->models)),
                          (const char *const *) names->pdata);
  if (n > 0)
    gtk_drop_down_set_selected (self->model_choice, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->model_row), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->model_entry), n == 0);
  on_changed_cb (self);
}

static void
on_engine_selected_cb (PronyTryForm *self)
{
  PronyEngineItem *item = prony_try_form_get_engine (self);

  g_assert (PRONY_IS_TRY_FORM (self));

  g_signal_group_set_target (self->engine_signals, item);
  if (item != NULL)
    adw_combo_row_set_selected (self->api_row, prony_engine_item_get_spec (item)->api);
  update_models (self);
}

static void
fill_apis (PronyTryForm *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (PronyApi api = 0; api < PRONY_N_APIS; api++)
    gtk_string_list_append (titles, prony_api_title (api));
  adw_combo_row_set_model (self->api_row, G_LIST_MODEL (titles));
}

static void
on_model_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (item, label);
}

static void
on_model_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), name);
}

/* --- The object -------------------------------------------------------------------------- */

static void
follow_color_scheme (PronyTryForm *self)
{
  const char *id =
    adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "Adwaita-dark" : "Adwaita";
  GtkSourceStyleScheme *scheme =
    gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), id);

  g_assert (PRONY_IS_TRY_FORM (self));

  gtk_source_buffer_set_style_scheme (
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (self->prompt_view)), scheme);
  gtk_source_buffer_set_style_scheme (
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (self->system_view)), scheme);
}

static void
prony_try_form_dispose (GObject *object)
{
  PronyTryForm *self = (PronyTryForm *) object;

  if (self->engine_signals != NULL)
    g_signal_group_set_target (self->engine_signals, NULL);
  g_clear_object (&self->engine_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_TRY_FORM);
  g_clear_object (&self->models);
  g_clear_object (&self->session);
  g_clear_pointer (&self->wanted_model, g_free);

  G_OBJECT_CLASS (prony_try_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, engine_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, model_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, model_choice);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, model_entry);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, api_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, prompt_view);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, system_view);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, max_tokens_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, min_tokens_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, temperature_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, top_p_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, seed_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, stop_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, timeout_row);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, stream_switch);
  gtk_widget_class_bind_template_child (widget_class, PronyTryForm, ignore_eos_switch);
}

static void
prony_try_form_class_init (PronyTryFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_try_form_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (PRONY_TYPE_ENGINE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-try-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_engine_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_bind_cb);
}

static void
prony_try_form_init (PronyTryForm *self)
{
  self->engine_signals = g_signal_group_new (PRONY_TYPE_ENGINE_ITEM);
  g_signal_group_connect_object (self->engine_signals, "notify::info", G_CALLBACK (update_models),
                                 self, G_CONNECT_SWAPPED);
  self->models = gtk_string_list_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_drop_down_set_model (self->model_choice, G_LIST_MODEL (self->models));
  prony_drop_down_set_label (self->model_choice, _ ("Model"));
  fill_apis (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (follow_color_scheme), self, G_CONNECT_SWAPPED);
  follow_color_scheme (self);
}

/**
 * prony_try_form_set_session:
 * @self: a form
 * @session: whose engines there are to choose from
 */
void
prony_try_form_set_session (PronyTryForm *self, PronySession *session)
{
  g_return_if_fail (PRONY_IS_TRY_FORM (self));

  g_set_object (&self->session, session);
  adw_combo_row_set_model (self->engine_row, prony_session_get_engines (session));
  on_engine_selected_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->prompt_view));
}

/**
 * prony_try_form_choose:
 * @self: a form with a session
 * @engine_id: (nullable): an engine; %NULL leaves it as it is
 * @model: (nullable): a model there; %NULL leaves it as it is
 *
 * Chooses whom to ask.
 */
void
prony_try_form_choose (PronyTryForm *self, const char *engine_id, const char *model)
{
  GListModel *engines;

  g_return_if_fail (PRONY_IS_TRY_FORM (self));

  prony_set_str (&self->wanted_model, model);
  if (model != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->model_entry), model);

  engines = prony_session_get_engines (self->session);
  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    {
      g_autoptr (PronyEngineItem) item = g_list_model_get_item (engines, i);

      if (g_strcmp0 (prony_engine_item_get_spec (item)->id, engine_id) == 0)
        adw_combo_row_set_selected (self->engine_row, i);
    }
  update_models (self);
}

/**
 * prony_try_form_get_engine:
 * @self: a form
 *
 * Returns: (transfer none) (nullable): the engine that is chosen
 */
PronyEngineItem *
prony_try_form_get_engine (PronyTryForm *self)
{
  g_return_val_if_fail (PRONY_IS_TRY_FORM (self), NULL);

  return adw_combo_row_get_selected_item (self->engine_row);
}

/**
 * prony_try_form_make_target:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): whom to ask, with the engine's credentials, not
 *   prepared yet; %NULL if there is no engine
 */
PronyTarget *
prony_try_form_make_target (PronyTryForm *self)
{
  PronyEngineItem *item = prony_try_form_get_engine (self);
  g_autoptr (PronyEngineSpec) spec = NULL;
  g_autofree char *typed = get_entry (self->model_entry);
  PronyTarget *target;

  if (item == NULL)
    return NULL;

  spec = prony_engine_spec_copy (prony_engine_item_get_spec (item));
  spec->api = (PronyApi) adw_combo_row_get_selected (self->api_row);
  target = prony_target_new (spec, gtk_widget_get_visible (GTK_WIDGET (self->model_row))
                                     ? get_chosen_model (self)
                                   : *typed != '\0' ? typed
                                                    : NULL);
  prony_set_str (&target->name, prony_engine_item_get_title (item));
  if (prony_engine_item_get_credentials (item) != NULL)
    target->credentials = prony_credentials_ref (prony_engine_item_get_credentials (item));
  return target;
}

/**
 * prony_try_form_guess_target:
 * @self: a form
 *
 * Fills in what the latest probe of the engine found, for a look at the request
 * without sending it.
 *
 * Returns: (transfer full) (nullable): whom to ask; %NULL while it is not known what
 *   the engine speaks and has
 */
PronyTarget *
prony_try_form_guess_target (PronyTryForm *self)
{
  g_autoptr (PronyTarget) target = prony_try_form_make_target (self);
  PronyEngineInfo *info;

  if (target == NULL)
    return NULL;

  info = prony_engine_item_get_info (prony_try_form_get_engine (self));
  if (target->engine->api == PRONY_API_AUTO && info != NULL)
    target->engine->api = info->api;
  if (target->engine->api == PRONY_API_AUTO || target->model == NULL)
    return NULL;

  return g_steal_pointer (&target);
}

/**
 * prony_try_form_make_spec:
 * @self: a form
 * @timeout_s: (out): how long the request may take; 0 where nothing is said
 *
 * Marks the rows that are wrong.
 *
 * Returns: (transfer full) (nullable): what to ask; %NULL if the prompt is empty or a
 *   row is wrong
 */
PronyRequestSpec *
prony_try_form_make_spec (PronyTryForm *self, double *timeout_s)
{
  g_autofree char *prompt = NULL;
  g_autofree char *system = NULL;
  g_autofree char *stop = NULL;
  g_autoptr (PronyRequestSpec) spec = NULL;

  g_return_val_if_fail (PRONY_IS_TRY_FORM (self), NULL);

  prompt = get_text (self->prompt_view);
  system = get_text (self->system_view);
  stop = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->stop_row)));
  spec = prony_request_spec_new (*system != '\0' ? system : NULL, prompt);
  spec->stream = gtk_switch_get_active (self->stream_switch);
  spec->ignore_eos = gtk_switch_get_active (self->ignore_eos_switch);
  if (*stop != '\0')
    {
      spec->stop = g_new0 (char *, 2);
      spec->stop[0] = g_steal_pointer (&stop);
    }

  if (!take_parameters (self, spec, timeout_s) || *prompt == '\0')
    return NULL;
  return g_steal_pointer (&spec);
}
