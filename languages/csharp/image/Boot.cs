// boot.dll COMPILER WORD...: a compiler of .NET, started ahead of the program. It does what the words say until it is quick, and waits; then it does what it is told, as
// its own Main would. F# has it too.
using System.Reflection;
using System.Text;
using Microsoft.Win32.SafeHandles;

const int rounds = 6;
var compiler = Assembly.LoadFrom(args[0]).EntryPoint!;

var here = Directory.GetCurrentDirectory();
var elsewhere = Directory.CreateTempSubdirectory();
Directory.SetCurrentDirectory(elsewhere.FullName);
var stdout = Console.Out;
Console.SetOut(TextWriter.Null);
for (var round = 0; round < rounds; round++)
{
    Compile(args[1..]);
}

Console.SetOut(stdout);
Directory.SetCurrentDirectory(here);
elsewhere.Delete(recursive: true);
using (var ready = new FileStream(new SafeFileHandle(101, ownsHandle: true), FileAccess.Write, bufferSize: 0))
{
    ready.WriteByte(1);
}

using var told = new StreamReader(new FileStream(new SafeFileHandle(100, ownsHandle: true), FileAccess.Read), Encoding.UTF8);
return Compile(told.ReadToEnd().Split('\0')[..^1]);

int Compile(string[] words) => (int)compiler.Invoke(null, [words])!;
