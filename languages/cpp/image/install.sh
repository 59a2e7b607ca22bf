#!/bin/sh
# The two headers that most programs begin with, precompiled. GCC takes one in place of the header if it is the first #include and was made by
# the same compiler with the same options; so these are those of language.yaml.
set -e
here=/usr/lib/hotcell/cpp
mkdir -p "$DEST/bits"
for header in iostream bits/stdc++.h; do
  # shellcheck disable=SC2016 # the tree's shell expands it
  ../.image/run-in-tree sh -c 'file=$(echo "#include <$1>" | g++ -std=gnu++20 -E -x c++ - | sed -n "s,^# 1 \"\(/.*/$1\)\".*,\1,p" | head -n 1)
    g++ -std=gnu++20 -O2 -x c++-header "$file" -o "$2/$1.gch"' sh "$header" "$here"
done
