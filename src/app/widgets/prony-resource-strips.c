/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-resource-strip.h"
#include "app/widgets/prony-resource-strips.h"
#include "app/widgets/prony-tooltip.h"
#include "base/prony-format.h"

struct _PronyResourceStrips
{
  GtkWidget parent_instance;

  /* Template children */
  PronyCardGrid *grid;

  /* Owned */
  GHashTable *strips; /* key of what is read → its strip, owned by the grid */
  GHashTable *shown;  /* those of the latest reading, without values */

  /* Plain */
  guint n_before; /* strips that stand before the next to be shown, while they are */
  gint64 at_ns;   /* of the latest reading; 0 where there is none */
};

G_DEFINE_FINAL_TYPE (PronyResourceStrips, prony_resource_strips, GTK_TYPE_WIDGET)

/* What one strip is to show. */
typedef struct
{
  const char *key;
  const char *title;
  const char *tooltip;
  double value;
  double maximum;
  const char *text;
} Reading;

/* --- Texts ------------------------------------------------------------------------- */

/* A reading that changes each second is easier on the eye without decimals. */
static char *
format_percent (double value)
{
  g_autofree char *number = g_strdup_printf ("%'.0f", value);

  /* Translators: percent; %s is a number */
  return g_strdup_printf (C_ ("unit", "%s %%"), number);
}

static char *
format_memory (double used, double total)
{
  g_autofree char *of_all = NULL;
  g_autofree char *size = prony_format_size ((guint64) used);

  if (!isfinite (total))
    return g_steal_pointer (&size);

  of_all = prony_format_size ((guint64) total);
  /* Translators: memory that is used, and how much there is: "3.2 GB of 16.0 GB" */
  return g_strdup_printf (C_ ("memory", "%s of %s"), size, of_all);
}

static void
append (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static char *
format_gpu (const PronyGpuReading *gpu)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *percent = format_percent (gpu->util_percent);
  /* Translators: watts */
  g_autofree char *power = g_strdup_printf (C_ ("unit", "%'.0f W"), gpu->power_w);
  /* Translators: degrees Celsius */
  g_autofree char *heat = g_strdup_printf (C_ ("unit", "%.0f °C"), gpu->temperature_c);

  if (isfinite (gpu->util_percent))
    append (text, percent);
  if (isfinite (gpu->power_w))
    append (text, power);
  if (isfinite (gpu->temperature_c))
    append (text, heat);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- Strips ------------------------------------------------------------------------- */

/* What can be read only later comes after what is shown before it all the same. */
static GtkWidget *
add_strip (PronyResourceStrips *self, const char *key)
{
  GtkWidget *strip = prony_resource_strip_new ();

  prony_card_grid_insert (self->grid, strip, self->n_before);
  g_hash_table_insert (self->strips, g_strdup (key), strip);
  return strip;
}

static guint
count_before (GtkWidget *strip)
{
  guint n = 0;

  while ((strip = gtk_widget_get_prev_sibling (strip)) != NULL)
    n++;
  return n;
}

static void
show (PronyResourceStrips *self, const Reading *reading)
{
  GtkWidget *widget = g_hash_table_lookup (self->strips, reading->key);
  PronyResourceStrip *strip;

  if (widget == NULL)
    widget = add_strip (self, reading->key);

  strip = PRONY_RESOURCE_STRIP (widget);
  prony_resource_strip_set_title (strip, reading->title);
  prony_tooltip_set (widget, reading->tooltip); /* what the reading says of itself follows */
  prony_resource_strip_add (strip, reading->value, reading->maximum, reading->text);
  g_hash_table_add (self->shown, strip);
  self->n_before = count_before (widget) + 1;
}

/* Returns: whether it has to be shown; views look far more often than there is a new
 * sample */
static gboolean
begin (PronyResourceStrips *self, PronyResourceSample *sample)
{
  if (sample != NULL && sample->at_ns == self->at_ns)
    return FALSE;

  self->at_ns = sample != NULL ? sample->at_ns : 0;
  self->n_before = 0;
  g_hash_table_remove_all (self->shown);
  return TRUE;
}

/* What is not read any more is gone, with its past. */
static void
end (PronyResourceStrips *self)
{
  GHashTableIter iter;
  gpointer strip;

  g_hash_table_iter_init (&iter, self->strips);
  while (g_hash_table_iter_next (&iter, NULL, &strip))
    {
      gboolean is_shown = g_hash_table_contains (self->shown, strip);

      if (!is_shown)
        prony_resource_strip_reset (strip);
      gtk_widget_set_visible (strip, is_shown);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), g_hash_table_size (self->shown) > 0);
}

