#!/bin/sh
# Compiles the linker's front end. The compiler looks for ld in the folder of -FD, and then starts ld.bfd.
set -e
here=/usr/lib/hotcell/pascal
../.image/run-in-tree gcc -O2 -Wall -Werror -o $here/ld.bfd $here/ld.c
ln -s ld.bfd "$DEST/ld"
