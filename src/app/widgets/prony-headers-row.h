/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <adwaita.h>

#include "core/model/prony-credentials.h"

G_BEGIN_DECLS

/**
 * PronyHeadersRow:
 *
 * The headers that an engine is shown with each request, to be edited: a name and a
 * value for each; values are hidden like passwords. Main thread only. Signal `changed`
 * when the user changes something.
 */
#define PRONY_TYPE_HEADERS_ROW (prony_headers_row_get_type ())

G_DECLARE_FINAL_TYPE (PronyHeadersRow, prony_headers_row, PRONY, HEADERS_ROW, AdwExpanderRow)

void prony_headers_row_fill (PronyHeadersRow *self, PronyCredentials *credentials);
void prony_headers_row_add_to (PronyHeadersRow *self, PronyCredentials *credentials);

G_END_DECLS
