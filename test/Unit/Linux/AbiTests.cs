using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Hotcell.Linux.Abi;

namespace Hotcell.Unit.Linux;

/// <summary>What we copied from C is what C says: the compiler compares every constant, size and offset with this machine's headers.</summary>
public sealed partial class AbiTests
{
    public static TheoryData<string> CopiedTypes => [.. typeof(CHeadersAttribute).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<CHeadersAttribute>() is not null)
        .Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(CopiedTypes))]
    public void Matches_the_c_headers(string typeName)
    {
        var type = typeof(CHeadersAttribute).Assembly.GetType(typeName)!;
        var assertions = type.GetCustomAttribute<CStructAttribute>() is { } c ? LayoutOf(type, c.Name) : ConstantsOf(type);

        Assert.NotEmpty(assertions);
        Assert.Equal("", Compile(type.GetCustomAttribute<CHeadersAttribute>()!.Headers, assertions));
    }

    [Fact]
    public void A_wrong_constant_is_noticed() =>
        Assert.Contains("CLONE_NEWNS", Compile(["linux/sched.h"], ["_Static_assert(CLONE_NEWNS == 1, \"CLONE_NEWNS\");"]), StringComparison.Ordinal);

    [Fact]
    public void Errors_have_names() => Assert.Equal(("ENOENT", "errno 9999"), (Errno.NameOf(2), Errno.NameOf(9999)));

    [Fact]
    public void System_calls_have_names() => Assert.Equal(("unshare", "syscall 9999"), (SyscallNumber.NameOf(272), SyscallNumber.NameOf(9999)));

    private static List<string> ConstantsOf(Type type) => [.. type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && CName().IsMatch(field.Name))
        .Select(field =>
        {
            var value = Convert.ToInt64(field.GetRawConstantValue() is ulong big ? unchecked((long)big) : field.GetRawConstantValue(), CultureInfo.InvariantCulture);
            var assertion = $"_Static_assert((long long)({field.Name}) == {value}LL, \"{field.Name}\");";

            // System calls and errors that are younger than the headers of a machine cannot be compared there.
            return field.Name.StartsWith("__NR_", StringComparison.Ordinal) ? $"#ifdef {field.Name}\n{assertion}\n#endif" : assertion;
        })];

    private static List<string> LayoutOf(Type type, string name) =>
    [
        $"_Static_assert(sizeof({name}) == {Marshal.SizeOf(type)}, \"sizeof {name}\");",
        .. type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field =>
            $"_Static_assert(__builtin_offsetof({name}, {field.Name}) == {Marshal.OffsetOf(type, field.Name)}, \"{field.Name}\");"),
    ];

    /// <summary>What the compiler said, empty when it was content.</summary>
    private static string Compile(IEnumerable<string> headers, IEnumerable<string> assertions)
    {
        var source = new StringBuilder("#define _GNU_SOURCE\n#include <sys/types.h>\n");
        foreach (var header in headers)
        {
            source.Append(CultureInfo.InvariantCulture, $"#include <{header}>\n");
        }

        source.AppendJoin('\n', assertions).Append('\n');
        using var gcc = Process.Start(new ProcessStartInfo("gcc", ["-x", "c", "-std=gnu11", "-fsyntax-only", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        gcc.StandardInput.Write(source.ToString());
        gcc.StandardInput.Close();
        var errors = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return errors;
    }

    [GeneratedRegex("^(__NR_\\w+|[A-Z_][A-Z0-9_]*)$")]
    private static partial Regex CName();
}
