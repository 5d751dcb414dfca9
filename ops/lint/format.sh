#!/bin/sh
# format.sh - C looks as .clang-format says; `make fmt` mends it.
cd "${1:-.}" || exit 1
if [ -e .git ]; then
    list=$(git ls-files -co --exclude-standard -- '*.c' '*.h' ':!tests/lint/*')
else
    list=$(find . -name '*.[ch]' | sort)
fi
# shellcheck disable=SC2086 # no blanks in our names
said=$(clang-format --style=file --dry-run $list 2>&1 |
    sed -n 's,^\(\./\)*\([^ ]*:[0-9]*\):[0-9]*: warning: .*,\2: not formatted: make fmt,p' | sort -u)
[ -z "$said" ] && exit 0
echo "$said"
exit 1
