/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-app"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/widgets/prony-card-grid.h"
#include "app/widgets/prony-target-card.h"
#include "app/widgets/prony-target-cards.h"
#include "core/model/prony-run-targets.h"

typedef struct
{
  PronyTarget *target;
  PronyTargetCard *card; /* (nullable): inside the grid */
  guint latest;          /* the trial that its card shows */
  gboolean active;
} Place;

struct _PronyTargetCards
{
  AdwBin parent_instance;

  /* Borrowed references, inside the widget tree */
  PronyCardGrid *grid;
  GtkLabel *note_label;

  /* Owned references */
  GArray *places;             /* of each target, in the order of the run */
  GPtrArray *targets;         /* the same, to be looked up in */
  GArray *place_of;           /* a trial's index → its target's place */
  PronyRunSnapshot *snapshot; /* (nullable): the latest */

  /* Plain */
  double slo_ttft_s; /* objectives, NAN for none */
  double slo_itl_s;
  guint frame_id; /* while more cards are to be made; else 0 */
};

enum
{
  WATCH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PronyTargetCards, prony_target_cards, ADW_TYPE_BIN)

/* --- Which trial, and which target ------------------------------------------------ */

static Place *
get_place (PronyTargetCards *self, guint index)
{
  return &g_array_index (self->places, Place, index);
}

static void
add_trials (PronyTargetCards *self, PronyRunSnapshot *snapshot)
{
  for (guint i = self->place_of->len; i < snapshot->trials->len; i++)
    {
      const PronyTrialSnapshot *trial = g_ptr_array_index (snapshot->trials, i);
      int found = prony_run_find_target (self->targets, trial->trial->target);
      guint place = found >= 0 ? (guint) found : self->targets->len;

      if (found < 0)
        {
          Place new_place = { prony_target_ref (trial->trial->target), NULL, i, FALSE };

          g_array_append_val (self->places, new_place);
          g_ptr_array_add (self->targets, new_place.target);
        }
      g_array_append_val (self->place_of, place);
    }
}

/* The trial that a target's card shows: the one under way, else the latest that has
 * begun, else its first. */
static gboolean
has_begun (const PronyTrialSnapshot *trial)
{
  return trial->state != PRONY_STATE_WAITING &&
         !(trial->state == PRONY_STATE_STOPPED && trial->load == NULL);
}

/* Returns how many targets are under way. */
static guint
find_latest (PronyTargetCards *self, PronyRunSnapshot *snapshot)
{
  guint n_active = 0;

  for (guint i = 0; i < self->places->len; i++)
    get_place (self, i)->active = FALSE;
  for (guint i = 0; i < snapshot->trials->len; i++)
    if (has_begun (g_ptr_array_index (snapshot->trials, i)))
      get_place (self, g_array_index (self->place_of, guint, i))->latest = i;
  for (guint i = 0; i < snapshot->active->len; i++)
    {
      guint trial = g_array_index (snapshot->active, guint, i);
      Place *place = get_place (self, g_array_index (self->place_of, guint, trial));

      place->latest = trial;
      place->active = TRUE;
      n_active++;
    }
  return n_active;
}

/* --- Cards ---------------------------------------------------------------------- */

static void
on_watch_cb (PronyTargetCards *self, guint trial, int stream)
{
  g_signal_emit (self, signals[WATCH], 0, trial, stream);
}

static void
add_card (PronyTargetCards *self, guint index)
{
  Place *place = get_place (self, index);
  GtkWidget *card = prony_target_card_new (place->target);
  guint position = 0;

  for (guint i = 0; i < index; i++)
    position += get_place (self, i)->card != NULL ? 1 : 0;
  place->card = PRONY_TARGET_CARD (card);
  prony_target_card_set_objectives (place->card, self->slo_ttft_s, self->slo_itl_s);
  g_signal_connect_object (card, "watch", G_CALLBACK (on_watch_cb), self, G_CONNECT_SWAPPED);
  prony_card_grid_insert (self->grid, card, position);
}

static gboolean
free_card (gpointer data)
{
  g_object_unref (data);
  return G_SOURCE_REMOVE;
}

/* To free one takes as long as half a frame, and a run that begins removes all of the run
 * before it. */
static void
remove_card (PronyTargetCards *self, Place *place)
{
  GtkWidget *card = GTK_WIDGET (place->card);

  if (card == NULL)
    return;

  g_idle_add_full (G_PRIORITY_LOW, free_card, g_object_ref (card), NULL);
  prony_card_grid_remove (self->grid, card);
  place->card = NULL;
}

/* Of many targets those under way; between two trials those that were. Where they are
 * seen, one is made for each frame: to make and lay out several takes longer than one.
 * Returns whether there are more to make. */
