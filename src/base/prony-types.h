/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

/* Forward declarations of the core types, so that headers do not include one
 * another for a pointer. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PronyCalibration PronyCalibration;
typedef struct _PronyCapabilities PronyCapabilities;
typedef struct _PronyCredentials PronyCredentials;
typedef struct _PronyEngineInfo PronyEngineInfo;
typedef struct _PronyEngineSpec PronyEngineSpec;
typedef struct _PronyExpectation PronyExpectation;
typedef struct _PronyHostInfo PronyHostInfo;
typedef struct _PronyModelInfo PronyModelInfo;
typedef struct _PronyPlan PronyPlan;
typedef struct _PronyRejectedFields PronyRejectedFields;
typedef struct _PronyRequestRecord PronyRequestRecord;
typedef struct _PronyRequestSpec PronyRequestSpec;
typedef struct _PronyRun PronyRun;
typedef struct _PronyScenario PronyScenario;
typedef struct _PronySummary PronySummary;
typedef struct _PronyTarget PronyTarget;
typedef struct _PronyTrace PronyTrace;
typedef struct _PronyTrial PronyTrial;

G_END_DECLS
