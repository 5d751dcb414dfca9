#!/bin/sh
# hardening.sh - the release binary is what an attacker must not find soft: position independent,
# its tables read-only, its stacks guarded, its copies checked. The argument is a build folder, or a
# folder with a C file to build without any of it (the lint's own sample).
place=${1:-build}
binary=$place/otagai
if [ -e "$place/soft.c" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    binary=$scratch/otagai
    cc -O2 -no-pie -fno-pie -fno-stack-protector -U_FORTIFY_SOURCE -Wl,-z,norelro "$place/soft.c" \
        -o "$binary" || exit 1
fi
[ -e "$binary" ] || { echo "$binary: build first"; exit 1; }
status=0
wants() { # what, a command that finds it
    what=$1
    shift
    "$@" >/dev/null 2>&1 || { echo "otagai: $what"; status=1; }
}
has() { # readelf's option, pattern
    readelf -W "$1" "$binary" | grep -qE "$2"
}
wants 'not position independent (-fPIE -pie)' has -h 'Type: +DYN'
wants 'its tables stay writable (-z relro)' has -l 'GNU_RELRO'
wants 'its functions are bound late (-z now)' has -d 'BIND_NOW|Flags:.*NOW'
wants 'its stack may be run (-z noexecstack)' has -l 'GNU_STACK .* RW '
wants 'its stacks are not guarded (-fstack-protector-strong)' has --dyn-syms '__stack_chk_fail'
wants 'its copies are not checked (-D_FORTIFY_SOURCE)' has --dyn-syms '__[a-z]+_chk(@|$)'
exit $status
