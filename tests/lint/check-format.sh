#!/bin/sh
# Every C file must be as clang-format 14 and .clang-format write it.

cd "$1" || exit 1
find src tests -name '*.[ch]' -print0 | xargs -0 clang-format-14 --dry-run -Werror
