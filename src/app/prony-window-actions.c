/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* The window's actions. They are #GAction, not widget actions, so that they can
 * also be activated over D-Bus and by assistive technologies. */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/prony-catalog-window.h"
#include "app/dialogs/prony-try-window.h"
#include "app/prony-window-private.h"
#include "app/widgets/prony-toast.h"

static void
on_show_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prony_window_show_page (user_data, g_variant_get_string (parameter, NULL));
}

static void
show_page_of (PronyWindow *self, GtkWidget *child)
{
  prony_window_show_page (self, gtk_stack_page_get_name (gtk_stack_get_page (self->stack, child)));
}

static void
on_next_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;
  GtkWidget *next = gtk_widget_get_next_sibling (gtk_stack_get_visible_child (self->stack));

  show_page_of (self, next != NULL ? next : gtk_widget_get_first_child (GTK_WIDGET (self->stack)));
}

static void
on_previous_page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;
  GtkWidget *previous = gtk_widget_get_prev_sibling (gtk_stack_get_visible_child (self->stack));

  show_page_of (self,
                previous != NULL ? previous : gtk_widget_get_last_child (GTK_WIDGET (self->stack)));
}

static void
on_toggle_sidebar_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  if (!adw_leaflet_get_folded (self->leaflet))
    gtk_widget_set_visible (self->sidebar, !gtk_widget_get_visible (self->sidebar));
  else if (adw_leaflet_get_visible_child (self->leaflet) == self->content)
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  else
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
on_main_menu_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  gtk_widget_set_visible (self->sidebar, TRUE);
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_menu_button_popup (self->menu_button);
}

static void
on_new_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  prony_run_page_new_run (self->run_page, NULL);
}

static void
on_start_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  gtk_widget_activate_action (GTK_WIDGET (self->run_page), "run.start", NULL);
}

static void
on_stop_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  gtk_widget_activate_action (GTK_WIDGET (self->run_page), "run.stop", NULL);
}

static void
on_show_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  gtk_widget_activate_action (GTK_WIDGET (self->run_page), "run.show-live", NULL);
}

static void
on_pause_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  gtk_widget_activate_action (GTK_WIDGET (self->run_page), "run.toggle-pause", NULL);
}

static void
on_skip_trial_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  gtk_widget_activate_action (GTK_WIDGET (self->run_page), "run.skip", NULL);
}

static void
on_add_note_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  gtk_widget_activate_action (GTK_WIDGET (self->run_page), "run.add-note", NULL);
}

static void
on_run_engine_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;
  PronyEngineItem *engine =
    prony_session_find_engine (self->session, g_variant_get_string (parameter, NULL));

  prony_window_show_page (self, "run");
  prony_run_page_new_run (self->run_page, engine);
}

static void
on_run_scenario_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "run");
  prony_run_page_run_scenario (self->run_page, g_variant_get_string (parameter, NULL));
}

static void
on_plan_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PronyWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *remark = NULL;
  g_autoptr (PronyPlan) plan =
    prony_session_read_plan_of_run_finish (PRONY_SESSION (source), result, &remark, &error);

  /* The window may be closed by now. */
  if (self->session == NULL)
    return;

  if (plan == NULL)
    {
      prony_toast_show_error (GTK_WIDGET (self->run_page), error->message);
      return;
    }

  prony_window_show_page (self, "run");
  prony_run_page_use_plan (self->run_page, plan);
  if (remark != NULL)
    prony_toast_show (GTK_WIDGET (self->run_page), remark);
}

/* Sets the same up again; the user looks it over and starts it. */
static void
on_run_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_session_read_plan_of_run_async (self->session, g_variant_get_string (parameter, NULL), NULL,
                                        on_plan_read_cb, g_object_ref (self));
}

static void
on_open_scenario_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "scenarios");
  prony_scenarios_page_open (self->scenarios_page, g_variant_get_string (parameter, NULL));
}

static void
on_new_scenario_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "scenarios");
  gtk_widget_activate_action (GTK_WIDGET (self->scenarios_page), "scenarios.new", NULL);
}

static void
on_import_scenario_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "scenarios");
  gtk_widget_activate_action (GTK_WIDGET (self->scenarios_page), "scenarios.import", NULL);
}