/* --- This computer ------------------------------------------------------------------ */

static void
show_cpu (PronyResourceStrips *self, PronyResourceSample *sample)
{
  g_autofree char *text = format_percent (sample->cpu_percent);
  Reading reading = {
    "cpu", _ ("CPU"), _ ("All cores of this computer together, all programs"), sample->cpu_percent,
    100,   text
  };

  if (isfinite (sample->cpu_percent))
    show (self, &reading);
}

static void
show_memory (PronyResourceStrips *self, PronyResourceSample *sample)
{
  g_autofree char *text = NULL;
  Reading reading = { "memory", _ ("Memory"),
                      _ ("Memory of this computer that is not available to programs"),
                      sample->memory_used, sample->memory_total };

  if (!isfinite (sample->memory_used) || !(sample->memory_total > 0))
    return;

  text = format_memory (sample->memory_used, sample->memory_total);
  reading.text = text;
  show (self, &reading);
}

static void
show_gpu (PronyResourceStrips *self, PronyResourceSample *sample, guint index)
{
  const PronyGpuReading *gpu = g_ptr_array_index (sample->gpus, index);
  g_autofree char *key = g_strdup_printf ("gpu-%u", index);
  g_autofree char *title = sample->gpus->len == 1 ? g_strdup (_ ("GPU"))
                                                  /* Translators: one of several GPUs */
                                                  : g_strdup_printf (_ ("GPU %u"), index + 1);
  g_autofree char *text = format_gpu (gpu);
  Reading reading = { key, title, gpu->name, gpu->util_percent, 100, text };

  if (text[0] != '\0')
    show (self, &reading);
}

static void
show_gpu_memory (PronyResourceStrips *self, PronyResourceSample *sample, guint index)
{
  const PronyGpuReading *gpu = g_ptr_array_index (sample->gpus, index);
  g_autofree char *key = g_strdup_printf ("gpu-memory-%u", index);
  g_autofree char *title = sample->gpus->len == 1
                             ? g_strdup (_ ("GPU Memory"))
                             /* Translators: one of several GPUs */
                             : g_strdup_printf (_ ("GPU %u Memory"), index + 1);
  g_autofree char *text = NULL;
  Reading reading = { key, title, gpu->name, gpu->memory_used, gpu->memory_total };

  if (!isfinite (gpu->memory_used) || !(gpu->memory_total > 0))
    return;

  text = format_memory (gpu->memory_used, gpu->memory_total);
  reading.text = text;
  show (self, &reading);
}

/* --- An engine ----------------------------------------------------------------------- */

static void
show_engine_cpu (PronyResourceStrips *self, const PronyEngineReading *engine)
{
  g_autofree char *text = format_percent (engine->cpu_percent);
  Reading reading = { "cpu", _ ("CPU"),
                      /* xgettext:no-c-format */
                      _ ("Processes of the engine; 100 % is one core"), engine->cpu_percent,
                      MAX (100, ceil (engine->cpu_percent / 100) * 100), text };

  if (isfinite (engine->cpu_percent))
    show (self, &reading);
}

static void
show_engine_size (PronyResourceStrips *self, Reading *reading, double total)
{
  g_autofree char *text = NULL;

  if (!isfinite (reading->value))
    return;

  text = format_memory (reading->value, NAN);
  reading->maximum = isfinite (total) ? total : MAX (reading->value, 1);
  reading->text = text;
  show (self, reading);
}

static double
sum_gpu_memory (PronyResourceSample *sample)
{
  double total = 0;

  for (guint i = 0; i < sample->gpus->len; i++)
    {
      const PronyGpuReading *gpu = g_ptr_array_index (sample->gpus, i);

      if (isfinite (gpu->memory_total))
        total += gpu->memory_total;
    }
  return total > 0 ? total : NAN;
}

