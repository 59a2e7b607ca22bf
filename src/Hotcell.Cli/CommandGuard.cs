using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Keys;
using Hotcell.Engine.Languages;

namespace Hotcell.Cli;

/// <summary>Ends a command with one message and an exit code.</summary>
internal sealed class CommandException(string message, int exitCode = CommandGuard.Misused) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>Runs a command; whatever goes wrong becomes a sentence on stderr and an exit code, never a stack trace.</summary>
internal static class CommandGuard
{
    /// <summary>The command was called in a way that cannot work; nothing ran.</summary>
    public const int Misused = 2;

    private const int Interrupted = 130;

    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CommandException error)
        {
            return Fail(error.ExitCode, error.Message);
        }
        catch (RejectedException rejection)
        {
            var lines = rejection.Errors.Select(error => $"\n  {error.Field}: {error.Message}");
            return Fail(rejection.Kind == RejectionKind.Invalid ? Misused : ShellExitCode.Fault, rejection.Message + string.Concat(lines));
        }
        catch (Exception error) when (error is EngineOptionsException or LanguageException)
        {
            return Fail(ShellExitCode.Fault, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or KeyFileException)
        {
            return Fail(Misused, error.Message);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"hotcell: {message}");
        return code;
    }
}
