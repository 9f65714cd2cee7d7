/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <math.h>

#include "app/widgets/prony-spin-number.h"

/* Thousandths are what plans are written with. */
#define MAX_DIGITS 3

/**
 * prony_spin_number_set:
 * @spin: a spin button
 * @value: a number in its range
 *
 * Shows a number with as many decimals as it needs, so that one that came from elsewhere
 * is not rounded.
 */
void
prony_spin_number_set (GtkSpinButton *spin, double value)
{
  double scaled = value;

  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  for (guint digits = 0; digits < MAX_DIGITS && fabs (scaled - round (scaled)) > 1e-9; digits++)
    {
      scaled *= 10;
      if (gtk_spin_button_get_digits (spin) <= digits)
        gtk_spin_button_set_digits (spin, digits + 1);
    }
  gtk_spin_button_set_value (spin, value);
}

/**
 * prony_spin_number_get_count:
 * @spin: a spin button of whole numbers from 0 on
 *
 * Returns: its value
 */
guint
prony_spin_number_get_count (GtkSpinButton *spin)
{
  g_return_val_if_fail (GTK_IS_SPIN_BUTTON (spin), 0);

  return (guint) gtk_spin_button_get_value_as_int (spin);
}
