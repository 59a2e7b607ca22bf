using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Bench.Reporting;
using Hotcell.Bench.Subjects;
using Hotcell.Engine.Documents;

namespace Hotcell.Bench;

[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(ExecutionBody))]
[JsonSerializable(typeof(JudgedBody))]
[JsonSerializable(typeof(LiveStart))]
internal sealed partial class BenchJson : JsonSerializerContext
{
    public static BenchJson Styled { get; } = new(new JsonSerializerOptions(JsonStyle.Create()) { WriteIndented = true });
}
