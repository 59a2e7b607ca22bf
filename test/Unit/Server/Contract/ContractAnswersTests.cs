using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Hotcell.Server.Api;
using Hotcell.Server.Api.Contract;
using Hotcell.Server.Api.Editors;
using Hotcell.Server.Api.Executions;
using Hotcell.Server.Api.Health;
using Hotcell.Server.Api.Languages;
using Hotcell.Server.Api.Playgrounds;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Unit.Server.Contract;

/// <summary>The schemas of answers, and the types that are written as answers: the same fields, of the same kind, absent and null in the same cases.</summary>
public sealed class ContractAnswersTests
{
    private static readonly OpenApi s_contract = new(JsonDocument.Parse(ContractEndpoints.Read("openapi/v1.json")).RootElement);
    private static readonly NullabilityInfoContext s_nullability = new();

    public static TheoryData<string, Type, bool> Answers => new()
    {
        { "Execution", typeof(ExecutionDocument), false },
        { "Progress", typeof(ProgressDocument), false },
        { "QueuedEvent", typeof(QueuedDocument), false },
        { "EmptyEvent", typeof(NoDocument), false },
        { "OutputEvent", typeof(OutputDocument), false },
        { "CompiledEvent", typeof(CompiledDocument), false },
        { "TestEvent", typeof(TestEventDocument), false },
        { "SkippedEvent", typeof(SkippedDocument), false },
        { "ExecuteAnswer", typeof(FlatResult), false },
        { "Languages", typeof(LanguagesAnswer), false },
        { "System", typeof(SystemReport), false },
        { "Health", typeof(HealthAnswer), false },
        { "PlaygroundAnswer", typeof(PlaygroundAnswer), true },
        { "PlaygroundError", typeof(PlaygroundError), true },
        { "PlaygroundLanguages", typeof(PlaygroundLanguages), true },
        { "PlaygroundSystem", typeof(PlaygroundSystem), true },
        { "EditorAnswer", typeof(EditorAnswer), true },
        { "EditorError", typeof(EditorError), true },
        { "EditorLanguages", typeof(EditorLanguages), true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_field_of_an_answer_is_described(string schema, Type type, bool camelCase) =>
        Assert.Equal(Shape(type, camelCase ? JsonNamingPolicy.CamelCase : JsonNamingPolicy.SnakeCaseLower), Shape(s_contract.Schema(schema)));

    /// <summary>Where its fields are null, they are left out.</summary>
    [Fact]
    public void Every_field_of_a_problem_is_described()
    {
        var written = Shape(typeof(ProblemDetails), JsonNamingPolicy.SnakeCaseLower).Replace("?|null", "?", StringComparison.Ordinal);
        Assert.Equal(written.Replace("|null", "?", StringComparison.Ordinal), Shape(s_contract.Schema("Problem")));
    }

    [Fact]
    public void Every_verdict_is_described() =>
        Assert.Equal(Enum.GetNames<Verdict>(), s_contract.Schema("Verdict").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));

    /// <summary>One line that says what a value looks like: <c>{field:type}</c>, with <c>?</c> where the field may be absent and <c>|null</c> where it may be null.</summary>
    private static string Shape(JsonElement schema)
    {
        schema = s_contract.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var parts))
        {
            return Shape(parts[0]) + "|null";
        }

        var types = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several ? [.. several.EnumerateArray().Select(one => one.GetString())] : new[] { schema.GetProperty("type").GetString() };
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        return types[0] switch
        {
            "array" => $"[{Shape(schema.GetProperty("items"))}]",
            "object" => "{" + string.Join(", ", schema.GetProperty("properties").EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal)
                .Select(one => $"{one.Name}:{Shape(one.Value)}{(required.Contains(one.Name) ? "" : "?")}")) + "}",
            var plain => plain + (types.Length > 1 ? "|null" : ""),
        };
    }

    private static string Shape(Type type, JsonNamingPolicy naming)
    {
        if (Plain(type) is { } plain)
        {
            return plain;
        }

        var list = type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IReadOnlyList<>));
        return list is not null
            ? $"[{Shape(list.GetGenericArguments()[0], naming)}]"
            : "{" + string.Join(", ", type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(IsWritten).OrderBy(one => naming.ConvertName(one.Name), StringComparer.Ordinal).Select(one => Field(one, naming))) + "}";
    }

    private static string Field(PropertyInfo property, JsonNamingPolicy naming)
    {
        var mayBeAbsent = property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.WhenWritingNull };
        var mayBeNull = s_nullability.Create(property).ReadState == NullabilityState.Nullable;
        var shape = Shape(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, naming);
        return $"{naming.ConvertName(property.Name)}:{shape}{(mayBeAbsent ? "?" : mayBeNull ? "|null" : "")}";
    }

    private static bool IsWritten(PropertyInfo property) => property.GetCustomAttribute<JsonIgnoreAttribute>() is null or { Condition: not JsonIgnoreCondition.Always } && property.GetIndexParameters().Length == 0;

    private static string? Plain(Type type) =>
        type == typeof(string) || type == typeof(OutputText) || type == typeof(Guid) || type == typeof(DateTime) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) ? "number"
        : null;
}
