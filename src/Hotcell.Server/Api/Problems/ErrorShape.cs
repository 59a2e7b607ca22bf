namespace Hotcell.Server.Api.Problems;

/// <summary>How a dialect tells that nothing ran. Metadata of its endpoints; where there is none, the problem document itself is sent.</summary>
/// <param name="ToJson">The dialect's document.</param>
internal sealed record ErrorShape(Func<ProblemDetails, byte[]> ToJson);
