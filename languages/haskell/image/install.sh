#!/bin/sh
# The packages that come with the compiler are registered in /var, which cells do not see.
set -e
rm -rf "$DEST/package.conf.d"
cp -a "$TREE/var/lib/ghc/package.conf.d" "$DEST/"
