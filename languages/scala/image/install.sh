#!/bin/sh
# See kotlin.
set -e
rm -f "$DEST/compiler.aot"
mkdir -p "$TREE/tmp/train"
here=/usr/lib/hotcell/scala
../.image/run-in-tree java -Xmx700m -XX:AOTCacheOutput=$here/compiler.aot @$here/jvm.args scala.tools.nsc.Main @$here/compiler.args -d /tmp/train $here/train.scala
rm -f -r "$TREE/tmp/train"
