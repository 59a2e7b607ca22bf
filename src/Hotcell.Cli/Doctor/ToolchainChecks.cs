using Hotcell.Engine.Languages;

namespace Hotcell.Cli.Doctor;

/// <summary>What the languages need. None is required: a language without its toolchain is just not available.</summary>
internal static class ToolchainChecks
{
    public static IReadOnlyList<Finding> Run() =>
    [
        .. EngineSession.Create().Status.Languages.Select(status => status.Available
            ? Finding.Good(status.Language.Id, $"in image {status.Image}{Allowed(status.Language)}")
            : Finding.Optional(status.Language.Id, $"no {string.Join(", ", status.Missing)}", status.InstallCommand!)),
    ];

    private static string Allowed(Language language) => string.Concat(language.AllowSyscalls.Select(call => $"; may call {call.Name}: {call.Reason}"));
}
