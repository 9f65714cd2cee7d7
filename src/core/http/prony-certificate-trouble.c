/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-http"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/http/prony-certificate-trouble.h"
#include "core/http/prony-http-place.h"

/**
 * prony_certificate_trouble_describe:
 * @errors: what is wrong with a server's certificate; not none
 * @url: the address that was asked
 *
 * Where several things are wrong, it is the one that trusting the certificate would
 * not mend.
 *
 * Returns: (transfer full): what is wrong, and what to do about it
 */
char *
prony_certificate_trouble_describe (GTlsCertificateFlags errors, const char *url)
{
  g_autofree char *place = NULL;

  g_return_val_if_fail (errors != 0, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  /* Translators: in all of these, %s is such as "engine.example port 443". */
  place = prony_http_place_describe (url);
  if (errors & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup_printf (_ ("The certificate of the server on %s has been revoked. Give the "
                               "server a new one."),
                            place);
  if (errors & G_TLS_CERTIFICATE_EXPIRED)
    return g_strdup_printf (_ ("The certificate of the server on %s has expired. Renew it, or "
                               "check this computer's clock."),
                            place);
  if (errors & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_strdup_printf (_ ("The certificate of the server on %s is not valid yet. Check this "
                               "computer's clock and the server's."),
                            place);
  if (errors & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup_printf (_ ("The certificate of the server on %s is for another name. Use the "
                               "name in the certificate as the address, or give the server one "
                               "for this name."),
                            place);
  if (errors & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup_printf (_ ("Nobody that this computer trusts has signed the certificate of "
                               "the server on %s. If it is yours, choose the file with the "
                               "certificate, or with that of its authority, in the engine's "
                               "settings."),
                            place);

  return g_strdup_printf (_ ("The certificate of the server on %s cannot be trusted: it is damaged "
                             "or uses a method that is no longer safe. Give the server a new one."),
                          place);
}
