import std.algorithm, std.parallelism, std.range, std.stdio;

void main()
{
    int[4] sums;
    foreach (part; parallel(iota(4), 1))
        sums[part] = iota(part, 1001, 4).sum;
    sums[].sum.writeln;
}
