/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include "app/session/prony-run-heading.h"

struct _PronyRunHeading
{
  GObject parent_instance;

  char *title;
  guint count;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PronyRunHeading, prony_run_heading, G_TYPE_OBJECT)

static void
prony_run_heading_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PronyRunHeading *self = PRONY_RUN_HEADING (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
prony_run_heading_finalize (GObject *object)
{
  g_free (((PronyRunHeading *) object)->title);

  G_OBJECT_CLASS (prony_run_heading_parent_class)->finalize (object);
}

static void
prony_run_heading_class_init (PronyRunHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = prony_run_heading_get_property;
  object_class->finalize = prony_run_heading_finalize;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prony_run_heading_init (PronyRunHeading *self)
{
}

/**
 * prony_run_heading_new:
 * @title: what the runs below have in common
 *
 * Returns: (transfer full): a heading
 */
PronyRunHeading *
prony_run_heading_new (const char *title)
{
  PronyRunHeading *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (PRONY_TYPE_RUN_HEADING, NULL);
  self->title = g_strdup (title);

  return self;
}

/**
 * prony_run_heading_get_title:
 * @self: a heading
 *
 * Returns: what the runs below have in common
 */
const char *
prony_run_heading_get_title (PronyRunHeading *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_HEADING (self), NULL);

  return self->title;
}

/**
 * prony_run_heading_get_count:
 * @self: a heading
 *
 * Returns: how many runs are below it
 */
guint
prony_run_heading_get_count (PronyRunHeading *self)
{
  g_return_val_if_fail (PRONY_IS_RUN_HEADING (self), 0);

  return self->count;
}

/**
 * prony_run_heading_set_count:
 * @self: a heading
 * @count: how many runs are below it
 */
void
prony_run_heading_set_count (PronyRunHeading *self, guint count)
{
  g_return_if_fail (PRONY_IS_RUN_HEADING (self));

  if (self->count == count)
    return;

  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}
