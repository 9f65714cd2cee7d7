/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/session/prony-draft-field.h"
#include "app/session/prony-rule-text.h"
#include "app/widgets/prony-rules-note.h"

struct _PronyRulesNote
{
  AdwActionRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PronyRulesNote, prony_rules_note, ADW_TYPE_ACTION_ROW)

static void
prony_rules_note_class_init (PronyRulesNoteClass *klass)
{
}

static void
prony_rules_note_init (PronyRulesNote *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  g_object_set (self, "title", _ ("More Rules, in the Source"), "use-markup", FALSE, "title-lines",
                0, "subtitle-lines", 0, "activatable", TRUE, "visible", FALSE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("Show the Rules in the Source"));
}

/**
 * prony_rules_note_new:
 *
 * Returns: (transfer floating): a row that is hidden
 */
GtkWidget *
prony_rules_note_new (void)
{
  return g_object_new (PRONY_TYPE_RULES_NOTE, NULL);
}

/* Where rules lie that fields do not show: "" for none. */
static char *
find_more (PronyScenarioDraft *draft, const char *path)
{
  static const char *const keys[] = { "all", "any", "none" };
  g_autofree char *json = g_strconcat (path, ".json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *full = g_strconcat (path, ".", keys[i], NULL);

      if (prony_scenario_draft_has (draft, full))
        return g_steal_pointer (&full);
    }

  return prony_draft_needs_source (draft, json) ? g_steal_pointer (&json) : NULL;
}

/**
 * prony_rules_note_show:
 * @self: a row
 * @draft: a draft
 * @path: where its rules lie, such as "expect"
 * @rules: (nullable): what they were read as; %NULL where they have mistakes
 *
 * Shows other rules.
 */
void
prony_rules_note_show (PronyRulesNote *self,
                       PronyScenarioDraft *draft,
                       const char *path,
                       const PronyExpectation *rules)
{
  g_autofree char *more = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (PRONY_IS_RULES_NOTE (self));

  more = find_more (draft, path);
  gtk_widget_set_visible (GTK_WIDGET (self), more != NULL);
  if (more == NULL)
    return;

  text = rules != NULL ? prony_rule_text (rules) : g_strdup ("");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", more);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "scenario.show-place");
}
