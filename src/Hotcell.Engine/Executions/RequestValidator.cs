using System.Text;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Images;
using Hotcell.Engine.Judging;
using Hotcell.Engine.Languages;
using Hotcell.Engine.Policy;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Has a request turned into a plan, or names everything that is wrong with it. Every later step relies on this one: names that are safe below
/// <c>/work</c>, strings that fit a Start frame, files that fit the disk.
/// </summary>
/// <param name="policy">What programs must not have in their code; null: they may have everything.</param>
internal sealed class RequestValidator(EngineOptions options, LanguageCatalog languages, ImageCatalog images, CodePolicy? policy = null)
{
    private const int MaxArgs = 1024;
    private const int MaxEnv = 256;

    /// <summary>Args and env together, as NUL-terminated strings. The rest of a Start frame is for the language's own words.</summary>
    private const int MaxWordBytes = 48 * 1024;

    private readonly ExecutionPlanner _planner = new(options);

    /// <param name="memoryCeiling">What the warden gives at most.</param>
    /// <exception cref="RejectedException">Names every wrong field; or the caller may not use the language.</exception>
    public ExecutionPlan Validate(ExecutionRequest request, ByteSize memoryCeiling)
    {
        var errors = new List<FieldError>();
        var (language, image) = CheckLanguage(request, errors);
        var files = new FileChecker(options, errors).Check(request.Files, language);
        CheckPolicy(language, files, errors);
        CheckWords(request, errors);
        if (request.Stdin.Length > options.MaxStdin.Bytes)
        {
            errors.Add(new FieldError("stdin", $"must not be larger than {options.MaxStdin}"));
        }

        new LimitRules(request.RangesOf(options), errors).Check(request.Limits, memoryCeiling);
        FilePatterns.Check(request, errors);
        request.Interaction?.Terminal?.Check(errors);
        if (request is { Interaction: not null, Tests.Count: > 0 })
        {
            errors.Add(new FieldError("tests", "cannot be given for an interactive program"));
        }

        var tests = new TestPlanner(options, request, checker => Validate(checker, memoryCeiling), errors);
        tests.Check(memoryCeiling);
        ThrowIfAny(errors);
        var plan = _planner.Plan(request, language!, image!, files, memoryCeiling);
        CheckFit(plan, request.Limits, "", errors);
        plan = tests.Plan(plan, (limits, at) =>
        {
            var own = _planner.Plan(request with { Limits = limits }, language!, image!, files, memoryCeiling);
            CheckFit(own, limits, at, errors);
            return own;
        });
        ThrowIfAny(errors);
        return plan;
    }

    private static void ThrowIfAny(List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw new RejectedException(RejectionKind.Invalid, "The request is invalid.", errors);
        }
    }

    private (Language? Language, Image? Image) CheckLanguage(ExecutionRequest request, List<FieldError> errors)
    {
        var name = request.Language;
        if (languages.Find(name) is not { } language)
        {
            var nearest = languages.Nearest(name);
            var hint = nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : "";
            errors.Add(new FieldError("language", name.Length == 0 ? "is missing" : $"{Texts.Quote(name)} is not a known language{hint}"));
            return default;
        }

        if (!request.Caller.MayUse(language.Id))
        {
            throw new RejectedException(RejectionKind.Forbidden, $"{language.Id} is not among the languages that this caller may use.");
        }

        var (image, missing) = images.Place(language);
        if (image is null)
        {
            errors.Add(new FieldError("language", $"{language.Id} is not installed on this server (it lacks {string.Join(", ", missing)})") { IsNotInstalled = true });
        }

        return (language, image);
    }

    /// <summary>What is too large has been refused, and is not read.</summary>
    private void CheckPolicy(Language? language, IReadOnlyList<SourceFile> files, List<FieldError> errors)
    {
        if (language is not null && files.Count <= options.MaxFiles && files.Sum(file => (long)file.Content.Length) <= options.MaxSource.Bytes)
        {
            policy?.Check(language, files, errors);
        }
    }

    private static void CheckWords(ExecutionRequest request, List<FieldError> errors)
    {
        Few("args", request.Args.Count, MaxArgs, errors);
        Few("env", request.Env.Count, MaxEnv, errors);
        var bytes = request.Args.Sum(Size) + request.Env.Sum(entry => Size(entry.Key) + Size(entry.Value));
        if (bytes > MaxWordBytes)
        {
            errors.Add(new FieldError("args", $"args and env must not be larger than {new ByteSize(MaxWordBytes)} together"));
            return;
        }

        for (var i = 0; i < request.Args.Count; i++)
        {
            if (Texts.ErrorAsCString(request.Args[i]) is { } error)
            {
                errors.Add(new FieldError($"args[{i}]", error));
            }
        }

        foreach (var (name, value) in request.Env)
        {
            var error = name.Length == 0 ? "a name must not be empty"
                : name.Contains('=', StringComparison.Ordinal) ? $"the name {Texts.Quote(name)} must not contain '='"
                : Texts.ErrorAsCString(name) is { } inName ? $"the name {Texts.Quote(name)} {inName}"
                : Texts.ErrorAsCString(value) is { } inValue ? $"the value of {Texts.Quote(name)} {inValue}"
                : null;
            if (error is not null)
            {
                errors.Add(new FieldError("env", error));
            }
        }

        static long Size(string text) => Encoding.UTF8.GetByteCount(text) + 1L;
    }

    private static void Few(string field, int count, int most, List<FieldError> errors)
    {
        if (count > most)
        {
            errors.Add(new FieldError(field, $"must not be more than {most}"));
        }
    }

    /// <summary>What only the whole plan shows.</summary>
    /// <param name="at">Where the limits are in the request.</param>
    private static void CheckFit(ExecutionPlan plan, RequestedLimits asked, string at, List<FieldError> errors)
    {
        if (plan.Run.Command.PayloadSize > FrameHeader.MaxPayload || plan.Compile?.Command.PayloadSize > FrameHeader.MaxPayload)
        {
            errors.Add(new FieldError("args", "args, env and the names of the files are too long together"));
        }

        var disk = CellPlanner.WorkSize(plan.Run.Limits);
        if (asked.Disk > disk)
        {
            errors.Add(new FieldError($"{at}limits.disk_mb", "must not be more than half of memory_mb, because files are kept in memory"));
        }

        if (plan.Compile is { } compile && CellPlanner.WorkSize(compile.Limits) < disk)
        {
            disk = CellPlanner.WorkSize(compile.Limits);
        }

        // A page for each folder's sake and one for each file's last part.
        var needed = plan.Files.Sum(file => (long)file.Content.Length + FileHeader.Overhead) + ExecutionPlanner.SpareDisk.Bytes;
        if (needed > disk.Bytes)
        {
            var room = $"the files need {new ByteSize(needed).Mebibytes:0.#} MiB, and {disk} are there";
            errors.Add(new FieldError($"{at}limits.disk_mb", $"{room}; disk_mb and half of memory_mb must be more"));
        }
    }
}
