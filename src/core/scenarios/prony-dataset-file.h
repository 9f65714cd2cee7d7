/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PronyDatasetChunkFunc:
 * @bytes: the next bytes of the file; the first ones are without a mark of UTF-8
 * @length: how many
 * @user_data: as given
 *
 * Returns: whether to go on reading
 */
typedef gboolean (*PronyDatasetChunkFunc) (const char *bytes, gsize length, gpointer user_data);

gboolean prony_dataset_file_read (const char *path,
                                  const char *folder,
                                  PronyDatasetChunkFunc func,
                                  gpointer user_data,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
