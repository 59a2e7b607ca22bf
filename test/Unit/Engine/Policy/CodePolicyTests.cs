using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;
using Hotcell.Engine.Policy;

namespace Hotcell.Unit.Engine.Policy;

public sealed class CodePolicyTests : IDisposable
{
    private const string Usual = """
        python:
          - rule: no-subprocess
            pattern: '\b(import|from)\s+subprocess\b'
            reason: nothing is started here
          - rule: no-eval
            pattern: '\beval\s*\('
        javascript:
          - { rule: no-child-process, pattern: '\brequire\s*\(\s*[''"](node:)?child_process' }
        """;

    private static readonly LanguageCatalog s_languages = LanguageLoader.Load(Path.Combine(AppContext.BaseDirectory, "languages"));
    private readonly TempFolder _folder = new();

    public static TheoryData<string, string, string[]> Programs => new()
    {
        { "python", "import os\nprint(1)", [] },
        { "python", "import subprocess", ["line 1 is forbidden by the rule no-subprocess: nothing is started here"] },
        { "python", "# import subprocess\nprint('import subprocess')\n\"\"\"\nimport subprocess\n\"\"\"", [] },
        { "python", "x = 1\nfrom subprocess import run\neval('1')", ["line 2 is forbidden by the rule no-subprocess: nothing is started here", "line 3 is forbidden by the rule no-eval"] },
        { "python", "eval(1); eval(2)\neval(3)", ["line 1 is forbidden by the rule no-eval", "line 2 is forbidden by the rule no-eval"] },
        { "python", "'eval(' + eval('1')", ["line 1 is forbidden by the rule no-eval"] },
        { "python", "f'{eval(1)}'", ["line 1 is forbidden by the rule no-eval"] },
        { "python", "medieval(1)", [] },
        { "python", "eval # why\n(1)", ["line 1 is forbidden by the rule no-eval"] },
        { "javascript", "const c = require('child_process')", ["line 1 is forbidden by the rule no-child-process"] },
        { "javascript", "\n\nrequire(/* hidden */ \"node:child_process\")", ["line 3 is forbidden by the rule no-child-process"] },
        { "javascript", "// require('child_process')\nconst s = \"require('child_process')\"", [] },
        { "javascript", "`${require('child_process')}`", ["line 1 is forbidden by the rule no-child-process"] },
        { "ruby", "eval(1)", [] },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_refusal_names_the_rule_and_the_line(string language, string source, string[] expected) => Assert.Equal(expected, Check(Usual, language, source).Select(error => error.Message));

    [Fact]
    public void Every_source_of_a_request_is_looked_at_and_data_is_not()
    {
        var errors = new List<FieldError>();
        var policy = CodePolicyFile.Read(FileOf(Usual), s_languages);
        policy.Check(
            s_languages.Find("python")!,
            [new SourceFile("program", "eval(1)"u8.ToArray()), new SourceFile("lib.py", "eval(1)"u8.ToArray()), new SourceFile("data.txt", "eval(1)"u8.ToArray())],
            errors);

        Assert.Equal(["files[0].content", "files[1].content"], errors.Select(error => error.Field));
    }

    [Fact]
    public void Of_many_refusals_some_are_named() => Assert.Equal(16, Check(Usual, "python", string.Concat(Enumerable.Repeat("eval(1)\n", 1000))).Count);

    [Fact]
    public void A_mebibyte_of_texts_takes_bounded_time()
    {
        var source = new StringBuilder();
        while (source.Length < 1 << 20)
        {
            source.Append("'eval(' ");
        }

        Assert.Empty(Check(Usual, "python", source.ToString()));
    }

    [Fact]
    public void Every_mistake_of_a_policy_is_named_with_its_line()
    {
        const string wrong = """
            klingon:
              - { rule: a, pattern: b }
            python:
              - rule: Not A Name
                pattern: '('
              - pattern: 'a(?=b)'
                why: x
              - { rule: all, pattern: '.*' }
            ruby: eval
            """;
        var path = FileOf(wrong);

        var errors = Assert.Throws<EngineOptionsException>(() => CodePolicyFile.Read(path, s_languages)).Errors;

        foreach (var begin in new[]
        {
            $"{path}:1: klingon: is not the id of a language", $"{path}:4: python[0].rule: must match", $"{path}:5: python[0].pattern: is not a regular expression",
            $"{path}:6: python[1].rule: is missing", $"{path}:6: python[1].pattern: is not a regular expression", $"{path}:7: python[1].why: is not a known key",
            $"{path}:8: python[2].pattern: matches the empty text", $"{path}:9: ruby: must be a list",
        })
        {
            Assert.True(errors.Any(error => error.StartsWith("CodePolicy: " + begin, StringComparison.Ordinal)), $"{begin} is not among\n{string.Join('\n', errors)}");
        }

        Assert.Equal(8, errors.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("a: [\n")]
    public void What_is_no_policy_is_refused(string text) =>
        Assert.Single(Assert.Throws<EngineOptionsException>(() => CodePolicyFile.Read(FileOf(text), s_languages)).Errors);

    [Fact]
    public void A_policy_that_is_not_there_is_refused() =>
        Assert.EndsWith("is missing", Assert.Single(Assert.Throws<EngineOptionsException>(() => CodePolicyFile.Read(Path.Combine(_folder.Root, "none.yaml"), s_languages)).Errors), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string FileOf(string policy)
    {
        _folder.Write("policy.yaml", policy);
        return _folder.In("policy.yaml");
    }

    private List<FieldError> Check(string policy, string language, string source)
    {
        var errors = new List<FieldError>();
        CodePolicyFile.Read(FileOf(policy), s_languages).Check(s_languages.Find(language)!, [new SourceFile("main", Encoding.UTF8.GetBytes(source))], errors);
        return errors;
    }
}
