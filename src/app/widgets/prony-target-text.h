/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/bench/prony-live-feed.h"

G_BEGIN_DECLS

const char *prony_target_text_get_state_icon (PronyState state);
const char *prony_target_text_get_state_style (PronyState state);
char *prony_target_text_describe_request (const PronyLoadSnapshot *load);
char *prony_target_text_describe_course (const PronyLoadSnapshot *load);
char *prony_target_text_describe_counts (const PronyLoadSnapshot *load);
char *prony_target_text_describe_client (const PronyLoadSnapshot *load,
                                         const PronyLoadLevel *level);
gboolean prony_target_text_is_processing (const PronyLoadSnapshot *load);

G_END_DECLS
