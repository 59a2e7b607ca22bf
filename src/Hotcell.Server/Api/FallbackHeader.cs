using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api;

/// <summary>Tells in the headers of an answer that the program ran elsewhere, for proxies and logs: the document says so too.</summary>
internal static class FallbackHeader
{
    private const string Name = "Hotcell-Fallback";

    public static void MarkFallback(this HttpResponse response, ExecutionResult? result)
    {
        if (result?.Fallback is { } service)
        {
            response.Headers[Name] = service;
        }
    }
}
