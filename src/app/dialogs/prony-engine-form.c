/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/dialogs/prony-engine-form.h"
#include "app/widgets/prony-headers-row.h"
#include "base/prony-error.h"
#include "base/prony-util.h"

struct _PronyEngineForm
{
  AdwBin parent_instance;

  /* Template widgets */
  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  AdwPasswordEntryRow *key_row;
  AdwComboRow *api_row;
  AdwEntryRow *path_row;
  AdwEntryRow *models_path_row;
  GtkSpinButton *probe_spin;
  GtkSpinButton *request_spin;
  AdwExpanderRow *trust_row;
  AdwActionRow *ca_row;
  GtkSwitch *insecure_switch;
  PronyHeadersRow *headers_row;

  /* Owned */
  PronyEngineSpec *base; /* the engine that is edited; NULL for a new one */
  char *ca_file;
  GtkFileChooserNative *chooser; /* NULL while none is open */
};

enum
{
  CHANGED,
  ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyEngineForm, prony_engine_form, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

/* --- What was typed ----------------------------------------------------------- */

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* Returns NULL for nothing but blanks. */
static char *
dup_stripped (gpointer row)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* A path below the address; the slash before it may be left out. */
static gboolean
read_path (AdwEntryRow *row, char **path, GError **error)
{
  g_autofree char *text = dup_stripped (row);

  g_clear_pointer (path, g_free);
  if (text == NULL)
    return TRUE;

  if (strstr (text, "://") != NULL || strpbrk (text, " \t#\\") != NULL)
    {
      g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                   _ ("“%s” is not a path below the address. Write it like /v1/chat/completions."),
                   text);
      return FALSE;
    }

  *path = *text == '/' ? g_steal_pointer (&text) : g_strconcat ("/", text, NULL);
  return TRUE;
}

/* Another address may be another engine: nothing that was learned holds any more. */
static PronyEngineSpec *
make_base (PronyEngineForm *self, GError **error)
{
  PronyEngineSpec *spec;
  g_autofree char *url = NULL;

  if (self->base == NULL)
    return prony_engine_spec_new (get_text (self->address_row), error);

  url = prony_engine_normalize_url (get_text (self->address_row), error);
  if (url == NULL)
    return NULL;

  spec = prony_engine_spec_copy (self->base);
  if (prony_set_str (&spec->url, url))
    {
      spec->kind = PRONY_ENGINE_UNKNOWN;
      spec->capabilities = (PronyCapabilities){ 0 };
      g_clear_pointer (&spec->rejected_fields, g_strfreev);
    }

  return spec;
}

static void
mark_row (gpointer row, gboolean right)
{
  if (right)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

/* --- Rows --------------------------------------------------------------------- */

static void
on_changed_cb (PronyEngineForm *self)
{
  /* The template sets its values before all children are there. */
  if (self->headers_row != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activated_cb (PronyEngineForm *self)
{
  g_assert (PRONY_IS_ENGINE_FORM (self));

  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
fill_apis (PronyEngineForm *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < PRONY_N_APIS; i++)
    gtk_string_list_append (titles, i == PRONY_API_AUTO ? _ ("Automatic") : prony_api_title (i));
  adw_combo_row_set_model (self->api_row, G_LIST_MODEL (titles));
}

static void
set_ca_file (PronyEngineForm *self, const char *path)
{
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : NULL;

  prony_set_str (&self->ca_file, path);
  adw_action_row_set_subtitle (self->ca_row, name != NULL ? name : _ ("Those of the system"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.clear-ca", path != NULL);
  on_changed_cb (self);
}

static void
on_chosen_cb (PronyEngineForm *self, int response)
{
  g_autoptr (GFile) file = NULL;

  g_assert (PRONY_IS_ENGINE_FORM (self));

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL && g_file_peek_path (file) != NULL)
    set_ca_file (self, g_file_peek_path (file));
  g_clear_object (&self->chooser);
}

static void
choose_ca_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PronyEngineForm *self = (PronyEngineForm *) widget;
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Certificates (PEM)"));
  gtk_file_filter_add_suffix (filter, "pem");
  gtk_file_filter_add_suffix (filter, "crt");
  gtk_file_filter_add_suffix (filter, "cer");
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Trusted Certificates"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Trust"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
clear_ca_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_ca_file ((PronyEngineForm *) widget, NULL);
}

/* --- Virtual functions -------------------------------------------------------- */

static gboolean
prony_engine_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (((PronyEngineForm *) widget)->address_row));
}

static void
prony_engine_form_dispose (GObject *object)
{
  PronyEngineForm *self = (PronyEngineForm *) object;

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template must not take it from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_ENGINE_FORM);

  G_OBJECT_CLASS (prony_engine_form_parent_class)->dispose (object);
}

static void
prony_engine_form_finalize (GObject *object)
{
  PronyEngineForm *self = (PronyEngineForm *) object;

  g_clear_pointer (&self->base, prony_engine_spec_unref);
  g_free (self->ca_file);

  G_OBJECT_CLASS (prony_engine_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, key_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, api_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, path_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, models_path_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, probe_spin);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, request_spin);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, trust_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, ca_row);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, insecure_switch);
  gtk_widget_class_bind_template_child (widget_class, PronyEngineForm, headers_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_cb);
}

