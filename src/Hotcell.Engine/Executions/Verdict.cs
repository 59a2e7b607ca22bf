namespace Hotcell.Engine.Executions;

/// <summary>What became of the user's program. Numbers and names are frozen; new ones are appended.</summary>
public enum Verdict
{
    Ok = 0,

    /// <summary>
    /// Compiling did not succeed, whatever stopped it: an error in the program or a limit, which the compile stage's own verdict tells.
    /// </summary>
    CompileError = 1,

    /// <summary>The program ended by itself with an exit code other than 0.</summary>
    RuntimeError = 2,

    /// <summary>The program was ended by a signal that is not explained by a limit.</summary>
    Signalled = 3,

    /// <summary>Wall clock.</summary>
    TimeLimit = 4,
    CpuTimeLimit = 5,
    MemoryLimit = 6,
    OutputLimit = 7,

    /// <summary>A fork or thread was refused, and the program failed.</summary>
    ProcessLimit = 8,
    ForbiddenSyscall = 9,
    Cancelled = 10,

    // With tests, for one of them and for the whole. A program that did not end well has one of those above.

    /// <summary>The output is right.</summary>
    Accepted = 11,
    WrongAnswer = 12,

    /// <summary>The output would be right with other white space, or a checker program says so.</summary>
    PresentationError = 13,

    /// <summary>A checker program gives a part of the points.</summary>
    PartiallyCorrect = 14,

    /// <summary>The checker or interactor failed. Nothing is known about the program.</summary>
    JudgeError = 15,

    /// <summary>Not judged, because a test before it failed.</summary>
    Skipped = 16,
}
