#!/bin/sh
# Debian's libxml2 is older than the version that it says it has, of which COBOL's library complains whenever a program starts: "Warning: program
# compiled against libxml 212 using older 209". It asks xmlCheckVersion, which every program brings along here: this libcob.so, a script of the
# linker, is the real one and that function.
set -e
# shellcheck disable=SC2016 # the tree's shell expands it
../.image/run-in-tree sh -c 'cd "$1"
  echo "void xmlCheckVersion(int version) { (void)version; }" | gcc -O2 -c -x c - -o libxml2.o
  echo "INPUT($(gcc -print-file-name=libcob.so) $1/libxml2.o)" >libcob.so' sh /usr/lib/hotcell/cobol
