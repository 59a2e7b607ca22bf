import std.range, std.stdio, std.string;

void main()
{
    auto line = readln.chomp;
    writefln("✓ %s has %d characters", line, line.walkLength);
}