static void
prony_engine_form_class_init (PronyEngineFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_engine_form_dispose;
  object_class->finalize = prony_engine_form_finalize;
  widget_class->grab_focus = prony_engine_form_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PRONY_TYPE_HEADERS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/dialogs/prony-engine-form.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "form.choose-ca", NULL, choose_ca_action);
  gtk_widget_class_install_action (widget_class, "form.clear-ca", NULL, clear_ca_action);
}

static void
prony_engine_form_init (PronyEngineForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_apis (self);
  set_ca_file (self, NULL);
}

/* --- Public ------------------------------------------------------------------- */

/**
 * prony_engine_form_fill:
 * @self: an empty form
 * @spec: the engine to edit
 * @credentials: (nullable): what it is shown
 */
void
prony_engine_form_fill (PronyEngineForm *self, PronyEngineSpec *spec, PronyCredentials *credentials)
{
  const char *key = credentials != NULL ? credentials->api_key : NULL;

  g_return_if_fail (PRONY_IS_ENGINE_FORM (self));
  g_return_if_fail (self->base == NULL);
  g_return_if_fail (spec != NULL);

  self->base = prony_engine_spec_ref (spec);
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), spec->url);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), spec->name != NULL ? spec->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), key != NULL ? key : "");
  adw_combo_row_set_selected (self->api_row, spec->api);
  gtk_editable_set_text (GTK_EDITABLE (self->path_row), spec->path != NULL ? spec->path : "");
  gtk_editable_set_text (GTK_EDITABLE (self->models_path_row),
                         spec->models_path != NULL ? spec->models_path : "");
  gtk_spin_button_set_value (self->probe_spin, spec->probe_timeout_s);
  gtk_spin_button_set_value (self->request_spin, spec->request_timeout_s);
  set_ca_file (self, spec->ca_file);
  gtk_switch_set_active (self->insecure_switch, spec->tls_insecure);
  prony_headers_row_fill (self->headers_row, credentials);
}

/**
 * prony_engine_form_is_empty:
 * @self: a form
 *
 * Returns: whether no address was typed yet
 */
gboolean
prony_engine_form_is_empty (PronyEngineForm *self)
{
  const char *text;

  g_return_val_if_fail (PRONY_IS_ENGINE_FORM (self), TRUE);

  text = get_text (self->address_row);

  return text[strspn (text, " \t")] == '\0';
}

/**
 * prony_engine_form_make_spec:
 * @self: a form
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Marks the rows that are wrong, too.
 *
 * Returns: (transfer full) (nullable): the engine as it was typed in
 */
PronyEngineSpec *
prony_engine_form_make_spec (PronyEngineForm *self, GError **error)
{
  g_autoptr (PronyEngineSpec) spec = NULL;
  gboolean right;

  g_return_val_if_fail (PRONY_IS_ENGINE_FORM (self), NULL);

  spec = make_base (self, error);
  mark_row (self->address_row, spec != NULL || prony_engine_form_is_empty (self));
  if (spec == NULL)
    return NULL;

  right = read_path (self->path_row, &spec->path, error);
  mark_row (self->path_row, right);
  if (!right)
    return NULL;
  right = read_path (self->models_path_row, &spec->models_path, error);
  mark_row (self->models_path_row, right);
  if (!right)
    return NULL;

  g_free (spec->name);
  spec->name = dup_stripped (self->name_row);
  spec->api = (PronyApi) adw_combo_row_get_selected (self->api_row);
  spec->probe_timeout_s = gtk_spin_button_get_value (self->probe_spin);
  spec->request_timeout_s = gtk_spin_button_get_value (self->request_spin);
  prony_set_str (&spec->ca_file, self->ca_file);
  spec->tls_insecure = gtk_switch_get_active (self->insecure_switch);
  return g_steal_pointer (&spec);
}

/**
 * prony_engine_form_make_credentials:
 * @self: a form
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: (transfer full) (nullable): what was typed in, perhaps empty; %NULL if it
 *   cannot be sent
 */
PronyCredentials *
prony_engine_form_make_credentials (PronyEngineForm *self, GError **error)
{
  g_autoptr (PronyCredentials) credentials = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (PRONY_IS_ENGINE_FORM (self), NULL);

  credentials = prony_credentials_new (get_text (self->key_row));
  prony_headers_row_add_to (self->headers_row, credentials);
  if (!prony_credentials_check (credentials, error))
    return NULL;

  for (guint i = 0; i < credentials->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (credentials->headers, i);

      if (!g_hash_table_add (names, g_ascii_strdown (header->name, -1)))
        {
          g_set_error (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       _ ("There are two headers “%s”. Leave one of them."), header->name);
          return NULL;
        }
    }

  return g_steal_pointer (&credentials);
}

/**
 * prony_engine_form_focus_key:
 * @self: a form in a window
 *
 * Lets the user type the key first.
 */
void
prony_engine_form_focus_key (PronyEngineForm *self)
{
  g_return_if_fail (PRONY_IS_ENGINE_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->key_row));
}

/**
 * prony_engine_form_focus_trust:
 * @self: a form in a window
 *
 * Lets the user decide about certificates first.
 */
void
prony_engine_form_focus_trust (PronyEngineForm *self)
{
  g_return_if_fail (PRONY_IS_ENGINE_FORM (self));

  adw_expander_row_set_expanded (self->trust_row, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->trust_row), GTK_DIR_TAB_FORWARD);
}
