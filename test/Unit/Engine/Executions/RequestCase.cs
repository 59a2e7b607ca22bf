using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Images;
using Hotcell.Engine.Languages;

namespace Hotcell.Unit.Engine.Executions;

/// <summary>A validator over the test languages, on a machine that has all of them but java.</summary>
internal sealed class RequestCase : IDisposable
{
    private static readonly ByteSize Ceiling = ByteSize.FromMebibytes(900);

    public RequestCase()
    {
        foreach (var executable in new[] { "python3", "gcc", "javac" })
        {
            Root.WriteExecutable($"usr/bin/{executable}");
        }
    }

    public TempFolder Root { get; } = new();

    public static ExecutionRequest Request() => Request("python", (null, "print(1)"));

    public static ExecutionRequest Request(string language, params (string? Name, string Content)[] files) => new()
    {
        Language = language,
        Files = files.Length == 0 ? [File(null)] : [.. files.Select(file => new SourceFile(file.Name, Encoding.UTF8.GetBytes(file.Content)))],
    };

    public static SourceFile File(string? name) => new(name, default);

    /// <param name="python">Instead of the Python of <see cref="TestLanguages"/>.</param>
    public ExecutionPlan Validate(ExecutionRequest request, ByteSize? ceiling = null, ByteSize? maxSource = null, Language? python = null)
    {
        var options = new EngineOptions { WardenSocket = "x", LanguagesDirectory = "x", Images = [new("test", Root.Root)] };
        options = maxSource is { } most ? options with { MaxSource = most } : options;
        var languages = new LanguageCatalog([python ?? TestLanguages.Python, TestLanguages.C, TestLanguages.Java]);
        return new RequestValidator(options, languages, new ImageCatalog(options.Images)).Validate(request, ceiling ?? Ceiling);
    }

    public void AssertErrors(ExecutionRequest request, params string[] expected)
    {
        var rejected = Assert.Throws<RejectedException>(() => Validate(request));

        Assert.Equal(RejectionKind.Invalid, rejected.Kind);
        Assert.Equal(expected, rejected.Errors.Select(error => $"{error.Field}: {error.Message}"));
    }

    public void Dispose() => Root.Dispose();
}
