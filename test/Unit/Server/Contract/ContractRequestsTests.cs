using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Hotcell.Server.Api.Contract;
using Hotcell.Server.Api.Editors;
using Hotcell.Server.Api.Execute;
using Hotcell.Server.Api.Executions;
using Hotcell.Server.Api.Playgrounds;
using Hotcell.Server.Hosting;
using Hotcell.Unit.Architecture;

namespace Hotcell.Unit.Server.Contract;

/// <summary>The schemas of requests, and the readers that read them.</summary>
public sealed partial class ContractRequestsTests
{
    private const string Unknown = "zzz";

    private static readonly OpenApi s_contract = new(JsonDocument.Parse(ContractEndpoints.Read("openapi/v1.json")).RootElement);

    private static readonly Dictionary<string, Func<JsonElement, IReadOnlyList<FieldError>>> s_readers = new()
    {
        ["ExecutionRequest"] = body => ExecutionsReader.Read(body).Request.Errors,
        ["ExecuteRequest"] = body => ExecuteReader.Read(body, ExecuteDefaults.Ranges).Errors,
        ["PlaygroundRequest"] = body => PlaygroundReader.Read(body).Errors,
        ["EditorRequest"] = body => EditorRequest.Read(body).Program.Errors,
    };

    public static TheoryData<string> Requests => [.. s_readers.Keys];

    /// <summary>Each is given a value of another type, which only a reader that reads it can refuse.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public void Every_field_that_is_described_is_read(string schema)
    {
        var (errors, wrong) = ReadWrong(schema);
        Assert.Empty(wrong.Except(errors.Select(error => error.Field)));
    }

    /// <summary>Readers that refuse what they do not know say what they know.</summary>
    [Theory]
    [InlineData("ExecutionRequest")]
    [InlineData("ExecuteRequest")]
    public void Every_field_that_is_read_is_described(string schema)
    {
        var known = ReadWrong(schema).Errors
            .Select(error => (At: error.Field, Match: Known().Match(error.Message)))
            .Where(error => error.Match.Success && error.At.EndsWith(Unknown, StringComparison.Ordinal))
            .GroupBy(error => error.At[..^Unknown.Length].TrimEnd('.'), error => error.Match.Groups[1].Value.Split(", "))
            .ToDictionary(group => group.Key, group => group.SelectMany(names => names).Distinct().Order(StringComparer.Ordinal).ToList());
        Assert.NotEmpty(known);
        foreach (var (at, names) in known)
        {
            Assert.Equal((at, string.Join(", ", PropertiesAt(schema, at).Order(StringComparer.Ordinal))), (at, string.Join(", ", names)));
        }
    }