static gboolean
choose_cards (PronyTargetCards *self, guint n_active)
{
  gboolean all = self->places->len <= PRONY_TARGET_CARDS_MAX;
  guint room = gtk_widget_get_mapped (GTK_WIDGET (self)) ? 1 : PRONY_TARGET_CARDS_MAX;
  gboolean more = FALSE;
  guint n = 0;

  if (!all && n_active == 0 && prony_target_cards_count (self) > 0)
    return FALSE;

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = get_place (self, i);
      gboolean wanted = all || ((place->active || n_active == 0) && n < PRONY_TARGET_CARDS_MAX);

      n += wanted ? 1 : 0;
      if (!wanted)
        remove_card (self, place);
      else if (place->card == NULL && room == 0)
        more = TRUE;
      else if (place->card == NULL)
        {
          add_card (self, i);
          room--;
        }
    }

  return more;
}

static void
show_note (PronyTargetCards *self)
{
  guint shown = prony_target_cards_count (self);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->note_label), shown < self->places->len);
  if (shown == self->places->len)
    return;

  text = g_strdup_printf (
    /* Translators: how many cards there are, and of how many targets */
    ngettext ("%u of %u target has a card here. The table below has those that are measured.",
              "%u of %u targets have cards here. The table below has all that are measured.",
              self->places->len),
    shown, self->places->len);
  gtk_label_set_label (self->note_label, text);
}

static gboolean on_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data);

static void
show (PronyTargetCards *self)
{
  PronyRunSnapshot *snapshot = self->snapshot;
  gboolean more;

  add_trials (self, snapshot);
  more = choose_cards (self, find_latest (self, snapshot));
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = get_place (self, i);

      if (place->card == NULL)
        continue;
      prony_target_card_show (place->card, g_ptr_array_index (snapshot->trials, place->latest));
      if (snapshot->resources != NULL)
        prony_target_card_show_resources (place->card, snapshot->resources);
    }
  if (!more)
    show_note (self);
  else if (self->frame_id == 0)
    self->frame_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame_cb, NULL, NULL);
}

static gboolean
on_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  PronyTargetCards *self = PRONY_TARGET_CARDS (widget);

  self->frame_id = 0;
  if (self->snapshot != NULL)
    show (self);
  return G_SOURCE_REMOVE;
}

/* --- The widget ----------------------------------------------------------------- */

static void
clear_place (gpointer data)
{
  prony_target_unref (((Place *) data)->target);
}

static void
prony_target_cards_dispose (GObject *object)
{
  PronyTargetCards *self = PRONY_TARGET_CARDS (object);

  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->place_of, g_array_unref);

  G_OBJECT_CLASS (prony_target_cards_parent_class)->dispose (object);
}

static void
prony_target_cards_class_init (PronyTargetCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prony_target_cards_dispose;

  signals[WATCH] = g_signal_new ("watch", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT);
}

static void
prony_target_cards_init (PronyTargetCards *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->slo_ttft_s = NAN;
  self->slo_itl_s = NAN;
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, clear_place);
  self->targets = g_ptr_array_new ();
  self->place_of = g_array_new (FALSE, FALSE, sizeof (guint));

  self->grid = PRONY_CARD_GRID (prony_card_grid_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Targets"), -1);
  self->note_label =
    g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "dim-label");
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->note_label));
  adw_bin_set_child (ADW_BIN (self), content);
}

/**
 * prony_target_cards_reset:
 * @self: cards
 *
 * Forgets the run that they show.
 */
void
prony_target_cards_reset (PronyTargetCards *self)
{
  g_return_if_fail (PRONY_IS_TARGET_CARDS (self));

  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  for (guint i = 0; i < self->places->len; i++)
    remove_card (self, get_place (self, i));
  g_ptr_array_set_size (self->targets, 0);
  g_array_set_size (self->places, 0);
  g_array_set_size (self->place_of, 0);
}

/**
 * prony_target_cards_set_objectives:
 * @self: cards
 * @ttft_s: what the time to first token is to be at most; NAN for anything
 * @itl_s: likewise for the time between tokens
 *
 * Says what the cards that follow are judged by.
 */
void
prony_target_cards_set_objectives (PronyTargetCards *self, double ttft_s, double itl_s)
{
  g_return_if_fail (PRONY_IS_TARGET_CARDS (self));

  self->slo_ttft_s = ttft_s;
  self->slo_itl_s = itl_s;
}

/**
 * prony_target_cards_show:
 * @self: cards
 * @snapshot: how the run stands
 *
 * Brings the cards up to date.
 */
void
prony_target_cards_show (PronyTargetCards *self, PronyRunSnapshot *snapshot)
{
  g_return_if_fail (PRONY_IS_TARGET_CARDS (self));
  g_return_if_fail (snapshot != NULL);

  prony_run_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, prony_run_snapshot_unref);
  self->snapshot = snapshot;
  show (self);
}

/**
 * prony_target_cards_count:
 * @self: cards
 *
 * Returns: how many cards are shown
 */
guint
prony_target_cards_count (PronyTargetCards *self)
{
  guint n = 0;

  g_return_val_if_fail (PRONY_IS_TARGET_CARDS (self), 0);

  for (guint i = 0; i < self->places->len; i++)
    n += get_place (self, i)->card != NULL ? 1 : 0;
  return n;
}
