#!/bin/sh
# Keeps the DOM's code as Node.js compiles it: half of the time that a page takes.
set -e
rm -rf "$DEST/cache"
echo '<!doctype html><p><script>document.querySelector("p").click()</script><style>p { color: red }</style>' > "$TREE/tmp/train.html"
../.image/run-in-tree env HOME=/tmp NODE_COMPILE_CACHE=/usr/lib/hotcell/html/cache node /usr/lib/hotcell/html/run.mjs /tmp/train.html
rm "$TREE/tmp/train.html"