static void
on_import_scenario_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "scenarios");
  gtk_widget_activate_action_variant (GTK_WIDGET (self->scenarios_page), "scenarios.import-file",
                                      parameter);
}

static void
on_open_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  const char *run_id = g_variant_get_string (parameter, NULL);

  if (application != NULL)
    g_application_withdraw_notification (G_APPLICATION (application), run_id);
  prony_window_show_page (self, "history");
  prony_history_page_open_run (self->history_page, run_id);
}

static void
on_compare_runs_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;
  g_autofree const char **run_ids = g_variant_get_strv (parameter, NULL);

  prony_window_show_page (self, "compare");
  prony_compare_page_compare_runs (self->compare_page, run_ids);
}

static void
on_open_engine_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "engines");
  prony_engines_page_open_engine (self->engines_page, g_variant_get_string (parameter, NULL));
}

static void
on_scan_engines_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "engines");
  prony_engines_page_scan (self->engines_page);
}

static void
on_add_engine_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "engines");
  prony_engines_page_show_add_dialog (self->engines_page);
}

static void
on_add_engine_address_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "engines");
  prony_engines_page_add_address (self->engines_page, g_variant_get_string (parameter, NULL));
}

static void
on_try_simulator_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_window_show_page (self, "engines");
  prony_engines_page_start_simulator (self->engines_page);
}

/* The parameter is an engine's identifier, alone or with a space and a model after it;
 * empty for none. */
static void
on_try_request_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;
  g_auto (GStrv) words = g_strsplit (g_variant_get_string (parameter, NULL), " ", 2);
  const char *engine_id = words[0];
  const char *model = engine_id != NULL ? words[1] : NULL;

  gtk_window_present (
    GTK_WINDOW (prony_try_window_new (GTK_WINDOW (self), self->session, engine_id, model)));
}

static void
on_show_catalog_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (prony_catalog_window_new (user_data));
}

static void
on_refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PronyWindow *self = user_data;

  prony_engines_page_refresh (self->engines_page);
}

void
_prony_window_add_actions (PronyWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "show-page", .activate = on_show_page_cb, .parameter_type = "s" },
    { .name = "next-page", .activate = on_next_page_cb },
    { .name = "previous-page", .activate = on_previous_page_cb },
    { .name = "toggle-sidebar", .activate = on_toggle_sidebar_cb },
    { .name = "main-menu", .activate = on_main_menu_cb },
    { .name = "new-run", .activate = on_new_run_cb },
    { .name = "start-run", .activate = on_start_run_cb },
    { .name = "stop-run", .activate = on_stop_run_cb },
    { .name = "show-run", .activate = on_show_run_cb },
    { .name = "pause-run", .activate = on_pause_run_cb },
    { .name = "skip-trial", .activate = on_skip_trial_cb },
    { .name = "add-note", .activate = on_add_note_cb },
    { .name = "run-engine", .activate = on_run_engine_cb, .parameter_type = "s" },
    { .name = "open-engine", .activate = on_open_engine_cb, .parameter_type = "s" },
    { .name = "run-again", .activate = on_run_again_cb, .parameter_type = "s" },
    { .name = "run-scenario", .activate = on_run_scenario_cb, .parameter_type = "s" },
    { .name = "open-scenario", .activate = on_open_scenario_cb, .parameter_type = "s" },
    { .name = "new-scenario", .activate = on_new_scenario_cb },
    { .name = "import-scenario", .activate = on_import_scenario_cb },
    { .name = "import-scenario-file",
      .activate = on_import_scenario_file_cb,
      .parameter_type = "s" },
    { .name = "open-run", .activate = on_open_run_cb, .parameter_type = "s" },
    { .name = "compare-runs", .activate = on_compare_runs_cb, .parameter_type = "as" },
    { .name = "show-catalog", .activate = on_show_catalog_cb },
    { .name = "scan-engines", .activate = on_scan_engines_cb },
    { .name = "add-engine", .activate = on_add_engine_cb },
    { .name = "add-engine-address", .activate = on_add_engine_address_cb, .parameter_type = "s" },
    { .name = "try-simulator", .activate = on_try_simulator_cb },
    { .name = "try-request", .activate = on_try_request_cb, .parameter_type = "s" },
    { .name = "refresh", .activate = on_refresh_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
