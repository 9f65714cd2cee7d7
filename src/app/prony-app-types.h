/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Forward declarations of the app's types, so that headers do not include one
 * another for a pointer. */

#pragma once

#include "base/prony-types.h"

G_BEGIN_DECLS

typedef struct _PronyEngineItem PronyEngineItem;
typedef struct _PronyRunItem PronyRunItem;
typedef struct _PronyRunSession PronyRunSession;
typedef struct _PronyScenarioItem PronyScenarioItem;
typedef struct _PronySession PronySession;

G_END_DECLS
