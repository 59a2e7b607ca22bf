using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>A server whose dialects all have the same limits, so that what they do not ask for is the same too.</summary>
public class ConformanceServer : IAsyncLifetime
{
    public ConformanceServer()
        : this([])
    {
    }

    /// <param name="options">What is special about it.</param>
    protected ConformanceServer(params IReadOnlyList<string> options) => Server = new ServerFixture
    {
        Options =
        [
            "--time", "5:120", "--interactive-time", "5:120", "--memory", "128:1024", "--cpus", "1:1", "--execute-time", "5:120", "--execute-memory", "128:1024", "--execute-cpus", "1:1",
            "--output", "64:64", "--max-code", "1024", "--max-input", "1", "--max-body", "4", "--ready-time", "1", .. options,
        ],
    };

    public ServerFixture Server { get; }

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }
}
