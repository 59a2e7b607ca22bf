using Hotcell.Engine;
using Hotcell.Engine.Languages;

namespace Hotcell.Unit.Engine.Languages;

public sealed class LanguageLoaderTests : IDisposable
{
    private const string Python = """
        id: python
        name: Python
        aliases: [py]
        source_file: main.py
        requires: [python3]
        version_probe: [python3, --version]
        run:
          argv: [python3, "{source}", "{args}"]
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_minimal_language_loads()
    {
        _folder.Write("python/language.yaml", Python);

        var language = Assert.Single(LanguageLoader.Load(_folder.Root).All);

        Assert.Equal("Python", language.Name);
        Assert.Null(language.Compile);
        Assert.Equal(["python3", "{source}", "{args}"], language.Run.Argv);
        Assert.Equal([".py"], language.SourceExtensions);
    }

    [Fact]
    public void System_calls_are_allowed_only_of_a_few_and_with_a_reason()
    {
        _folder.Write("python/language.yaml", Python + "\nallow_syscalls: { kcmp: its debugger compares descriptors }\n");
        Assert.Equal([new AllowedSyscall("kcmp", "its debugger compares descriptors")], Assert.Single(LanguageLoader.Load(_folder.Root).All).AllowSyscalls);

        _folder.Write("python/language.yaml", Python + "\nallow_syscalls: { mount: please, kcmp: \" \", move_pages: }\n");
        var errors = Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors;
        Assert.Equal(["allow_syscalls.kcmp", "allow_syscalls.mount", "allow_syscalls.move_pages"], errors.Select(error => error.Key).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_to_read_ahead_are_absolute_and_lead_nowhere_else()
    {
        _folder.Write("python/language.yaml", Python + "\npreread: [/usr/lib/python3*/encodings, /lib64/ld..so]\n");
        Assert.Equal(["/usr/lib/python3*/encodings", "/lib64/ld..so"], Assert.Single(LanguageLoader.Load(_folder.Root).All).Preread);

        _folder.Write("python/language.yaml", Python + "\npreread: [usr/lib, /usr/../etc, /, /usr/lib/, /usr/..]\n");
        var errors = Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors;
        Assert.Equal(["preread[0]", "preread[1]", "preread[2]", "preread[3]", "preread[4]"], errors.Select(error => error.Key));
    }

    [Fact]
    public void Every_key_is_read()
    {
        _folder.Write("java/language.yaml", """
            id: java
            name: Java
            aliases: [jdk, J]
            source_file: "{class}.java"
            source_extensions: [.java, .jav]
            variables:
              class: { patterns: ['class\s+(\w+)'], default: Main }
              package: { patterns: ['package\s+([\w.]+);'], format: "{value}.", default: "" }
            requires: [javac, java]
            packages: [default-jdk-headless]
            version_probe: [javac, -version]
            compile:
              argv: [javac, "-J-Xmx{memory_mb:60%}m", "{sources}"]
              env: { A: "{cpus}" }
              limits:
                wall_time_ms: 20000
                cpu_time_ms: 15000
                memory_mb: 768.5
                processes: 99
                output_kb: 64
                file_size_mb: 8
                open_files: 333
                stack_mb: 16
                disk_mb: 40
                cpus: 1.5
            run:
              argv: [java, "{package}{class}", "{args}"]
            """);

        var language = LanguageLoader.Load(_folder.Root).Find("jdk")!;

        var limits = language.Compile!.Limits;
        Assert.Equal(TimeSpan.FromSeconds(20), limits.WallTime);
        Assert.Equal(TimeSpan.FromSeconds(15), limits.CpuTime);
        Assert.Equal(ByteSize.FromMebibytes(768.5), limits.Memory);
        Assert.Equal(99, limits.Processes);
        Assert.Equal(ByteSize.FromKibibytes(64), limits.Output);
        Assert.Equal(ByteSize.FromMebibytes(8), limits.FileSize);
        Assert.Equal(333, limits.OpenFiles);
        Assert.Equal(ByteSize.FromMebibytes(16), limits.Stack);
        Assert.Equal(ByteSize.FromMebibytes(40), limits.Disk);
        Assert.Equal(1.5, limits.Cpus);
        Assert.Equal("{cpus}", language.Compile.Env["A"]);
        Assert.Equal([".java", ".jav"], language.SourceExtensions);
        Assert.Equal(["default-jdk-headless"], language.Packages);
        Assert.Equal(2, language.Variables.Count);
    }

    [Fact]
    public void All_errors_of_all_files_are_named_at_once()
    {
        _folder.Write("broken/language.yaml", """
            id: Broken
            colour: blue
            aliases: nothing
            source_file: a/b
            source_extensions: [py]
            variables:
              source: { patterns: ['(x)'], default: a }
              back: { patterns: ['(a)\1'], default: a }
              none: { patterns: ['a'], default: a, extra: 1 }
            requires: [../gcc]
            version_probe: [other]
            compile:
              argv: [gcc, "{unknown}", "x{args}", "{cpus:10%}", "{memory_mb:0%}", "{"]
              limits: { memory_mb: lots, processes: 1.5, speed: 1 }
            run:
              argv: "ls -l"
            """);
        _folder.Write("empty/language.yaml", "");
        _folder.Write("syntax/language.yaml", "a: [");
        Directory.CreateDirectory(_folder.In("nothing"));

        var errors = Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors;

        string[] keys = [.. errors.Where(error => error.File == _folder.In("broken/language.yaml")).Select(error => error.Key)];
        Assert.Equivalent(
            new[]
            {
                "id", "id", "name", "colour", "aliases", "source_file", "source_extensions[0]", "variables.source", "variables.back.patterns[0]",
                "variables.none.patterns[0]", "variables.none.extra", "requires[0]", "version_probe[0]", "compile.argv[0]", "compile.argv[1]",
                "compile.argv[2]", "compile.argv[3]", "compile.argv[4]", "compile.argv[5]", "compile.limits.memory_mb",
                "compile.limits.processes", "compile.limits.speed", "run.argv",
            },
            keys,
            strict: true);
        Assert.Contains(errors, error => error.File == _folder.In("empty/language.yaml"));
        Assert.Contains(errors, error => error.File == _folder.In("syntax/language.yaml") && error.Line > 0);
        Assert.Contains(errors, error => error.File == _folder.In("nothing/language.yaml") && error.Message == "is missing");
    }

    [Fact]
    public void The_id_must_be_the_name_of_the_folder()
    {
        _folder.Write("snake/language.yaml", Python);

        var error = Assert.Single(Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors);

        Assert.Equal(("id", "must be 'snake', the name of its folder"), (error.Key, error.Message));
    }

    [Fact]
    public void An_alias_means_one_language_in_any_case()
    {
        _folder.Write("python/language.yaml", Python);
        _folder.Write("python2/language.yaml", Python.Replace("id: python", "id: python2", StringComparison.Ordinal).Replace("[py]", "[PY]", StringComparison.Ordinal));

        var languages = LanguageLoader.Load(_folder.Root);

        var error = Assert.Single(languages.Errors);
        Assert.Equal((3, "aliases[0]", "'PY' already means python"), (error.Line, error.Key, error.Message));
        Assert.Equal("python", Assert.Single(languages.All).Id);
    }

    [Fact]
    public void An_alias_cannot_be_the_id_of_another_language()
    {
        _folder.Write("py/language.yaml", Python.Replace("id: python", "id: py", StringComparison.Ordinal).Replace("[py]", "[]", StringComparison.Ordinal));
        _folder.Write("python/language.yaml", Python);

        var languages = LanguageLoader.Load(_folder.Root);

        Assert.Equal(_folder.In("python/language.yaml"), Assert.Single(languages.Errors).File);
        Assert.Equal("py", Assert.Single(languages.All).Id);
    }

    [Theory]
    [InlineData("is not a folder", "absent")]
    [InlineData("has no language", ".")]
    public void A_server_without_languages_is_an_error(string message, string path)
    {
        var error = Assert.Single(Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.In(path))).Errors);

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_wrong_language_is_left_out_with_file_line_and_field_and_the_rest_serves()
    {
        _folder.Write("python/language.yaml", Python);
        _folder.Write("snake/language.yaml", Python.Replace("id: python", "id: snake", StringComparison.Ordinal).Replace("  argv: [python3,", "  argv:\n  - other\n  colour: [", StringComparison.Ordinal));

        var languages = LanguageLoader.Load(_folder.Root);

        Assert.Equal("python", Assert.Single(languages.All).Id);
        var file = _folder.In("snake/language.yaml");
        Assert.Equal(
            [
                $"{file}:9: run.argv[0]: 'other' must be listed in requires, or be a path such as ./main",
                $"{file}:10: run.colour: is not a known key",
            ],
            languages.Errors.Select(error => error.ToString()).Where(error => !error.Contains("aliases", StringComparison.Ordinal)));
    }

    [Fact]
    public void How_a_runtime_is_held_is_one_of_the_known_ways()
    {
        _folder.Write("python/language.yaml", Python + "\n  boot: { argv: [python3], memory_mb: 1, hold: later, unless: '(' }\n");

        var errors = Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors.Select(error => error.ToString()).ToList();

        Assert.Contains(errors, error => error.EndsWith("run.boot.hold: must be one of start, source, folder", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("run.boot.unless: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run:\n  argv: [python3, '{source}']\n  boot: { argv: [python3, '{source}', -B], hold: start, memory_mb: 1 }", "run.boot.argv: must end with the program")]
    [InlineData("run:\n  argv: [python3, '.read {source}']\n  boot: { argv: [python3], program: '.read {source}', hold: source, memory_mb: 1 }", "run.boot.program: must be the name of a file")]
    [InlineData("run:\n  argv: [python3, '{source}']\n  boot: { argv: [python3, '{source}'], hold_in: beam.smp, memory_mb: 1 }", "run.boot.hold_in: must be the name of an executable")]
    [InlineData("compile:\n  argv: [python3, '{source}']\n  boot: { argv: [python3], hold: source, memory_mb: 1 }\nrun:\n  argv: [python3, '{source}']", "compile.boot: must have no unless and no hold but start")]
    public void How_a_runtime_is_held_must_be_able_to_work(string stages, string expected)
    {
        _folder.Write("python/language.yaml", Python[..Python.IndexOf("run:", StringComparison.Ordinal)] + stages + "\n");

        Assert.Contains(Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_booted_runtime_is_told_is_in_the_argv()
    {
        _folder.Write("python/language.yaml", Python + "\n  boot: { argv: [python3], memory_mb: 1, program: \"{stem}.pyc\" }\n");

        var error = Assert.Single(Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors);

        Assert.EndsWith("run.boot.program: must be an element of the stage's argv: a booted runtime is told it, and what follows", error.ToString());
    }

    [Fact]
    public void The_example_is_the_program_of_hello()
    {
        _folder.Write("python/language.yaml", Python);
        _folder.Write("python/samples/hello/main.py", "print('hello')");
        _folder.Write("python/samples/hello/expect.yaml", "verdict: Ok");

        Assert.Equal("print('hello')", Assert.Single(LanguageLoader.Load(_folder.Root).All).Example);
    }

    [Fact]
    public void A_duplicate_key_is_an_error()
    {
        _folder.Write("python/language.yaml", Python + "\nname: Twice\n");

        Assert.Single(Assert.Throws<LanguageException>(() => LanguageLoader.Load(_folder.Root)).Errors);
    }

    [Fact]
    public void Every_language_of_this_repository_loads() =>
        Assert.NotEmpty(LanguageLoader.Load(Path.Combine(AppContext.BaseDirectory, "languages")).All);
}
