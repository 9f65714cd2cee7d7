/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/widgets/prony-expander.h"
#include "app/widgets/prony-spin-number.h"
#include "app/widgets/prony-trial-settings-row.h"

struct _PronyTrialSettingsRow
{
  AdwExpanderRow parent_instance;

  /* Template children */
  GtkSpinButton *max_tokens_spin;
  GtkSpinButton *timeout_spin;
  GtkWidget *think_row;
  GtkSpinButton *think_spin;
  GtkSpinButton *retries_spin;
  GtkSpinButton *cooldown_spin;
  GtkSwitch *calibrate_switch;
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (PronyTrialSettingsRow, prony_trial_settings_row, ADW_TYPE_EXPANDER_ROW)

static guint signals[N_SIGNALS];

static void
on_setting_changed_cb (PronyTrialSettingsRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
prony_trial_settings_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PRONY_TYPE_TRIAL_SETTINGS_ROW);

  G_OBJECT_CLASS (prony_trial_settings_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PronyTrialSettingsRow, name)

static void
prony_trial_settings_row_class_init (PronyTrialSettingsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prony_trial_settings_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/prony/Prony/widgets/prony-trial-settings-row.ui");
  BIND (max_tokens_spin);
  BIND (timeout_spin);
  BIND (think_row);
  BIND (think_spin);
  BIND (retries_spin);
  BIND (cooldown_spin);
  BIND (calibrate_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_setting_changed_cb);
}

static void
prony_trial_settings_row_init (PronyTrialSettingsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prony_expander_save_layout (ADW_EXPANDER_ROW (self));
}

/**
 * prony_trial_settings_row_fill:
 * @self: a row
 * @plan: a plan
 *
 * Gives a plan the settings.
 */
void
prony_trial_settings_row_fill (PronyTrialSettingsRow *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_TRIAL_SETTINGS_ROW (self));
  g_return_if_fail (plan != NULL);

  plan->max_tokens = prony_spin_number_get_count (self->max_tokens_spin);
  plan->timeout_s = gtk_spin_button_get_value (self->timeout_spin);
  plan->think_s = gtk_spin_button_get_value (self->think_spin);
  plan->retries = prony_spin_number_get_count (self->retries_spin);
  plan->cooldown_s = gtk_spin_button_get_value (self->cooldown_spin);
  plan->calibrate = gtk_switch_get_active (self->calibrate_switch);
}

/**
 * prony_trial_settings_row_set_plan:
 * @self: a row
 * @plan: a plan
 *
 * Takes the settings of a plan.
 */
void
prony_trial_settings_row_set_plan (PronyTrialSettingsRow *self, PronyPlan *plan)
{
  g_return_if_fail (PRONY_IS_TRIAL_SETTINGS_ROW (self));
  g_return_if_fail (plan != NULL);

  prony_spin_number_set (self->max_tokens_spin, plan->max_tokens);
  prony_spin_number_set (self->timeout_spin, plan->timeout_s);
  prony_spin_number_set (self->think_spin, plan->think_s);
  prony_spin_number_set (self->retries_spin, plan->retries);
  prony_spin_number_set (self->cooldown_spin, plan->cooldown_s);
  gtk_switch_set_active (self->calibrate_switch, plan->calibrate);
}

/**
 * prony_trial_settings_row_set_closed:
 * @self: a row
 * @closed: whether the load is a closed loop
 *
 * Offers what only streams have that send back to back.
 */
void
prony_trial_settings_row_set_closed (PronyTrialSettingsRow *self, gboolean closed)
{
  g_return_if_fail (PRONY_IS_TRIAL_SETTINGS_ROW (self));

  gtk_widget_set_visible (self->think_row, closed);
}