/* --- The object ---------------------------------------------------------------------- */

static void
prony_resource_strips_dispose (GObject *object)
{
  PronyResourceStrips *self = PRONY_RESOURCE_STRIPS (object);
  GtkWidget *child;

  g_hash_table_remove_all (self->strips);
  g_hash_table_remove_all (self->shown);
  gtk_widget_dispose_template (GTK_WIDGET (self), PRONY_TYPE_RESOURCE_STRIPS);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (prony_resource_strips_parent_class)->dispose (object);
}

static void
prony_resource_strips_finalize (GObject *object)
{
  PronyResourceStrips *self = PRONY_RESOURCE_STRIPS (object);

  g_hash_table_unref (self->strips);
  g_hash_table_unref (self->shown);

  G_OBJECT_CLASS (prony_resource_strips_parent_class)->finalize (object);
}

static void
prony_resource_strips_class_init (PronyResourceStripsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = prony_resource_strips_dispose;
  object_class->finalize = prony_resource_strips_finalize;

  g_type_ensure (PRONY_TYPE_CARD_GRID);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/prony/Prony/widgets/prony-resource-strips.ui");
  gtk_widget_class_bind_template_child (widget_class, PronyResourceStrips, grid);
}

static void
prony_resource_strips_init (PronyResourceStrips *self)
{
  self->strips = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * prony_resource_strips_new:
 *
 * Returns: (transfer floating): strips without a reading, not visible
 */
GtkWidget *
prony_resource_strips_new (void)
{
  return g_object_new (PRONY_TYPE_RESOURCE_STRIPS, NULL);
}

/**
 * prony_resource_strips_show_host:
 * @self: strips
 * @sample: (nullable): the latest reading
 *
 * Shows what this computer uses. May be called with the same sample any number of times.
 */
void
prony_resource_strips_show_host (PronyResourceStrips *self, PronyResourceSample *sample)
{
  g_return_if_fail (PRONY_IS_RESOURCE_STRIPS (self));

  if (!begin (self, sample))
    return;

  if (sample != NULL)
    {
      show_cpu (self, sample);
      show_memory (self, sample);
      for (guint i = 0; i < sample->gpus->len; i++)
        {
          show_gpu (self, sample, i);
          show_gpu_memory (self, sample, i);
        }
    }
  end (self);
}

/**
 * prony_resource_strips_show_engine:
 * @self: strips
 * @sample: (nullable): the latest reading
 * @engine_id: which engine
 *
 * Shows what the processes of an engine use; nothing where they are not known. May be
 * called with the same sample any number of times.
 */
void
prony_resource_strips_show_engine (PronyResourceStrips *self,
                                   PronyResourceSample *sample,
                                   const char *engine_id)
{
  const PronyEngineReading *engine;
  Reading memory = { "memory", _ ("Memory"),
                     _ ("Resident memory of the engine's processes; what they share counts for "
                        "each of them") };
  Reading gpu = { "gpu-memory", _ ("GPU Memory"),
                  _ ("Memory of all GPUs that the engine's processes have") };

  g_return_if_fail (PRONY_IS_RESOURCE_STRIPS (self));

  if (!begin (self, sample))
    return;

  engine = sample != NULL ? prony_resource_sample_find_engine (sample, engine_id) : NULL;
  if (engine != NULL)
    {
      show_engine_cpu (self, engine);
      memory.value = engine->memory;
      show_engine_size (self, &memory, sample->memory_total);
      gpu.value = engine->gpu_memory;
      show_engine_size (self, &gpu, sum_gpu_memory (sample));
    }
  end (self);
}

/**
 * prony_resource_strips_reset:
 * @self: strips
 *
 * Forgets all readings, for another run.
 */
void
prony_resource_strips_reset (PronyResourceStrips *self)
{
  g_return_if_fail (PRONY_IS_RESOURCE_STRIPS (self));

  self->at_ns = 0;
  g_hash_table_remove_all (self->shown);
  end (self);
}
