# The compiler and the runtime of the machine's own SDK, without MSBuild.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_HOME=/tmp
for root in /usr/share/dotnet /usr/lib/dotnet; do
  [[ ! -x $root/dotnet ]] || break
done
compilers=("$root"/sdk/10.*/Roslyn/bincore/csc.dll)
frameworks=("$root"/shared/Microsoft.NETCore.App/10.*)
references=("${frameworks[-1]}"/{System.*,Microsoft.*,mscorlib,netstandard}.dll)
for reference in "${references[@]}"; do
  [[ $reference == *.Native.dll ]] || echo "-r:$reference"
done >references.rsp
"$root/dotnet" exec "${compilers[-1]}" -nologo -nostdlib -nullable:enable -out:program.dll @references.rsp Program.cs || exit
version=${frameworks[-1]##*/}
echo "{\"runtimeOptions\": {\"framework\": {\"name\": \"Microsoft.NETCore.App\", \"version\": \"$version\"}, \"configProperties\": {\"System.Globalization.Invariant\": true}}}" \
  >program.runtimeconfig.json
"$root/dotnet" exec program.dll
