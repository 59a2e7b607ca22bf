using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>Says whether the output of a test is right.</summary>
public abstract record Checker
{
    private Checker()
    {
    }

    /// <summary>Byte by byte.</summary>
    public sealed record Exact : Checker;

    /// <summary>Line by line, without white space at the ends of lines (such as that of other systems' line ends) and empty lines at the end.</summary>
    public sealed record Lines : Checker;

    /// <summary>Word by word, whatever the white space between them.</summary>
    public sealed record Tokens : Checker;

    /// <summary>As <see cref="Lines"/>, in any order.</summary>
    public sealed record Unordered : Checker;

    /// <summary>As <see cref="Tokens"/>, where two numbers are the same when they differ by no more than one of the tolerances.</summary>
    /// <param name="Absolute">0 or more.</param>
    /// <param name="Relative">Of the expected number; 0 or more.</param>
    public sealed record Floats(double Absolute, double Relative) : Checker
    {
        /// <summary>Where nobody says which.</summary>
        public const double UsualTolerance = 1e-6;
    }

    /// <summary>A program that gets input, output and answer as files, and says by its exit code what it thinks of the output.</summary>
    public sealed record Program(ExecutionRequest Request) : Checker;

    /// <summary>A program that talks with the program: each reads what the other writes. It says by its exit code what it thinks of the talk.</summary>
    public sealed record Interactor(ExecutionRequest Request) : Checker;

    /// <summary>Null where the output is compared here.</summary>
    internal ExecutionRequest? Own => this switch
    {
        Program program => program.Request,
        Interactor interactor => interactor.Request,
        _ => null,
    };
}
