import std.stdio;
import greetings.polite;

void main()
{
    foreach (name; File("names.txt").byLineCopy)
        writeln(greet(name));
}
