using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>How an output is judged.</summary>
public sealed record Checker
{
    [JsonConstructor]
    internal Checker(string kind) => Kind = kind;

    /// <summary>Line by line; white space at the ends of lines, and empty lines at the end, aside. The default.</summary>
    public static Checker Lines { get; } = new("lines");

    /// <summary>Byte by byte.</summary>
    public static Checker Exact { get; } = new("exact");

    /// <summary>Word by word, whatever white space is between them.</summary>
    public static Checker Tokens { get; } = new("tokens");

    /// <summary>As <see cref="Lines"/>, in any order.</summary>
    public static Checker Unordered { get; } = new("unordered");

    /// <summary>What judges.</summary>
    public string Kind { get; }

    /// <summary>Of floats.</summary>
    public double? Absolute { get; private init; }

    /// <summary>Of floats.</summary>
    public double? Relative { get; private init; }

    /// <summary>Of a program.</summary>
    public string? Language { get; private init; }

    /// <summary>Of a program.</summary>
    public IReadOnlyList<SourceFile>? Files { get; private init; }

    /// <summary>Of a program.</summary>
    public Limits? Limits { get; private init; }

    /// <summary>As <see cref="Tokens"/>, where two numbers are the same that differ by no more than one of the tolerances.</summary>
    /// <param name="absolute">Null: none, or 1e-6 where there is no relative one either.</param>
    /// <param name="relative">Null: none, or 1e-6 where there is no absolute one either.</param>
    public static Checker Floats(double? absolute = null, double? relative = null) => new("floats") { Absolute = absolute, Relative = relative };

    /// <summary>A program that gets <c>input.txt</c>, <c>output.txt</c> and <c>answer.txt</c> as arguments; its exit code is the verdict, as testlib has it.</summary>
    /// <param name="language">Id or alias of its language.</param>
    /// <param name="code">The program.</param>
    /// <param name="limits">Its own.</param>
    public static Checker Program(string language, string code, Limits? limits = null) => Program(language, [new SourceFile { Content = code }], limits);

    /// <inheritdoc cref="Program(string, string, Limits?)"/>
    /// <param name="language">Id or alias of its language.</param>
    /// <param name="files">The program, and what lies beside it.</param>
    /// <param name="limits">Its own.</param>
    public static Checker Program(string language, IReadOnlyList<SourceFile> files, Limits? limits = null) => new("program") { Language = language, Files = files, Limits = limits };

    /// <summary>A program that runs beside the one that is judged: each reads what the other writes.</summary>
    /// <param name="language">Id or alias of its language.</param>
    /// <param name="code">The program.</param>
    /// <param name="limits">Its own.</param>
    public static Checker Interactor(string language, string code, Limits? limits = null) => Interactor(language, [new SourceFile { Content = code }], limits);

    /// <inheritdoc cref="Interactor(string, string, Limits?)"/>
    /// <param name="language">Id or alias of its language.</param>
    /// <param name="files">The program, and what lies beside it.</param>
    /// <param name="limits">Its own.</param>
    public static Checker Interactor(string language, IReadOnlyList<SourceFile> files, Limits? limits = null) => new("interactor") { Language = language, Files = files, Limits = limits };
}
