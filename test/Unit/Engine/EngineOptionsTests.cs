using Hotcell.Engine;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine;

public sealed class EngineOptionsTests
{
    [Fact]
    public void The_defaults_are_right() => EngineOptionsValidator.Validate(new EngineOptions { WardenSocket = "/run/w", LanguagesDirectory = "/l" });

    [Fact]
    public void Every_wrong_option_is_named_at_once()
    {
        var options = new EngineOptions
        {
            WardenSocket = "",
            LanguagesDirectory = "",
            Images = [new("", "/absent/folder"), new("host", "/"), new("host", "/")],
            Run = new RunLimits { Processes = new(1, 300, 256), Cpus = new(0, 1, 2) },
            Compile = new RunLimits().Defaults with { OpenFiles = 0 },
            MaxRunning = 0,
            MaxQueued = -1,
            ReadyCells = -1,
            ReadyTime = TimeSpan.Zero,
            WardenPatience = TimeSpan.Zero,
        };

        var errors = Assert.Throws<EngineOptionsException>(() => HotcellEngine.Create(options)).Errors;

        Assert.Equal(
            [
                "WardenSocket", "LanguagesDirectory", "Images[0].Name", "Images[0].Folder", "Images", "MaxRunning", "ReadyCells", "ReadyTime", "MaxQueued", "WardenPatience",
                "Run.Processes", "Run.Cpus", "Compile",
            ],
            errors.Select(error => error[..error.IndexOf(':')]));
    }
}
