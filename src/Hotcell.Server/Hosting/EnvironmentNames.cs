using System.Globalization;

namespace Hotcell.Server.Hosting;

/// <summary>
/// Variables by which other services of this kind are configured, as defaults of the options here: what the command line says wins. One that is empty
/// is not set. API_KEY is read by <see cref="KeyOptions"/>; DOCKER_HOST is nobody's, since there is no Docker.
/// </summary>
internal sealed class EnvironmentNames(OptionValues values, Func<string, string?> environment)
{
    private const string WindowVariable = "RATE_LIMIT_WINDOW_MS";
    private const string RequestsVariable = "RATE_LIMIT_MAX_REQUESTS";
    private const string LongestVariable = "MAX_EXECUTION_TIME_MS";
    private const string TimeVariable = "CONTAINER_TIMEOUT_MS";

    public void Apply()
    {
        if (!values.Has("--urls"))
        {
            Take("PORT", "--http-port", text => text);
        }

        Take("CORS_ORIGIN", "--cors-origins", text => text.Replace(',', ';'));
        Take("OTEL_EXPORTER_OTLP_ENDPOINT", "--otlp", text => text);
        Take("MAX_CONCURRENT_EXECUTIONS", "--max-running", text => text);
        Take("MAX_CODE_SIZE_BYTES", "--max-code", text => Scaled(text, 1 / 1024.0));
        Take("MAX_OUTPUT_SIZE_BYTES", "--output", text => Both(Scaled(text, 1 / 1024.0)));
        foreach (var form in new[] { "--", "--execute-" })
        {
            Take("CONTAINER_MEMORY_LIMIT", form + "memory", text => Both(Mebibytes(text)));
            Take("CONTAINER_CPU_LIMIT", form + "cpus", text => Both(text));
        }

        TakeRate();
        TakeTime("--time", 10, 120);
        TakeTime("--execute-time", 30, 120);
    }

    private void Take(string variable, string option, Func<string, string> toValue)
    {
        if (Of(variable) is { } text)
        {
            values.Default(option, toValue(text), variable);
        }
    }

    private void TakeRate()
    {
        var (window, requests) = (Of(WindowVariable), Of(RequestsVariable));
        if (window is not null || requests is not null)
        {
            var usual = RateOptions.Usual;
            values.Default("--rate", $"{requests ?? Number(usual.Requests)}:{(window is null ? Number(usual.Window.TotalSeconds) : Scaled(window, 1 / 1000.0))}", $"{RequestsVariable}, {WindowVariable}");
        }
    }

    /// <summary>The first is what a program gets, the second what it may have at most.</summary>
    private void TakeTime(string option, double usual, double longest)
    {
        var (time, most) = (Of(TimeVariable), Of(LongestVariable));
        if (time is not null || most is not null)
        {
            var maximum = most is null ? Math.Max(longest, Seconds(time) ?? 0) : Seconds(most);
            var standard = time is null ? Math.Min(usual, maximum ?? usual) : Seconds(time);
            values.Default(option, $"{Number(standard)}:{Number(maximum)}", $"{TimeVariable}, {LongestVariable}");
        }
    }

    private string? Of(string variable) => environment(variable) is { Length: > 0 } text ? text.Trim() : null;

    private static double? Seconds(string? text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number / 1000 : null;

    private static string Both(string text) => $"{text}:{text}";

    /// <summary>A number by another unit; what is none stays as it is, and the option says what is wrong with it.</summary>
    private static string Scaled(string text, double factor) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Number(number * factor) : text;

    /// <summary>As Docker reads it: bytes, or a number with one of the units b, k, m and g, in either case, with a b behind it or not.</summary>
    private static string Mebibytes(string text)
    {
        var lower = text.ToLowerInvariant();
        var number = lower.TrimEnd('b').TrimEnd('k', 'm', 'g');
        return lower[number.Length..] switch
        {
            "" or "b" => Scaled(number, 1 / 1048576.0),
            "k" or "kb" => Scaled(number, 1 / 1024.0),
            "m" or "mb" => number,
            "g" or "gb" => Scaled(number, 1024),
            _ => text,
        };
    }

    private static string Number(double? number) => number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";
}
