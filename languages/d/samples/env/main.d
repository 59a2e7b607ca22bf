import std.process, std.stdio;

void main()
{
    foreach (name; ["GREETING", "HOME", "LANG"])
        writeln(environment[name]);
}
