#!/bin/sh
# The archive holds the compiler's classes, parsed and linked. It is valid for this JDK and these jars only, so it is made in the image.
set -e
(cd "$DEST/node_modules/kotlin-compiler/lib" && rm -f ./*-js* ./*-wasm* ./*-sources.jar)
rm -f "$DEST/compiler.aot"
here=/usr/lib/hotcell/kotlin
../.image/run-in-tree java -Xmx700m -XX:AOTCacheOutput=$here/compiler.aot @$here/jvm.args org.jetbrains.kotlin.cli.jvm.K2JVMCompiler @$here/compiler.args -d /tmp/train.jar $here/train.kt
rm -f "$TREE/tmp/train.jar"
