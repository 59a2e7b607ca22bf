using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can do by being compiled.</summary>
public sealed class CompileClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>, IAsyncLifetime
{
    private HotcellEngine? _impatient;

    public async ValueTask InitializeAsync() => _impatient = await cells.Warden.ConnectAsync(options => options with
    {
        Compile = options.Compile with
        {
            WallTime = TimeSpan.FromSeconds(3), Memory = ByteSize.FromMebibytes(200), Disk = ByteSize.FromMebibytes(64),
        },
    });

    public ValueTask DisposeAsync() => _impatient!.DisposeAsync();

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("/root/.bashrc")]
    [InlineData("/proc/1/environ")]
    [InlineData("/proc/1/root/etc/shadow")]
    [InlineData("../../../../etc/shadow")]
    public async Task Cannot_include_files_of_the_host(string path)
    {
        Assert.Contains("No such file or directory", await ErrorsOfAsync($"#include \"{path}\"\nint main() {{}}"));
        Assert.DoesNotContain("ESCAPED", await ErrorsOfAsync($"#if __has_include(\"{path}\")\n#error ESCAPED\n#endif\n#error the end"));
        Assert.Contains("file not found", await ErrorsOfAsync($"__asm__(\".incbin \\\"{path}\\\"\"); int main() {{}}"));
    }

    [Theory]
    [InlineData("#include </proc/self/environ>")]
    [InlineData("__asm__(\".include \\\"/proc/self/environ\\\"\");")]
    public async Task Cannot_read_our_environment(string line)
    {
        var errors = await ErrorsOfAsync($"{line}\nint main() {{ return missing; }}");

        Assert.DoesNotContain(CellFixture.Canary, errors);
        Assert.DoesNotContain("HOTCELL", errors);
    }

    [Theory]
    [InlineData("#include __FILE__\n#include __FILE__\nint main() {}")]
    [InlineData("#include \"/dev/zero\"\nint main() {}")]
    [InlineData("#include \"/dev/stdin\"\nint main() { return missing; }")]
    [InlineData("#include \"/dev/full\"\nint main() {}")]
    [InlineData("#include \"/proc/self/fd/0\"\nint main() { return missing; }")]
    [InlineData("#include \"/dev/random\"\nint main() {}")]
    [InlineData("__asm__(\".incbin \\\"/dev/zero\\\"\"); int main() {}")]
    [InlineData("char big[1 << 30] = {1}; int main() {}")]
    [InlineData("__asm__(\".rept 1000000000\\n.quad 1\\n.endr\"); int main() {}")]
    [InlineData("#define A(x) x x x x x x x x\n#define B(x) A(A(A(x)))\n#define C(x) B(B(B(x)))\nint main() { C(C(int a;)) }")]
    [InlineData("#pragma message \"and again\"\n#if __INCLUDE_LEVEL__ < 30\n#include __FILE__\n#include __FILE__\n#endif\nint main() {}")]
    public Task Cannot_compile_without_end_in_c(string source) => AssertStopsAsync("c", source);

    [Theory]
    [InlineData("template <int N, int M> struct Tree { static const int size = Tree<N - 1, M * 2>::size + Tree<N - 1, M * 2 + 1>::size; };"
        + "template <int M> struct Tree<0, M> { static const int size = 1; }; int main() { return Tree<28, 0>::size; }")]
    [InlineData("template <class T> struct Wide { static auto grow() { return Wide<T (*)(T)>::grow(); } }; int main() { Wide<int>::grow(); }")]
    [InlineData("constexpr long spin(long n) { for (long i = 0; i < n; i++) { for (long j = 0; j < n; j++) { n += j & 1; } } return n; }"
        + "static_assert(spin(1L << 40));")]
    public Task Cannot_compile_without_end_in_cpp(string source) => AssertStopsAsync("cpp", source);

    [Theory]
    [InlineData("@options.c")]
    [InlineData("-E.c")]
    [InlineData("-fplugin=evil.c")]
    [InlineData("-o.c")]
    [InlineData("; touch injected; .c")]
    [InlineData("$(touch injected).c")]
    public async Task Cannot_give_the_compiler_options_by_a_files_name(string name)
    {
        var program = "#include <stdio.h>\n#include <unistd.h>\nint main() { puts(access(\"injected\", F_OK) ? \"fine\" : \"ESCAPED\"); }"u8.ToArray();
        var result = await cells.Engine.RunAsync(new ExecutionRequest { Language = "c", Files = [new SourceFile(name, program)] });

        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        Assert.Equal(["fine"], CellFixture.Lines(result));
    }

    private async Task<string> ErrorsOfAsync(string source)
    {
        var result = await RunAsync(cells.Engine, "c", source);
        Assert.True(result.Verdict == Verdict.CompileError, result.Describe());
        return result.Compile!.Stderr.AsText() + result.Compile.Stdout.AsText();
    }

    private async Task AssertStopsAsync(string language, string source)
    {
        var result = await RunAsync(_impatient!, language, source);

        Assert.True(result.Verdict == Verdict.CompileError, result.Describe());
        Assert.Null(result.Run);
        Assert.True(result.Compile!.WallTime < TimeSpan.FromSeconds(4), result.Describe());
        await cells.ServeAsync();
    }

    private static Task<ExecutionResult> RunAsync(HotcellEngine engine, string language, string source) =>
        engine.RunAsync(new ExecutionRequest { Language = language, Files = [new SourceFile(null, System.Text.Encoding.UTF8.GetBytes(source))] });
}
