/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include "core/load/prony-load-share.h"
#include "core/load/prony-load-start-line.h"

G_BEGIN_DECLS

typedef struct _PronyLoadCourse PronyLoadCourse;

PronyLoadCourse *prony_load_course_new (const PronyLoadShare *share, PronyLoadStartLine *line);
void prony_load_course_free (PronyLoadCourse *self);
void prony_load_course_start (PronyLoadCourse *self);
void prony_load_course_look (PronyLoadCourse *self);
gboolean prony_load_course_is_done (PronyLoadCourse *self);
void prony_load_course_get_health (PronyLoadCourse *self, PronyLoadHealth *health);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PronyLoadCourse, prony_load_course_free)

G_END_DECLS
