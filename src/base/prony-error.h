/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PRONY_ERROR:
 *
 * The error domain of Prony's core. The message of such an error is always a
 * translated sentence for the user: what happened, where, and what to do.
 * A cancelled operation is %G_IO_ERROR_CANCELLED, never an error of this domain.
 */
#define PRONY_ERROR (prony_error_quark ())

/**
 * PronyError:
 * @PRONY_ERROR_UNREACHABLE: nobody answers at the address
 * @PRONY_ERROR_TLS: the server's certificate could not be verified
 * @PRONY_ERROR_UNAUTHORIZED: the server asks for another key
 * @PRONY_ERROR_PROTOCOL: something answers, but not what the API promises
 * @PRONY_ERROR_LOADING: the engine is still loading its model
 * @PRONY_ERROR_OVERLOADED: the engine refuses work for now
 * @PRONY_ERROR_NO_MODEL: the model is not there
 * @PRONY_ERROR_TIMEOUT: no answer in time
 * @PRONY_ERROR_HTTP: the engine answered with an error status
 * @PRONY_ERROR_INPUT: an argument, address or file of the user's is not usable
 * @PRONY_ERROR_SCENARIO: a scenario file has mistakes
 * @PRONY_ERROR_NOT_FOUND: the named run, scenario or file does not exist
 * @PRONY_ERROR_STORE: the database could not be read or written
 * @PRONY_ERROR_STORE_LOCKED: another program holds the database
 * @PRONY_ERROR_STORE_READ_ONLY: the database may not be written
 * @PRONY_ERROR_STORE_VERSION: the database is from a newer Prony
 * @PRONY_ERROR_STORE_NOT_A_DATABASE: the file is not a Prony database
 * @PRONY_ERROR_FAILED: anything else
 *
 * What a caller can act on.
 */
typedef enum
{
  PRONY_ERROR_UNREACHABLE,
  PRONY_ERROR_TLS,
  PRONY_ERROR_UNAUTHORIZED,
  PRONY_ERROR_PROTOCOL,
  PRONY_ERROR_LOADING,
  PRONY_ERROR_OVERLOADED,
  PRONY_ERROR_NO_MODEL,
  PRONY_ERROR_TIMEOUT,
  PRONY_ERROR_HTTP,
  PRONY_ERROR_INPUT,
  PRONY_ERROR_SCENARIO,
  PRONY_ERROR_NOT_FOUND,
  PRONY_ERROR_STORE,
  PRONY_ERROR_STORE_LOCKED,
  PRONY_ERROR_STORE_READ_ONLY,
  PRONY_ERROR_STORE_VERSION,
  PRONY_ERROR_STORE_NOT_A_DATABASE,
  PRONY_ERROR_FAILED,
} PronyError;

GQuark prony_error_quark (void);

G_END_DECLS
