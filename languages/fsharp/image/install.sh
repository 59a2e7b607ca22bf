#!/bin/sh
# Takes the compiler out of the machine's .NET SDK; the reference assemblies are those of csharp.
set -e
rm -rf "$DEST/fsc"
mkdir -p "$DEST/fsc"
cp "$(ls -d "$DOTNET_ROOT"/sdk/10.* | sort -V | tail -n 1)"/FSharp/*.dll "$(ls -d "$DOTNET_ROOT"/sdk/10.* | sort -V | tail -n 1)"/FSharp/*.json "$DEST/fsc/"
here=/usr/lib/hotcell/fsharp
{
  printf '%s\n' --nologo --noframework --utf8output --target:exe --out:main.dll --targetprofile:netcore --langversion:latest --optimize+ \
    --debug:embedded --deterministic+ --simpleresolution --nowin32manifest "-r:$here/fsc/FSharp.Core.dll"
  for assembly in "$TREE"/usr/lib/hotcell/csharp/ref/*.dll; do printf -- '-r:/usr/lib/hotcell/csharp/ref/%s\n' "${assembly##*/}"; done
} > "$DEST/fsc.rsp"
