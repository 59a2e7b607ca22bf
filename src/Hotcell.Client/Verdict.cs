using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>About the user's program, never about the server.</summary>
[JsonConverter(typeof(VerdictConverter))]
public enum Verdict
{
    /// <summary>One that is younger than this client.</summary>
    Unknown,

    /// <summary>Ended by itself with exit code 0.</summary>
    Ok,

    /// <summary>Did not compile.</summary>
    CompileError,

    /// <summary>Ended by itself with another exit code.</summary>
    RuntimeError,

    /// <summary>Was ended by a signal that no limit explains.</summary>
    Signalled,

    /// <summary>Was still there at the end of its wall clock time.</summary>
    TimeLimit,

    /// <summary>Used up its CPU time.</summary>
    CpuTimeLimit,

    /// <summary>Had a process killed for memory.</summary>
    MemoryLimit,

    /// <summary>Wrote more than allowed; what came before is delivered.</summary>
    OutputLimit,

    /// <summary>Was refused a process or thread, and failed.</summary>
    ProcessLimit,

    /// <summary>Was refused a system call that no ordinary program makes, and failed.</summary>
    ForbiddenSyscall,

    /// <summary>Was stopped by whoever sent it.</summary>
    Cancelled,

    /// <summary>Of tests: the output is right.</summary>
    Accepted,

    /// <summary>Of tests: it is not.</summary>
    WrongAnswer,

    /// <summary>Of tests: only white space is wrong.</summary>
    PresentationError,

    /// <summary>Of tests: worth a part of the points.</summary>
    PartiallyCorrect,

    /// <summary>Of tests: the checker failed. Nothing is known about the program.</summary>
    JudgeError,

    /// <summary>Of tests: not judged, because a test before it failed.</summary>
    Skipped,
}

/// <summary>By name; a name that is not known is no error, because there may be new ones.</summary>
internal sealed class VerdictConverter : JsonConverter<Verdict>
{
    public override Verdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Enum.TryParse<Verdict>(reader.GetString(), out var verdict) && Enum.IsDefined(verdict) ? verdict : Verdict.Unknown;

    public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A number of milliseconds.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TimeSpan.FromMilliseconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalMilliseconds);
}
