/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *prony_certificate_trouble_describe (GTlsCertificateFlags errors, const char *url);

G_END_DECLS
