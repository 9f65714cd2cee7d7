/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-headers-row.h"

/* One header: two rows below one another, so that there is room for both texts. */
typedef struct
{
  GtkWidget *name;
  GtkWidget *value;
} Header;

struct _PronyHeadersRow
{
  AdwExpanderRow parent_instance;

  /* Borrowed references, owned by the rows inside */
  GtkWidget *add_row;

  /* Owned */
  GArray *headers; /* of Header */
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyHeadersRow, prony_headers_row, ADW_TYPE_EXPANDER_ROW)

static guint signals[N_SIGNALS];

static void
tell_of_change (PronyHeadersRow *self)
{
  g_autofree char *text = NULL;
  guint n_headers = self->headers->len;

  if (n_headers > 0)
    text = g_strdup_printf (ngettext ("%u header", "%u headers", n_headers), n_headers);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 text != NULL ? text : _ ("None but those that every request has"));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_at (PronyHeadersRow *self, guint index)
{
  const Header *header = &g_array_index (self->headers, Header, index);

  adw_expander_row_remove (ADW_EXPANDER_ROW (self), header->name);
  adw_expander_row_remove (ADW_EXPANDER_ROW (self), header->value);
  g_array_remove_index (self->headers, index);
}

static void
on_remove_cb (PronyHeadersRow *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW);

  g_assert (PRONY_IS_HEADERS_ROW (self));

  for (guint i = 0; i < self->headers->len; i++)
    if (g_array_index (self->headers, Header, i).name == row)
      {
        remove_at (self, i);
        break;
      }
  gtk_widget_grab_focus (self->add_row);
  tell_of_change (self);
}

static GtkWidget *
make_remove_button (PronyHeadersRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove This Header"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove This Header"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_cb), self, G_CONNECT_SWAPPED);

  return button;
}

/* New rows go before the one that adds them, which AdwExpanderRow only allows by
 * taking that one out for a moment. */
static const Header *
append (PronyHeadersRow *self, const char *name, const char *value)
{
  Header header = { adw_entry_row_new (), adw_password_entry_row_new () };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (header.name), _ ("Header name"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (header.value),
                                 _ ("Header value, kept in the keyring"));
  gtk_editable_set_text (GTK_EDITABLE (header.name), name);
  gtk_editable_set_text (GTK_EDITABLE (header.value), value);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (header.name), make_remove_button (self));
  g_signal_connect_object (header.name, "changed", G_CALLBACK (tell_of_change), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (header.value, "changed", G_CALLBACK (tell_of_change), self,
                           G_CONNECT_SWAPPED);

  g_object_ref (self->add_row);
  adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->add_row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), header.name);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), header.value);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->add_row);
  g_object_unref (self->add_row);
  g_array_append_val (self->headers, header);

  return &g_array_index (self->headers, Header, self->headers->len - 1);
}

static void
on_add_cb (PronyHeadersRow *self)
{
  g_assert (PRONY_IS_HEADERS_ROW (self));

  gtk_widget_grab_focus (append (self, "", "")->name);
  tell_of_change (self);
}

static void
prony_headers_row_finalize (GObject *object)
{
  g_array_unref (((PronyHeadersRow *) object)->headers);

  G_OBJECT_CLASS (prony_headers_row_parent_class)->finalize (object);
}

static void
prony_headers_row_class_init (PronyHeadersRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_headers_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_headers_row_init (PronyHeadersRow *self)
{
  self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  self->add_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row), _ ("Add Header"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->add_row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self->add_row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "list-add-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
  g_signal_connect_object (self->add_row, "activated", G_CALLBACK (on_add_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->add_row);
  tell_of_change (self);
}

/**
 * prony_headers_row_fill:
 * @self: a row
 * @credentials: (nullable): whose headers to show instead of the present ones
 */
void
prony_headers_row_fill (PronyHeadersRow *self, PronyCredentials *credentials)
{
  g_return_if_fail (PRONY_IS_HEADERS_ROW (self));

  while (self->headers->len > 0)
    remove_at (self, self->headers->len - 1);
  for (guint i = 0; credentials != NULL && i < credentials->headers->len; i++)
    {
      const PronyHeader *header = g_ptr_array_index (credentials->headers, i);

      append (self, header->name, header->value);
    }
  tell_of_change (self);
}

/**
 * prony_headers_row_add_to:
 * @self: a row
 * @credentials: where what was typed goes; a header with neither name nor value is
 *   left out
 */
void
prony_headers_row_add_to (PronyHeadersRow *self, PronyCredentials *credentials)
{
  g_return_if_fail (PRONY_IS_HEADERS_ROW (self));
  g_return_if_fail (credentials != NULL);

  for (guint i = 0; i < self->headers->len; i++)
    {
      const Header *header = &g_array_index (self->headers, Header, i);
      const char *value = gtk_editable_get_text (GTK_EDITABLE (header->value));
      g_autofree char *name =
        g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (header->name))));

      if (*name != '\0' || *value != '\0')
        prony_credentials_add_header (credentials, name, value);
    }
}
