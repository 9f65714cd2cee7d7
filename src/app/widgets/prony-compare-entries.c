/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/prony-compare-entries.h"
#include "app/widgets/prony-tooltip.h"

/* What a row shows. */
typedef struct
{
  char *title;
  char *origin;
} Entry;

struct _PronyCompareEntries
{
  AdwExpanderRow parent_instance;

  GArray *entries; /* (element-type Entry) */
  GPtrArray *rows; /* GtkWidget, borrowed; none before it was unfolded */
  guint baseline;
};

G_DEFINE_FINAL_TYPE (PronyCompareEntries, prony_compare_entries, ADW_TYPE_EXPANDER_ROW)

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->title);
  g_free (entry->origin);
}

static GtkWidget *
new_button (const char *icon, const char *action, guint index, const char *tooltip, char *label)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "icon-name", icon, "valign", GTK_ALIGN_CENTER,
                                    "action-name", action, NULL);
  g_autofree char *name = label;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  gtk_widget_add_css_class (button, "flat");
  prony_tooltip_set (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
add_row (PronyCompareEntries *self, guint index)
{
  const Entry *entry = &g_array_index (self->entries, Entry, index);
  gboolean is_baseline = index == self->baseline;
  /* Translators: %s is the name and date of a run */
  g_autofree char *marked = g_strdup_printf (_ ("%s · baseline"), entry->origin);
  GtkWidget *row =
    g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", entry->title, "subtitle",
                  is_baseline ? marked : entry->origin, "title-lines", 0, NULL);

  if (!is_baseline)
    adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      new_button ("object-select-symbolic", "compare.set-baseline", index, _ ("Use as Baseline"),
                  /* Translators: %s is a result */
                  g_strdup_printf (_ ("Use %s as Baseline"), entry->title)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             new_button ("edit-delete-symbolic", "compare.remove", index,
                                         _ ("Remove from the Comparison"),
                                         /* Translators: %s is a result */
                                         g_strdup_printf (_ ("Remove %s"), entry->title)));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

/* Hundreds of rows are only made for who wants to see them. */
static void
fill (PronyCompareEntries *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0;
       adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)) && i < self->entries->len; i++)
    add_row (self, i);
}

static void
prony_compare_entries_finalize (GObject *object)
{
  PronyCompareEntries *self = PRONY_COMPARE_ENTRIES (object);

  g_array_unref (self->entries);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (prony_compare_entries_parent_class)->finalize (object);
}

static void
prony_compare_entries_class_init (PronyCompareEntriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = prony_compare_entries_finalize;
}

static void
prony_compare_entries_init (PronyCompareEntries *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  self->rows = g_ptr_array_new ();
  g_signal_connect (self, "notify::expanded", G_CALLBACK (fill), NULL);
}

/**
 * prony_compare_entries_show:
 * @self: a list
 * @set: results side by side
 * @baseline: index of the one that the others are compared with
 *
 * Lists the results of @set, which may be freed after that.
 */
void
prony_compare_entries_show (PronyCompareEntries *self, PronyCompareSet *set, guint baseline)
{
  guint n = set->entries->len;
  g_autofree char *title = g_strdup_printf (ngettext ("%u Result", "%u Results", n), n);

  g_return_if_fail (PRONY_IS_COMPARE_ENTRIES (self));

  g_array_set_size (self->entries, 0);
  for (guint i = 0; i < n; i++)
    {
      const PronyCompareEntry *of = g_ptr_array_index (set->entries, i);
      g_autofree char *date = prony_format_date (of->run->started_us);
      const Entry entry = { prony_compare_set_dup_title (set, i),
                            g_strdup_printf ("%s · %s", of->run->name, date) };

      g_array_append_val (self->entries, entry);
    }
  self->baseline = baseline;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  fill (self);
}
