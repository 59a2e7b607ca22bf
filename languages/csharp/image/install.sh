#!/bin/sh
# Takes the parts of the machine's .NET SDK that compile and run programs: the runtime, the reference assemblies and the compiler.
set -e
newest() { ls -d "$1"/10.* | sort -V | tail -n 1; }
runtime=$(newest "$DOTNET_ROOT/shared/Microsoft.NETCore.App")
target=$TREE/usr/share/dotnet
rm -rf "$target" "$DEST/roslyn" "$DEST/ref"
mkdir -p "$target/shared/Microsoft.NETCore.App" "$target/host/fxr" "$TREE/usr/local/bin" "$DEST/ref"
cp "$DOTNET_ROOT/dotnet" "$DOTNET_ROOT/LICENSE.txt" "$target/"
cp -r "$(newest "$DOTNET_ROOT/host/fxr")" "$target/host/fxr/"
cp -r "$runtime" "$target/shared/Microsoft.NETCore.App/"
ln -sf ../../share/dotnet/dotnet "$TREE/usr/local/bin/dotnet"

cp "$(newest "$DOTNET_ROOT/packs/Microsoft.NETCore.App.Ref")"/ref/net10.0/*.dll "$DEST/ref/"
cp -r "$(newest "$DOTNET_ROOT/sdk")/Roslyn/bincore" "$DEST/roslyn"
find "$DEST/roslyn" -name '*.resources.dll' -delete
rm -f "$DEST"/roslyn/*VisualBasic* "$DEST"/roslyn/vbc* "$DEST"/roslyn/VBCSCompiler*

here=/usr/lib/hotcell/csharp
{
  printf '%s\n' -nologo -nostdlib+ -utf8output -target:exe -out:main.dll -langversion:latest -nullable:enable -unsafe+ -checked- -optimize+ \
    -debug:embedded -deterministic+ "$here/Usings.cs"
  for assembly in "$DEST"/ref/*.dll; do printf -- '-r:%s/ref/%s\n' "$here" "${assembly##*/}"; done
} > "$DEST/csc.rsp"
../.image/run-in-tree dotnet exec $here/roslyn/csc.dll -noconfig @$here/csc.rsp -out:$here/boot.dll $here/Boot.cs
