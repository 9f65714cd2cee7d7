/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 The Prony authors
 */

#define G_LOG_DOMAIN "Prony-sim"

#include "config.h"

#include <string.h>

#include "sim/prony-sim-quirk-private.h"

/* The quirks of lines and bytes: each a row, and where data does not say it, a small
 * change of an event's lines. Then the errors in the middle of a stream, and what is
 * answered instead of a stream. All of them were seen in servers. */

#define DONE "data: [DONE]\n\n"
#define JSON "application/json"
#define PLAIN "text/plain; charset=utf-8"
#define ON_PURPOSE "The simulated engine failed on purpose."
#define FIFTY_MB (50 * 1024 * 1024)

/* --- Changes of lines -------------------------------------------------------- */

static void
crlf (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  g_string_replace (lines, "\n", "\r\n", 0);
}

static void
lone_cr (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  g_string_replace (lines, "\n", "\r", 0);
}

static void
no_space (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  if (g_str_has_prefix (lines->str, "data: "))
    g_string_erase (lines, 5, 1);
}

/* Where a member ends a line may end. */
static void
data_lines (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  const char *comma = strstr (lines->str, ",\"");

  if (comma != NULL && g_str_has_prefix (lines->str, "data:"))
    g_string_insert (lines, comma + 1 - lines->str, "\ndata: ");
}

static void
comments (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  g_string_prepend (lines, ": keep-alive\n\n:\n\n");
}

static void
named_events (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  g_string_prepend (lines, "event: message\nid: 7\nretry: 1000\n");
}

static void
byte_order_mark (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  if (quirks->n_events == 1)
    g_string_prepend (lines, "\xef\xbb\xbf");
}

static void
no_final_blank (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  if (is_end)
    g_string_truncate (lines, lines->len - 1);
}

static void
done_without_newline (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  if (is_end)
    g_string_truncate (lines, lines->len - 2);
}

static void
done_blanks (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  if (is_end)
    g_string_assign (lines, "data:   [DONE] \t\n\n");
}

/* Half a character at the end of an event, the other half in the next one, as escapes. */
static void
half_escapes (PronySimQuirks *quirks, GString *lines, gboolean is_end)
{
  const char *content = strstr (lines->str, "\"content\":\"");

  if (content != NULL && content[11] != '"')
    g_string_insert (lines, content + 11 - lines->str,
                     quirks->n_tokens % 2 == 1 ? "\\ud83d" : "\\ude00");
}

/* --- The table ---------------------------------------------------------------- */

const PronySimQuirk _prony_sim_quirk_lines[] = {
  /* Lines. */
  { "crlf", .frame = crlf },
  { "lone-cr", .frame = lone_cr },
  { "no-space", .frame = no_space },
  { "data-lines", .frame = data_lines },
  { "comments", .frame = comments },
  { "named-events", .frame = named_events },
  { "bom", .frame = byte_order_mark },
  { "no-final-blank", .frame = no_final_blank },
  { "done-without-newline", .frame = done_without_newline },
  { "done-blanks", .frame = done_blanks },
  { "half-escapes", .frame = half_escapes },

  /* Delivery. */
  { "coalesced", .delivery = PRONY_SIM_DELIVERY_COALESCED },
  { "buffered", .delivery = PRONY_SIM_DELIVERY_BUFFERED },
  { "unchunked", .delivery = PRONY_SIM_DELIVERY_UNCHUNKED },
  { "gzip", .delivery = PRONY_SIM_DELIVERY_GZIP },
  { "whole-json", .delivery = PRONY_SIM_DELIVERY_WHOLE },

  /* Errors in the middle of a stream. */
  { "error-string", .error = "data: {\"error\":\"" ON_PURPOSE "\"}\n\n" },
  { "error-string-code", .error = "data: {\"error\":{\"message\":\"" ON_PURPOSE "\",\"type\":null,"
                                  "\"param\":null,\"code\":\"429\"}}\n\n" },
  { "error-flat", .error = "data: {\"object\":\"error\",\"message\":\"" ON_PURPOSE "\",\"type\":"
                           "\"InternalServerError\",\"param\":null,\"code\":500}\n\n" DONE },
  { "error-type",
    .error = "data:{\"error\":\"" ON_PURPOSE "\",\"error_type\":\"generation\"}\n\n" },
  { "error-event", .error = "event: error\ndata: {\"message\":\"" ON_PURPOSE "\"}\n\n" DONE },
  { "error-field", .error = "error: {\"code\":500,\"message\":\"" ON_PURPOSE "\",\"type\":"
                            "\"server_error\"}\n\n" DONE },
  { "error-done",
    .error = "data: {\"error\":{\"message\":\"" ON_PURPOSE "\",\"code\":500}}\n\n" DONE },
  { "error-first",
    .error = "data: {\"error\":{\"message\":\"The request queue is full.\",\"type\":"
             "\"ServiceUnavailableError\",\"code\":503}}\n\n" DONE,
    .error_first = TRUE },

  /* Other answers. */
  { "redirect", .status = 307, .headers = "Location: http://127.0.0.2:9/v1/models\r\n" },
  { "empty-body", .status = 200, .type = JSON },
  { "binary-body", .status = 200, .type = "application/octet-stream",
    .body = "\x7f\x45LF\x02\x01\xff\xfe\x80\x81\n\r\x1b", .size = 4096 },
  { "huge-body", .status = 200, .type = JSON,
    .body = "{\"x\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", .size = FIFTY_MB },
  { "html-error", .status = 502, .type = "text/html",
    .body = "<html><head><title>502 Bad Gateway</title></head></html>\n" },

  /* Fields that are refused. */
  { "reject", .status = 400, .type = JSON, .needs_field = TRUE,
    .body = "{\"error\":{\"message\":\"Unknown parameter: 'FIELD'.\",\"type\":"
            "\"invalid_request_error\",\"param\":\"FIELD\",\"code\":\"unknown_parameter\"}}" },
  { "reject-argument", .status = 400, .type = JSON, .needs_field = TRUE,
    .body = "{\"error\":{\"message\":\"Unrecognized request argument supplied: FIELD\",\"type\":"
            "\"invalid_request_error\",\"param\":null,\"code\":null}}" },
  { "reject-value", .status = 400, .type = JSON, .needs_field = TRUE,
    .body = "{\"error\":{\"message\":\"Unsupported parameter: 'FIELD' is not supported with this "
            "model.\",\"type\":\"invalid_request_error\",\"param\":\"FIELD\",\"code\":"
            "\"unsupported_parameter\"}}" },
  { "reject-detail", .status = 422, .type = JSON, .needs_field = TRUE,
    .body = "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"FIELD\"],\"msg\":"
            "\"Extra inputs are not permitted\",\"input\":1}]}" },
  { "reject-flat", .status = 400, .type = JSON, .needs_field = TRUE,
    .body = "{\"object\":\"error\",\"message\":\"[{'type': 'extra_forbidden', 'loc': ('body', "
            "'FIELD'), 'msg': 'Extra inputs are not permitted', 'input': 1}]\",\"type\":"
            "\"BadRequestError\",\"param\":null,\"code\":400}" },
  { "reject-plain", .status = 422, .type = PLAIN, .needs_field = TRUE,
    .body = "Failed to deserialize the JSON body into the target type: unknown field `FIELD`, "
            "expected one of `model`, `messages`, `stream` at line 1 column 42" },
  { NULL },
};
