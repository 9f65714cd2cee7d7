/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "app/widgets/prony-number-row.h"
#include "base/prony-error.h"

/* More is a slip of the finger. */
#define MAXIMUM 1e9

struct _PronyNumberRow
{
  AdwEntryRow parent_instance;

  /* Owned */
  char *complaint;
  char *shown; /* the text of @exact */

  /* Plain */
  double exact;
  double scale;
  gboolean positive;
};

enum
{
  PROP_0,
  PROP_COMPLAINT,
  PROP_POSITIVE,
  PROP_SCALE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (PronyNumberRow, prony_number_row, ADW_TYPE_ENTRY_ROW)

static GParamSpec *properties[N_PROPS];

/* Digits first: neither signs nor "inf". */
static gboolean
parse (PronyNumberRow *self, double *value)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self)));
  char *end;

  g_strstrip (text);
  *value = NAN;
  if (*text == '\0')
    return TRUE;
  if (g_strcmp0 (text, self->shown) == 0)
    {
      *value = self->exact;
      return TRUE;
    }
  if (!g_ascii_isdigit (*text) || g_ascii_tolower (text[1]) == 'x')
    return FALSE;

  *value = g_ascii_strtod (text, &end);
  if (*end != '\0')
    *value = strtod (text, &end); /* as the locale has it */
  if (*end != '\0' || *value > MAXIMUM || (*value <= 0 && self->positive))
    return FALSE;

  *value /= self->scale;
  return TRUE;
}

static void
on_changed_cb (PronyNumberRow *self)
{
  double value;
  gboolean right = parse (self, &value);

  if (right)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");

  /* The colour says nothing to a screen reader. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  right || self->complaint == NULL ? "" : self->complaint, -1);
}

static void
prony_number_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyNumberRow *self = PRONY_NUMBER_ROW (object);

  switch (prop_id)
    {
    case PROP_COMPLAINT:
      g_value_set_string (value, self->complaint);
      break;

    case PROP_POSITIVE:
      g_value_set_boolean (value, self->positive);
      break;

    case PROP_SCALE:
      g_value_set_double (value, self->scale);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_number_row_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  PronyNumberRow *self = PRONY_NUMBER_ROW (object);

  switch (prop_id)
    {
    case PROP_COMPLAINT:
      g_free (self->complaint);
      self->complaint = g_value_dup_string (value);
      break;

    case PROP_POSITIVE:
      self->positive = g_value_get_boolean (value);
      break;

    case PROP_SCALE:
      self->scale = g_value_get_double (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_number_row_finalize (GObject *object)
{
  PronyNumberRow *self = PRONY_NUMBER_ROW (object);

  g_free (self->complaint);
  g_free (self->shown);

  G_OBJECT_CLASS (prony_number_row_parent_class)->finalize (object);
}

static void
prony_number_row_class_init (PronyNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = prony_number_row_finalize;
  object_class->get_property = prony_number_row_get_property;
  object_class->set_property = prony_number_row_set_property;

  properties[PROP_COMPLAINT] =
    g_param_spec_string ("complaint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_POSITIVE] = g_param_spec_boolean ("positive", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCALE] = g_param_spec_double ("scale", NULL, NULL, 1e-3, 1e6, 1,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_number_row_init (PronyNumberRow *self)
{
  self->scale = 1;
  g_signal_connect (self, "changed", G_CALLBACK (on_changed_cb), NULL);
}

/**
 * prony_number_row_get:
 * @self: a row
 * @value: (out): what was typed; NAN for nothing, and where it is no number
 * @error: return location for %PRONY_ERROR_INPUT
 *
 * Returns: whether the text is empty or a number that is allowed; otherwise @error has
 *   the complaint
 */
gboolean
prony_number_row_get (PronyNumberRow *self, double *value, GError **error)
{
  g_return_val_if_fail (PRONY_IS_NUMBER_ROW (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (parse (self, value))
    return TRUE;

  *value = NAN;
  g_set_error_literal (error, PRONY_ERROR, PRONY_ERROR_INPUT,
                       self->complaint != NULL ? self->complaint : "");
  return FALSE;
}

/**
 * prony_number_row_set:
 * @self: a row
 * @value: a number; NAN for none
 *
 * Shows a number, with as many digits as it needs.
 */
void
prony_number_row_set (PronyNumberRow *self, double value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PRONY_IS_NUMBER_ROW (self));

  text = isfinite (value) ? g_strdup_printf ("%.15g", value * self->scale) : g_strdup ("");
  g_clear_pointer (&self->shown, g_free);
  self->exact = value;
  if (isfinite (value))
    self->shown = g_strdup (text);
  gtk_editable_set_text (GTK_EDITABLE (self), text);
}