    /// <summary>The others leave alone what they do not know; what they ask for is in their sources.</summary>
    [Theory]
    [InlineData("PlaygroundRequest", "Playgrounds/PlaygroundReader.cs")]
    [InlineData("EditorRequest", "Editors/EditorRequest.cs")]
    public void Every_field_that_a_reader_asks_for_is_described(string schema, string file)
    {
        var api = Path.Combine(DependencyTests.Root, "src", "Hotcell.Server", "Api");
        var asked = new[] { file, "ProgramFields.cs" }.SelectMany(name => Asked().Matches(File.ReadAllText(Path.Combine(api, name)))).Select(match => match.Groups[1].Value);
        Assert.Equal(asked.Distinct().Order(StringComparer.Ordinal), s_contract.Fields(s_contract.Schema(schema)).Select(field => field.Split('.')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Fields_that_are_required_are_those_that_are_missed(string schema)
    {
        var missed = s_readers[schema](JsonDocument.Parse("{}").RootElement).Select(error => error.Field).Where(field => schema != "ExecutionRequest" || field != "code");
        Assert.Equal(s_contract.Schema(schema).GetProperty("required").EnumerateArray().Select(name => name.GetString()), missed);
    }

    [Fact]
    public void Ranges_and_defaults_of_limits_are_the_servers()
    {
        var (run, flat) = (new RunLimits(), ExecuteDefaults.Ranges);
        AssertRange("Limits", "wall_time_ms", run.WallTime, time => time.TotalMilliseconds);
        AssertRange("Limits", "cpu_time_ms", run.CpuTime, time => time.TotalMilliseconds);
        AssertRange("Limits", "memory_mb", run.Memory, size => size.Mebibytes);
        AssertRange("Limits", "processes", run.Processes, count => count);
        AssertRange("Limits", "output_kb", run.Output, size => size.Bytes / 1024.0);
        AssertRange("Limits", "file_size_mb", run.FileSize, size => size.Mebibytes);
        AssertRange("Limits", "open_files", run.OpenFiles, count => count);
        AssertRange("Limits", "stack_mb", run.Stack, size => size.Mebibytes);
        AssertRange("Limits", "disk_mb", run.Disk, size => size.Mebibytes);
        AssertRange("Limits", "cpus", run.Cpus with { Maximum = double.NaN }, share => share);
        AssertRange("ExecuteRequest", "timeout_seconds", flat.WallTime, time => time.TotalSeconds);
        AssertRange("ExecuteRequest", "memory_limit_mb", flat.Memory, size => size.Mebibytes);
        AssertRange("ExecuteRequest", "cpu_limit", flat.Cpus, share => share);
        AssertRange("PlaygroundRequest", "timeout", run.WallTime, time => time.TotalMilliseconds);
    }

    private static void AssertRange<T>(string schema, string field, LimitRange<T> range, Func<T, double> number)
        where T : struct, IComparable<T>
    {
        var limit = s_contract.Schema(schema).GetProperty("properties").GetProperty(field);
        Assert.Equal((field, number(range.Minimum), number(range.Default), number(range.Maximum)), (field, Of("minimum"), Of("default"), Of("maximum")));

        double Of(string bound) => limit.TryGetProperty(bound, out var value) ? value.GetDouble() : double.NaN;
    }

    /// <summary>What is refused, and the fields of it that are wrong on purpose. Which fields there are depends on the kind of a checker, so each kind comes once.</summary>
    private static (List<FieldError> Errors, List<string> Wrong) ReadWrong(string schema)
    {
        var kinds = s_contract.Schema("CheckerObject").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString()!);
        var (errors, wrong) = (new List<FieldError>(), new List<string>());
        foreach (var kind in kinds)
        {
            wrong.Clear();
            var body = Wrong(s_contract.Schema(schema), "", kind, wrong)!;
            errors.AddRange(s_readers[schema](JsonDocument.Parse(body.ToJsonString()).RootElement));
        }

        return (errors, wrong);
    }

    private static JsonNode? Wrong(JsonElement schema, string at, string kind, List<string> wrong)
    {
        schema = ObjectOf(schema);
        switch (schema.GetProperty("type").GetString())
        {
            case "object" when schema.TryGetProperty("properties", out var properties):
                var body = new JsonObject { [Unknown] = 1 };
                foreach (var field in properties.EnumerateObject())
                {
                    body[field.Name] = field.Name == "kind" ? kind : Wrong(field.Value, at.Length == 0 ? field.Name : $"{at}.{field.Name}", kind, wrong);
                }

                return body;
            case "object":
                return new JsonObject { ["A"] = Wrong(schema.GetProperty("additionalProperties"), at + ".A", kind, wrong) };
            case "array":
                return new JsonArray(Wrong(schema.GetProperty("items"), at + "[0]", kind, wrong));
            case "string":
                wrong.Add(at);
                return 7;
            default:
                wrong.Add(at);
                return "x";
        }
    }

    private static IEnumerable<string> PropertiesAt(string schema, string path)
    {
        var place = s_contract.Schema(schema);
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            place = ObjectOf(place).GetProperty("properties").GetProperty(name.Split('[')[0]);
            place = name.EndsWith(']') ? s_contract.Resolve(place).GetProperty("items") : place;
        }

        return ObjectOf(place).GetProperty("properties").EnumerateObject().Select(property => property.Name);
    }

    /// <summary>Of what may be a word or an object, the object.</summary>
    private static JsonElement ObjectOf(JsonElement schema)
    {
        schema = s_contract.Resolve(schema);
        return schema.TryGetProperty("oneOf", out var parts) ? s_contract.Resolve(parts.EnumerateArray().Last()) : schema;
    }

    [GeneratedRegex("is not known; known are (.*)")]
    private static partial Regex Known();

    [GeneratedRegex("""(?:fields|test)\??\.\w+\("(\w+)"\)""")]
    private static partial Regex Asked();
}
