#!/bin/sh
# Compiles the C modules of all libraries that come with Swift, which else each program would compile anew: those of Foundation take three seconds.
# One that is there is used only where it was made, by the same compiler with the same options; so they are made by build itself.
set -e
# shellcheck disable=SC2016 # the tree's shell expands it
../.image/run-in-tree sh -c 'set -e
  folder=$(mktemp -d)
  cd "$folder"
  trap "rm -rf $folder" EXIT
  for library in /usr/libexec/swift/lib/swift/linux/*.swiftmodule; do
    library=${library##*/}
    echo "import ${library%.swiftmodule}" >main.swift
    # Some are for other libraries only.
    /usr/lib/hotcell/swift/build main.swift >/dev/null 2>&1 || true
  done
  rm -rf /tmp/libraries /tmp/messages /tmp/modules /tmp/1.o*
  test -n "$(find /usr/lib/hotcell/swift/modules -name "SwiftShims*")"
  test -n "$(find /usr/lib/hotcell/swift/modules -name "SwiftGlibc*")"' sh
