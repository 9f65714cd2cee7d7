/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/wire/prony-delta.h"

G_BEGIN_DECLS

/**
 * PronyLoadingBanner:
 * @PRONY_BANNER_ABSENT: none has begun
 * @PRONY_BANNER_OPEN: it goes on
 * @PRONY_BANNER_CLOSED: its last line has come
 *
 * Where in the banner of a proxy that loads a model an answer is. Zero at its start.
 */
typedef enum
{
  PRONY_BANNER_ABSENT,
  PRONY_BANNER_OPEN,
  PRONY_BANNER_CLOSED,
} PronyLoadingBanner;

gboolean prony_loading_banner_take (PronyLoadingBanner *self, const PronyDelta *delta);

G_END_DECLS
