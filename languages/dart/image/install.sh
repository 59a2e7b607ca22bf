#!/bin/sh
# Takes the VM and the front end out of the SDK, and the C library that they need; ./run starts them with it.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for deb in "$DEBS"/dart-sdk_*.deb "$DEBS"/libc6_*.deb; do dpkg-deb -x "$deb" "$work"; done
rm -rf "$DEST/bin" "$DEST/lib" "$DEST/glibc"
mkdir -p "$DEST/bin" "$DEST/lib" "$DEST/glibc"
sdk=$work/usr/lib/dart
cp "$sdk/bin/dartvm" "$sdk/bin/dartaotruntime" "$sdk/bin/snapshots/gen_kernel_aot.dart.snapshot" "$DEST/bin/"
cp "$sdk/lib/_internal/vm_platform.dill" "$DEST/lib/"
for library in ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_files.so.2 libnss_dns.so.2; do
  cp -L "$work/usr/lib/x86_64-linux-gnu/$library" "$DEST/glibc/"
done
