using System.Text.Json;
using System.Text.RegularExpressions;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Images;
using Hotcell.Engine.Languages;
using Hotcell.Fuzz.Fuzzing;
using Hotcell.Kit;
using Hotcell.Server.Api;
using Hotcell.Server.Api.Execute;
using Hotcell.Server.Api.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Grpc;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>
/// The way of a request body from bytes to a plan, in one dialect. It ends in a plan that the warden's side can read and that stays in /work, or in a
/// problem document of the caller's (4xx); never in anything else.
/// </summary>
internal abstract partial class RequestTarget : FuzzTarget
{
    private static readonly EngineOptions s_options = new() { WardenSocket = "x", LanguagesDirectory = Machine.Languages };
    private static readonly RequestValidator s_validator = new(
        s_options, LanguageLoader.Load(s_options.LanguagesDirectory), new ImageCatalog(s_options.Images));

    public override IReadOnlyList<byte[]> Words { get; } = WordsOf(
        "{", "}", "[", "]", ",", ":", "\"\"", "null", "true", "0", "-1", "1.5", "1e999", "99999999999", "\\u0000", "\\ud800", "\\u00e9", "\uFEFF", "\"x\":1,",
        "\"language\":", "\"code\":", "\"files\":[", "\"name\":", "\"content\":", "\"encoding\":\"base64\"", "\"args\":[", "\"env\":{", "\"stdin\":",
        "\"stdin_encoding\":\"base64\"", "\"output_encoding\":", "\"limits\":{", "\"wall_time_ms\":", "\"cpu_time_ms\":", "\"memory_mb\":", "\"processes\":",
        "\"output_kb\":", "\"disk_mb\":", "\"cpus\":", "\"input\":", "\"timeout_seconds\":", "\"memory_limit_mb\":", "\"cpu_limit\":",
        "\"python\"", "\"c\"", "\"java\"", "\"bash\"", "\"pyton\"", "\"../x\"", "\"/etc/passwd\"", "\"a/b\"", "\"a//b/./c\"", "\"A=B\"", "\"eA==\"", "public class \\u0041",
        "\"tests\":[", "\"expected\":", "\"expected_encoding\":\"base64\"", "\"points\":", "\"checker\":", "\"kind\":", "\"exact\"", "\"floats\"", "\"program\"", "\"interactor\"",
        "\"absolute\":", "\"stop_on_failure\":true", "\"plain_output\":true", "\"output_files\":[", "\"**/*.x?\"");

    /// <exception cref="RejectedException">As the server throws it, and so are the next two.</exception>
    /// <exception cref="ProblemException"></exception>
    /// <exception cref="GrpcException"></exception>
    protected abstract DialectRequest Read(byte[] input);

    public override string Run(byte[] input)
    {
        try
        {
            var read = Read(input);
            var errors = read.Errors;
            try
            {
                var plan = s_validator.Validate(read.Request, ByteSize.FromMebibytes(1024));
                Assert.All(plan.Checkers.Prepend(plan), PlanChecks.AssertSound);
                if (errors.Count == 0)
                {
                    return $"{plan.Language.Id}, {plan.Files.Count} files, {plan.Run.Command.Argv.Count} words, {plan.Run.Command.Env.Count} variables";
                }
            }
            catch (RejectedException rejected) when (rejected.Kind == RejectionKind.Invalid)
            {
                errors = [.. errors, .. rejected.Errors];
            }

            return Describe(ProblemDetails.Invalid("", errors));
        }
        catch (RejectedException rejected)
        {
            return Describe(ProblemDetails.Of(rejected));
        }
        catch (ProblemException refused)
        {
            return Describe(refused.Problem);
        }
        catch (GrpcException refused)
        {
            // Broken frames are INTERNAL by gRPC's own table of statuses.
            Assert.Contains(refused.Status.Code, (GrpcStatusCode[])[GrpcStatusCode.InvalidArgument, GrpcStatusCode.Internal, GrpcStatusCode.ResourceExhausted, GrpcStatusCode.Unimplemented]);
            Assert.InRange(refused.Message.Length, 1, 500);
            return Changing().Replace($"{refused.Status.Code} {refused.Message}", "*");
        }
    }

    /// <summary>The kinds of error, without what they quote.</summary>
    private static string Describe(ProblemDetails problem)
    {
        Assert.InRange(problem.Status, 400, 499);
        var json = JsonSerializer.SerializeToUtf8Bytes(problem, ProblemJson.Styled.ProblemDetails);
        using var document = JsonDocument.Parse(json);
        Assert.All(problem.Errors ?? [], error => Assert.True(error.Field.Length < 200 && error.Message.Length < 500, "An error repeats what it was sent at length."));
        var kinds = (problem.Errors ?? []).Select(error => Changing().Replace($"{Known(error.Field)} {error.Message}", "*")).Distinct().Order(StringComparer.Ordinal);
        return $"{problem.Status} {string.Join("; ", kinds.Take(3))}";
    }

    /// <summary>A field's name when it is one of ours; invented names would all be different outcomes.</summary>
    private static string Known(string field) => KnownField().IsMatch(field) ? field : "*";

    [GeneratedRegex(@"[0-9]+|'.*'|; (known are|did you mean|is not valid JSON).*|line .*|byte .*", RegexOptions.Singleline)]
    private static partial Regex Changing();

    [GeneratedRegex(@"^((tests\[[0-9]+\]\.)?checker\.|tests\[[0-9]+\]\.)?(language|code|tests(\[[0-9]+\])?|checker|kind|absolute|relative|expected|expected_encoding|points|stop_on_failure|output_files(\[[0-9]+\])?|args(\[[0-9]+\])?|env|stdin|input|body|(output|stdin)_encoding|timeout_seconds|memory_limit_mb|cpu_limit|files(\[[0-9]+\](\.(name|content|encoding))?)?|limits(\.(wall_time_ms|cpu_time_ms|memory_mb|processes|output_kb|file_size_mb|open_files|stack_mb|disk_mb|cpus))?)$")]
    private static partial Regex KnownField();
}

/// <summary>A dialect whose requests are JSON.</summary>
internal abstract class JsonRequestTarget : RequestTarget
{
    protected override DialectRequest Read(byte[] input)
    {
        var context = new DefaultHttpContext { Request = { ContentType = "application/json", Body = new MemoryStream(input) } };
        return RequestBody.ReadJsonAsync(context, new BodyBudget(1 << 20, TimeProvider.System), Read).GetAwaiter().GetResult();
    }

    protected abstract DialectRequest Read(JsonElement body);
}

/// <summary><c>POST /api/v1/executions</c>.</summary>
internal sealed class ExecutionsRequestTarget : JsonRequestTarget
{
    public override string Name => "executions-request";

    protected override DialectRequest Read(JsonElement body) => ExecutionsReader.Read(body).Request;
}

/// <summary><c>POST /api/v1/execute</c>.</summary>
internal sealed class ExecuteRequestTarget : JsonRequestTarget
{
    public override string Name => "execute-request";

    protected override DialectRequest Read(JsonElement body) => ExecuteReader.Read(body, ExecuteDefaults.Ranges);
}
