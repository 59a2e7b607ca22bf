using Hotcell.Engine.Keys;
using Hotcell.Server.Hosting;

namespace Hotcell.Unit.Server;

/// <summary>Variables that operators of other services have set already.</summary>
public sealed class EnvironmentNamesTests
{
    private static (ServerOptions? Options, IReadOnlyList<string> Errors) Read(string[] args, params (string Name, string Value)[] variables) =>
        CommandLine.Read(args, name => name == "HOTCELL_WARDEN_SOCKET" ? "/run/warden.sock" : variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static ServerOptions Good(params (string Name, string Value)[] variables)
    {
        var (options, errors) = Read([], variables);
        Assert.Empty(errors);
        return options!;
    }

    [Fact]
    public void All_of_them_at_once()
    {
        var options = Good(
            ("PORT", "3000"),
            ("API_KEY", "secret"),
            ("RATE_LIMIT_WINDOW_MS", "900000"),
            ("RATE_LIMIT_MAX_REQUESTS", "100"),
            ("MAX_EXECUTION_TIME_MS", "60000"),
            ("MAX_OUTPUT_SIZE_BYTES", "65536"),
            ("MAX_CODE_SIZE_BYTES", "50000"),
            ("CONTAINER_MEMORY_LIMIT", "128m"),
            ("CONTAINER_CPU_LIMIT", "0.5"),
            ("CONTAINER_TIMEOUT_MS", "5000"),
            ("MAX_CONCURRENT_EXECUTIONS", "7"),
            ("CORS_ORIGIN", "https://one.example, http://localhost:5173"),
            ("DOCKER_HOST", "unix:///var/run/docker.sock"));

        Assert.Equal([3000, 50051], options.Addresses.Select(address => address.EndPoint.Port));
        Assert.All(options.Addresses, address => Assert.True(address.IsLoopback));
        Assert.Equal("API_KEY", KeySecret.Match([options.FixedKey!], "secret")!.Name);
        Assert.Equal(new RequestRate(100, TimeSpan.FromMinutes(15)), options.Rate);
        foreach (var ranges in new[] { options.RunRanges, options.ExecuteRanges })
        {
            Assert.Equal((5, 60), (ranges.WallTime.Default.TotalSeconds, ranges.WallTime.Maximum.TotalSeconds));
            Assert.Equal(ranges.WallTime, ranges.CpuTime);
            Assert.Equal((128, 128), (ranges.Memory.Default.Mebibytes, ranges.Memory.Maximum.Mebibytes));
            Assert.Equal((0.5, 0.5), (ranges.Cpus.Default, ranges.Cpus.Maximum));
            Assert.Equal((65536, 65536), (ranges.Output.Default.Bytes, ranges.Output.Maximum.Bytes));
        }

        Assert.Equal(50000, options.MaxSource!.Value.Bytes);
        Assert.Equal(7, options.MaxRunning);
        Assert.Equal(["https://one.example", "http://localhost:5173"], options.CorsOrigins);
    }

    [Fact]
    public void Without_any_nothing_changes()
    {
        var options = Good();
        Assert.Equal([8080, 50051], options.Addresses.Select(address => address.EndPoint.Port));
        Assert.Equal(new Hotcell.Engine.Executions.RunLimits(), options.RunRanges);
        Assert.Equal(ExecuteDefaults.Ranges, options.ExecuteRanges);
        Assert.Equal((null, null, null, null), (options.FixedKey, options.Rate, options.MaxSource, options.MaxRunning));
        Assert.Empty(options.CorsOrigins);
    }

    [Fact]
    public void The_command_line_wins()
    {
        var (options, errors) = Read(
            ["--http-port", "1", "--rate", "off", "--time", "1:2", "--execute-time", "3:4", "--memory", "16:32", "--max-code", "1", "--cors-origins", "*"],
            ("PORT", "2"), ("RATE_LIMIT_MAX_REQUESTS", "9"), ("MAX_EXECUTION_TIME_MS", "9000"), ("CONTAINER_MEMORY_LIMIT", "1g"), ("MAX_CODE_SIZE_BYTES", "9"), ("CORS_ORIGIN", "https://x.example"));
        Assert.Empty(errors);
        Assert.Equal(1, options!.Addresses[0].EndPoint.Port);
        Assert.Equal(RequestRate.None, options.Rate);
        Assert.Equal((2, 4), (options.RunRanges.WallTime.Maximum.TotalSeconds, options.ExecuteRanges.WallTime.Maximum.TotalSeconds));
        Assert.Equal((32, 1024), (options.RunRanges.Memory.Maximum.Mebibytes, options.ExecuteRanges.Memory.Maximum.Mebibytes));
        Assert.Equal(1024, options.MaxSource!.Value.Bytes);
        Assert.Equal(["*"], options.CorsOrigins);
    }

    [Theory]
    [InlineData("3000", "5000", 5, 3)]
    [InlineData("", "5000", 5, 5)]
    [InlineData("3000", "", 120, 3)]
    [InlineData("600000", "", 600, 600)]
    [InlineData("", "300000", 300, 10)]
    public void Time_and_longest_time_do_with_one_another(string time, string longest, double maximum, double standard)
    {
        var range = Good(("CONTAINER_TIMEOUT_MS", time), ("MAX_EXECUTION_TIME_MS", longest)).RunRanges.WallTime;
        Assert.Equal((standard, maximum), (range.Default.TotalSeconds, range.Maximum.TotalSeconds));
    }

    [Theory]
    [InlineData(1025)]
    [InlineData(100)]
    [InlineData(2)]
    public void Sizes_are_exact_to_the_byte(int bytes) => Assert.Equal(bytes, Good(("MAX_CODE_SIZE_BYTES", $"{bytes}")).MaxSource!.Value.Bytes);

    [Theory]
    [InlineData("RATE_LIMIT_MAX_REQUESTS", "100", 100, 60)]
    [InlineData("RATE_LIMIT_WINDOW_MS", "500", 600, 0.5)]
    public void Rate_and_window_do_with_one_another(string name, string value, int requests, double seconds) =>
        Assert.Equal(new RequestRate(requests, TimeSpan.FromSeconds(seconds)), Good((name, value)).Rate);

    [Theory]
    [InlineData("134217728", 128)]
    [InlineData("134217728b", 128)]
    [InlineData("131072k", 128)]
    [InlineData("128m", 128)]
    [InlineData("128M", 128)]
    [InlineData("128MB", 128)]
    [InlineData("1g", 1024)]
    [InlineData("0.5g", 512)]
    public void Memory_is_read_as_Docker_reads_it(string text, double mebibytes) =>
        Assert.Equal(mebibytes, Good(("CONTAINER_MEMORY_LIMIT", text)).RunRanges.Memory.Maximum.Mebibytes);

    [Fact]
    public void A_wrong_one_is_named_by_its_own_name_and_all_at_once()
    {
        var (_, errors) = Read(
            [],
            ("PORT", "http"),
            ("RATE_LIMIT_WINDOW_MS", "soon"),
            ("MAX_EXECUTION_TIME_MS", "-5"),
            ("MAX_OUTPUT_SIZE_BYTES", "0"),
            ("MAX_CODE_SIZE_BYTES", "much"),
            ("CONTAINER_MEMORY_LIMIT", "128q"),
            ("CONTAINER_CPU_LIMIT", "all"),
            ("MAX_CONCURRENT_EXECUTIONS", "0"),
            ("CORS_ORIGIN", "app.example"));
        foreach (var name in new[] { "PORT", "RATE_LIMIT_MAX_REQUESTS, RATE_LIMIT_WINDOW_MS", "CONTAINER_TIMEOUT_MS, MAX_EXECUTION_TIME_MS", "MAX_OUTPUT_SIZE_BYTES", "MAX_CODE_SIZE_BYTES", "CONTAINER_MEMORY_LIMIT", "CONTAINER_CPU_LIMIT", "MAX_CONCURRENT_EXECUTIONS", "CORS_ORIGIN" })
        {
            Assert.Contains(errors, error => error.StartsWith(name + ": ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_port_opens_no_other_address_and_gives_way_to_urls()
    {
        Assert.Empty(Read(["--urls", "http://127.0.0.1:1"], ("PORT", "2")).Errors);
        Assert.Equal(1, Assert.Single(Read(["--urls", "http://127.0.0.1:1"], ("PORT", "2")).Options!.Addresses).EndPoint.Port);
    }

    [Fact]
    public void Every_option_is_in_the_help_and_in_the_documents()
    {
        var document = File.ReadAllText(Path.Combine(Architecture.DependencyTests.Root, "docs", "configuration.md"));
        Assert.All(CommandOptions.All.Where(option => option.Name != "--help"), option => Assert.Contains($"| `{option.Name}", document));
        foreach (var name in new[] { "PORT", "API_KEY", "RATE_LIMIT_WINDOW_MS", "RATE_LIMIT_MAX_REQUESTS", "MAX_EXECUTION_TIME_MS", "MAX_OUTPUT_SIZE_BYTES", "MAX_CODE_SIZE_BYTES", "CONTAINER_MEMORY_LIMIT", "CONTAINER_CPU_LIMIT", "CONTAINER_TIMEOUT_MS", "MAX_CONCURRENT_EXECUTIONS", "CORS_ORIGIN", "DOCKER_HOST" })
        {
            Assert.Contains($"| `{name}`", document);
        }
    }
}
