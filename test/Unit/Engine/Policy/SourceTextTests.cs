using Hotcell.Engine.Languages;
using Hotcell.Engine.Policy;

namespace Hotcell.Unit.Engine.Policy;

/// <summary>Code is told from comments and texts by what the languages of the checkout say of themselves.</summary>
public sealed class SourceTextTests
{
    private static readonly LanguageCatalog s_languages = LanguageLoader.Load(Path.Combine(AppContext.BaseDirectory, "languages"));

    /// <summary>In each source, every X is code and every y is not.</summary>
    public static TheoryData<string, string> Sources => new()
    {
        { "python", "X # y 'y\nX 'y' X \"y # y\" X" },
        { "python", "X '''y\n'y' \"\"\" y''' X \"\"\"y\n# ' y\"\"\" X" },
        { "python", "X 'y\\'y\\\\' X \"y\\\"y\" X" },
        { "python", "X 'y without an end\nX" },
        { "python", "X f'y {X} y {X + {X: 1}[X]} y' X f\"\"\"y\n{X}\"\"\" X rf'y' X" },
        { "javascript", "X // y\nX /* y\n// y */ X 'y' X \"y\" X" },
        { "javascript", "X `y\n${X + `y ${X} y`} y` X `${X}` X" },
        { "javascript", "X `y ${ {X: {X}} } y` X" },
        { "typescript", "X /* ` y */ X '/*y' X" },
        { "c", "X '\"' X \"y\\\"y\" X // y \\\nX" },
        { "cpp", "X R\"(y \" y\n)\" X" },
        { "java", "X \"\"\"\n y \" y\n\"\"\" X '\"' X" },
        { "csharp", "X @\"y\n\\\" X $\"y {X} y\" X @\"y\"\"y\" X \"\"\"y \" y\"\"\" X" },
        { "go", "X `y\n\\` X '`' X" },
        { "rust", "X /* y /* y */ y */ X '\"' X r#\"y \" y\"# X &'a X" },
        { "kotlin", "X \"y ${X} y\" X \"\"\"y \" ${X} y\"\"\" X" },
        { "ruby", "X # y\nX \"y #{X} y\" X\n=begin\ny\n=end\nX" },
        { "php", "X # y\nX // y\nX /* y */ 'y' X" },
        { "bash", "X $# X ${X#X} X # y\nX;# y\nX 'y # y' X \"X\"" },
        { "perl", "X $#X X # y\nX" },
        { "lua", "X -- y\nX --[[ y\ny ]] X [[y\ny]] X" },
        { "sql", "X -- y\nX 'y''y' X /* y */ X" },
        { "haskell", "X -- y\nX {- y {- y -} y -} X '\"' X" },
        { "d", "X /+ y /+ y +/ y +/ X" },
        { "swift", "X \"\"\"\ny\n\"\"\" X" },
        { "cobol", "X 'X' X" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Code_is_told_from_comments_and_texts(string language, string source)
    {
        var text = new SourceText(source, s_languages.Find(language)!.Lexical);

        Assert.Equal(source.Length, text.Code.Length);
        Assert.All(source.Index().Where(one => one.Item is 'X' or 'y'), one => Assert.True(text.IsCode(one.Index) == (one.Item == 'X'), $"{one.Item} at {one.Index}: {source[one.Index..]}"));
    }

    [Fact]
    public void Comments_are_blank_and_lines_stay_lines()
    {
        var text = new SourceText("a /* b\r\nc */ d // e\nf 'g'", s_languages.Find("javascript")!.Lexical);

        Assert.Equal("a     \r\n     d     \nf 'g'", text.Code);
    }

    [Fact]
    public void Every_source_has_an_end()
    {
        var random = new Random(1);
        const string alphabet = "'\"`\\/*#-+[]{}${@frR()\nxX ";
        foreach (var language in s_languages.All)
        {
            for (var i = 0; i < 50; i++)
            {
                var source = string.Concat(Enumerable.Range(0, 200).Select(_ => alphabet[random.Next(alphabet.Length)]));
                Assert.Equal(source.Length, new SourceText(source, language.Lexical).Code.Length);
            }
        }
    }
}
