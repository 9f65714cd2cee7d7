/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/prony-scenarios-page.h"
#include "app/session/prony-scenario-item.h"
#include "app/widgets/prony-list-focus.h"
#include "app/widgets/prony-scenario-view.h"

/* The library of scenarios: a list and, beside it or (when it is narrow) behind it,
 * the selected scenario to read. Files that could not be read are named on top, with
 * the place of each mistake. */
struct _PronyScenariosPage
{
  PronyPage parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwLeaflet *leaflet;
  GtkWidget *list_side;
  GtkWidget *detail_side;
  GtkWidget *problems_frame;
  GtkLabel *problems_label;
  GtkListBox *list;
  PronyScenarioView *view;
};

G_DEFINE_FINAL_TYPE (PronyScenariosPage, prony_scenarios_page, PRONY_TYPE_PAGE)

static GtkWidget *
make_label (const char *text, const char *style, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (lines > 0)
    {
      gtk_label_set_lines (GTK_LABEL (label), lines);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    }
  gtk_widget_add_css_class (label, style);

  return label;
}

static char *
describe (PronyScenario *scenario)
{
  guint n_cases = prony_scenario_count_cases (scenario);
  g_autofree char *prompt =
    prony_scenario_view_describe_tokens (scenario->prompt_min_tokens, scenario->prompt_max_tokens);
  g_autofree char *completion =
    prony_scenario_view_describe_tokens (scenario->min_tokens, scenario->max_tokens);

  /* TRANSLATORS: number of prompts, their length, the length of the answers:
   * "16 prompts · 5–50 tokens → 10–64 tokens". */
  return g_strdup_printf (ngettext ("%u prompt · %s → %s", "%u prompts · %s → %s", n_cases),
                          n_cases, prompt, completion);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  PronyScenario *scenario = prony_scenario_item_get_scenario (item);
  const char *title = prony_scenario_translate (scenario->title);
  g_autofree char *facts = describe (scenario);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_box_append (GTK_BOX (box), make_label (title, "heading", 0));
  if (scenario->description[0] != '\0')
    gtk_box_append (GTK_BOX (box),
                    make_label (prony_scenario_translate (scenario->description), "body", 2));
  gtk_box_append (GTK_BOX (box), make_label (facts, "caption", 0));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return row;
}

static void
on_row_selected_cb (GtkListBox *list, GtkListBoxRow *row, PronyScenariosPage *self)
{
  g_autoptr (PronyScenarioItem) item = NULL;

  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  if (row == NULL)
    return;

  item =
    g_list_model_get_item (prony_session_get_scenarios (prony_page_get_session (PRONY_PAGE (self))),
                           gtk_list_box_row_get_index (row));
  prony_scenario_view_set_scenario (self->view, prony_scenario_item_get_scenario (item));
}

static void
on_row_activated_cb (GtkListBox *list, GtkListBoxRow *row, PronyScenariosPage *self)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  adw_leaflet_set_visible_child (self->leaflet, self->detail_side);
}

static void
on_back_cb (PronyScenariosPage *self)
{
  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
}

static void
on_ready_cb (PronyScenariosPage *self)
{
  PronySession *session = prony_page_get_session (PRONY_PAGE (self));
  GPtrArray *problems = prony_session_get_scenario_problems (session);
  gboolean have_scenarios = g_list_model_get_n_items (prony_session_get_scenarios (session)) > 0;
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert (PRONY_IS_SCENARIOS_PAGE (self));

  if (!prony_session_get_ready (session))
    return;

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    g_string_append_printf (text, i == 0 ? "%s" : "\n%s",
                            (const char *) g_ptr_array_index (problems, i));
  gtk_label_set_label (self->problems_label, text->str);
  gtk_widget_set_visible (self->problems_frame, text->len > 0);
  gtk_stack_set_visible_child_name (self->stack, have_scenarios ? "list" : "empty");
  if (have_scenarios && gtk_list_box_get_selected_row (self->list) == NULL)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
prony_scenarios_page_session_set (PronyPage *page, PronySession *session)
{
  PronyScenariosPage *self = (PronyScenariosPage *) page;

  gtk_list_box_bind_model (self->list, prony_session_get_scenarios (session), create_row_cb, NULL,
                           NULL);
  g_signal_connect_object (session, "notify::ready", G_CALLBACK (on_ready_cb), self,
                           G_CONNECT_SWAPPED);
  on_ready_cb (self);
}

static void
prony_scenarios_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_SCENARIOS_PAGE);

  G_OBJECT_CLASS (prony_scenarios_page_parent_class)->dispose (object);
}

static void
prony_scenarios_page_class_init (PronyScenariosPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_scenarios_page_dispose;
  PRONY_PAGE_CLASS (klass)->session_set = prony_scenarios_page_session_set;

  g_type_ensure (PRONY_TYPE_SCENARIO_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/pages/prony-scenarios-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, list_side);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, detail_side);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, problems_frame);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, problems_label);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, list);
  gtk_widget_class_bind_template_child (widget_class, PronyScenariosPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_cb);
}

static void
prony_scenarios_page_init (PronyScenariosPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_list_focus_make_one_stop (self->list);
}
