using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotcell.Kit;

/// <summary>
/// A server of real HTTP that answers as Judge0's documentation says: <c>GET /languages</c>, <c>GET /config_info</c>, <c>POST /submissions</c> (201 with a token, 401 without its key, 422 with
/// a message for each wrong field) and <c>GET /submissions/{token}</c> (in queue, processing, done). It runs nothing: tests say what became of a program.
/// </summary>
public sealed class Judge0Stub : IAsyncDisposable
{
    public const int Python = 71;
    public const int C = 50;

    private const int InQueue = 1;
    private const int Processing = 2;

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Submitted> _submissions = new();
    private readonly Task _serving;
    private int _now;

    public Judge0Stub()
    {
        Url = Listen();
        _serving = ServeAsync();
    }

    public Uri Url { get; private set; }

    /// <summary>That requests must have; null: none.</summary>
    public string? Key { get; init; }

    public Dictionary<string, double>? Limits { get; init; } = new()
    {
        ["max_cpu_time_limit"] = 15, ["max_wall_time_limit"] = 20, ["max_memory_limit"] = 256_000, ["max_stack_limit"] = 128_000,
        ["max_max_processes_and_or_threads"] = 120, ["max_max_file_size"] = 4096, ["max_queue_size"] = 100,
    };

    public IReadOnlyList<(int Id, string Name)> Languages { get; init; } =
    [
        (45, "Assembly (NASM 2.14.02)"), (48, "C (GCC 7.4.0)"), (49, "C (GCC 8.3.0)"), (C, "C (GCC 9.2.0)"), (75, "C (Clang 7.0.1)"), (54, "C++ (GCC 9.2.0)"),
        (51, "C# (Mono 6.6.0.161)"), (70, "Python (2.7.17)"), (Python, "Python (3.8.1)"), (85, "Perl (5.28.1)"), (82, "SQL (SQLite 3.27.2)"),
    ];

    /// <summary>What becomes of a program: the fields of a submission, texts as they are.</summary>
    public Func<Submitted, object> Run { get; set; } = _ => Ended(3, stdout: "from judge0\n");

    /// <summary>Polls that find a submission in the queue, and as many more that find it processing.</summary>
    public int Polls { get; set; } = 1;

    /// <summary>Answers instead, unless it returns false. For what no Judge0 documents.</summary>
    public Func<HttpListenerContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>Method and path of every request so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public IReadOnlyCollection<Submitted> Submissions => [.. _submissions.Values];

    /// <summary>The most submissions that were there and not done.</summary>
    public int MostAtOnce { get; private set; }

    public sealed record Submitted(JsonObject Fields)
    {
        internal int Asked { get; set; }

        public string Source => Text("source_code");

        public string Stdin => Text("stdin");

        public double Number(string field) => Fields[field]!.GetValue<double>();

        private string Text(string field) => Encoding.UTF8.GetString(Convert.FromBase64String(Fields[field]!.GetValue<string>()));
    }

    /// <param name="status">Its id.</param>
    public static object Ended(
        int status, string? stdout = null, string? stderr = null, string? compileOutput = null, int? exitCode = null, int? exitSignal = null, double time = 0.012, double memory = 3300) => new
        {
            status = new { id = status, description = "as documented" },
            stdout = Base64(stdout),
            stderr = Base64(stderr),
            compile_output = Base64(compileOutput),
            exit_code = exitCode,
            exit_signal = exitSignal,
            time = time.ToString(CultureInfo.InvariantCulture),
            wall_time = (time * 2).ToString(CultureInfo.InvariantCulture),
            memory,
        };

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    public static async Task<bool> AnswerAsync(HttpListenerContext context, int status, string body, string type = "application/json")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
        return true;
    }

    /// <summary>As Ruby encodes it: a line break after 60 characters and at the end.</summary>
    private static string? Base64(string? text) =>
        text is null ? null : string.Concat(Convert.ToBase64String(Encoding.Latin1.GetBytes(text)).Chunk(60).Select(line => new string(line) + "\n"));

    private Uri Listen()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _listener.Prefixes.Add(url);
        _listener.Start();
        return new Uri(url);
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl}");
            if (!await Instead(context))
            {
                var (status, body) = Key is not null && context.Request.Headers["X-Auth-Token"] != Key ? (401, null) : await RouteAsync(context.Request);
                await AnswerAsync(context, status, body is null ? "" : JsonSerializer.Serialize(body));
            }
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // Whoever asked has left, as some tests want it.
        }
    }

    private async Task<(int Status, object? Body)> RouteAsync(HttpListenerRequest request) => (request.HttpMethod, request.Url!.AbsolutePath) switch
    {
        ("GET", "/languages") => (200, Languages.Select(language => new { id = language.Id, name = language.Name })),
        ("GET", "/config_info") => (Limits is null ? 404 : 200, Limits),
        ("POST", "/submissions") => Submit(JsonNode.Parse(await new StreamReader(request.InputStream).ReadToEndAsync())!.AsObject()),
        ("GET", var path) when path.StartsWith("/submissions/", StringComparison.Ordinal) && _submissions.TryGetValue(path["/submissions/".Length..], out var one) => (200, Poll(one)),
        _ => (404, new { error = "not found" }),
    };

    private (int Status, object Body) Submit(JsonObject fields)
    {
        var submission = new Submitted(fields);
        var wrong = new Dictionary<string, string[]>();
        foreach (var (field, most) in Limits ?? [])
        {
            if (fields[field["max_".Length..]] is { } asked && asked.GetValue<double>() > most)
            {
                wrong[field["max_".Length..]] = [$"must be less than or equal to {most}"];
            }
        }

        if (!Languages.Any(language => language.Id == submission.Number("language_id")))
        {
            wrong["language_id"] = ["language with this id doesn't exist"];
        }

        if (wrong.Count > 0)
        {
            return (422, wrong);
        }

        var token = Guid.NewGuid().ToString();
        _submissions[token] = submission;
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
        return (201, new { token });
    }

    private object Poll(Submitted submission)
    {
        var asked = submission.Asked++;
        if (asked < 2 * Polls)
        {
            return new { status = new { id = asked < Polls ? InQueue : Processing, description = "as documented" } };
        }

        Interlocked.Decrement(ref _now);
        return Run(submission);
    }
}
