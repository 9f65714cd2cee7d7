/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-drop-down.h"
#include "app/widgets/prony-name-choice.h"

/* With more names than that one types rather than looks. */
#define MANY 10

struct _PronyNameChoice
{
  GtkWidget parent_instance;

  /* Borrowed, owned by the widget */
  GtkDropDown *drop_down;

  /* Owned */
  char *none;         /* (nullable): what stands first for no name */
  GPtrArray *names;   /* of the rows; NULL for none */
  GPtrArray *counted; /* (nullable): of Counted, while it is being filled */
  GHashTable *by_name;

  /* Plain */
  gboolean filling;
};

typedef struct
{
  char *name;
  char *title;
  guint count;
  guint order;
} Counted;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PronyNameChoice, prony_name_choice, GTK_TYPE_WIDGET)

static void
counted_free (gpointer data)
{
  Counted *counted = data;

  g_free (counted->name);
  g_free (counted->title);
  g_free (counted);
}

/* The most frequent first; of equals, in the order in which they came. */
static int
compare_counted (gconstpointer a, gconstpointer b)
{
  const Counted *first = *(const Counted *const *) a;
  const Counted *second = *(const Counted *const *) b;

  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return first->order < second->order ? -1 : 1;
}

static void
on_selected_cb (PronyNameChoice *self)
{
  g_assert (PRONY_IS_NAME_CHOICE (self));

  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
prony_name_choice_dispose (GObject *object)
{
  PronyNameChoice *self = PRONY_NAME_CHOICE (object);

  if (self->drop_down != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->drop_down));
  self->drop_down = NULL;
  g_clear_pointer (&self->none, g_free);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->counted, g_ptr_array_unref);

  G_OBJECT_CLASS (prony_name_choice_parent_class)->dispose (object);
}

static void
prony_name_choice_class_init (PronyNameChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_name_choice_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  /**
   * PronyNameChoice::changed:
   * @self: the choice
   */
  signals[CHANGED] = g_signal_new ("changed", PRONY_TYPE_NAME_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
prony_name_choice_init (PronyNameChoice *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->drop_down = GTK_DROP_DOWN (
    gtk_drop_down_new (NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string")));
  gtk_widget_set_parent (GTK_WIDGET (self->drop_down), GTK_WIDGET (self));
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (on_selected_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * prony_name_choice_new:
 * @label: what is chosen, for those who do not see it
 * @none: (nullable): what stands first for no name; %NULL where one must be chosen
 *
 * Returns: (transfer floating): a choice without names
 */
GtkWidget *
prony_name_choice_new (const char *label, const char *none)
{
  PronyNameChoice *self = g_object_new (PRONY_TYPE_NAME_CHOICE, NULL);

  self->none = g_strdup (none);
  prony_drop_down_set_label (self->drop_down, label);

  return GTK_WIDGET (self);
}

/**
 * prony_name_choice_begin:
 * @self: a choice
 *
 * Begins to say which names there are; prony_name_choice_end() must follow.
 */
void
prony_name_choice_begin (PronyNameChoice *self)
{
  g_return_if_fail (PRONY_IS_NAME_CHOICE (self));

  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->counted, g_ptr_array_unref);
  self->counted = g_ptr_array_new_with_free_func (counted_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * prony_name_choice_count:
 * @self: a choice that is being filled
 * @name: a name, once more
 * @title: (nullable): the same for people
 */
void
prony_name_choice_count (PronyNameChoice *self, const char *name, const char *title)
{
  Counted *counted;

  g_return_if_fail (PRONY_IS_NAME_CHOICE (self) && self->counted != NULL);
  g_return_if_fail (name != NULL);

  counted = g_hash_table_lookup (self->by_name, name);
  if (counted == NULL)
    {
      counted = g_new0 (Counted, 1);
      counted->name = g_strdup (name);
      counted->title = g_strdup (title != NULL ? title : name);
      counted->order = self->counted->len;
      g_ptr_array_add (self->counted, counted);
      g_hash_table_insert (self->by_name, counted->name, counted);
    }
  counted->count++;
}

static gboolean
is_as_before (PronyNameChoice *self, GPtrArray *names)
{
  if (names->len != self->names->len)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (g_strcmp0 (names->pdata[i], self->names->pdata[i]) != 0)
      return FALSE;

  return TRUE;
}

/* Takes the names. */
static void
show_names (PronyNameChoice *self, GPtrArray *names)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  if (self->none != NULL)
    gtk_string_list_append (titles, self->none);
  for (guint i = 0; i < self->counted->len; i++)
    gtk_string_list_append (titles, ((Counted *) self->counted->pdata[i])->title);

  g_ptr_array_unref (self->names);
  self->names = names;
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (titles));
  gtk_drop_down_set_enable_search (self->drop_down, names->len > MANY);
  gtk_widget_set_sensitive (GTK_WIDGET (self->drop_down), names->len > 1);
}

/**
 * prony_name_choice_end:
 * @self: a choice that is being filled
 * @wanted: (nullable): what is to be chosen; otherwise what was chosen before, or the first
 *
 * Shows the names, the most frequent first.
 */
void
prony_name_choice_end (PronyNameChoice *self, const char *wanted)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *chosen = NULL;

  g_return_if_fail (PRONY_IS_NAME_CHOICE (self) && self->counted != NULL);

  chosen = g_strdup (wanted != NULL ? wanted : prony_name_choice_get_name (self));
  g_ptr_array_sort (self->counted, compare_counted);
  if (self->none != NULL)
    g_ptr_array_add (names, NULL);
  for (guint i = 0; i < self->counted->len; i++)
    g_ptr_array_add (names, g_strdup (((Counted *) self->counted->pdata[i])->name));

  self->filling = TRUE;
  if (!is_as_before (self, names))
    show_names (self, g_steal_pointer (&names));
  prony_name_choice_choose (self, chosen);
  self->filling = FALSE;
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->counted, g_ptr_array_unref);
}

/**
 * prony_name_choice_get_name:
 * @self: a choice
 *
 * Returns: (nullable): what is chosen; %NULL for none
 */
const char *
prony_name_choice_get_name (PronyNameChoice *self)
{
  guint selected;

  g_return_val_if_fail (PRONY_IS_NAME_CHOICE (self), NULL);

  selected = gtk_drop_down_get_selected (self->drop_down);
  return selected < self->names->len ? self->names->pdata[selected] : NULL;
}

/**
 * prony_name_choice_get_n_names:
 * @self: a choice
 *
 * Returns: how many names there are
 */
guint
prony_name_choice_get_n_names (PronyNameChoice *self)
{
  g_return_val_if_fail (PRONY_IS_NAME_CHOICE (self), 0);

  return self->names->len - (self->none != NULL && self->names->len > 0 ? 1 : 0);
}

/**
 * prony_name_choice_choose:
 * @self: a choice
 * @name: (nullable): what to choose; the first where it is not there
 */
void
prony_name_choice_choose (PronyNameChoice *self, const char *name)
{
  guint position = 0;

  g_return_if_fail (PRONY_IS_NAME_CHOICE (self));

  for (guint i = 0; i < self->names->len; i++)
    if (g_strcmp0 (self->names->pdata[i], name) == 0)
      {
        position = i;
        break;
      }
  gtk_drop_down_set_selected (self->drop_down, position);
}
