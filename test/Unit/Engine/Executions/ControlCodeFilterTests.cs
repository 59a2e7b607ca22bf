using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Unit.Engine.Executions;

public sealed class ControlCodeFilterTests
{
    public static TheoryData<string, string> Outputs => new()
    {
        { "", "" },
        { "plain text\r\n\tand tabs\n", "plain text\r\n\tand tabs\n" },
        { "äöü 漢字 🦀 \u00a0 \u00a9", "äöü 漢字 🦀 \u00a0 \u00a9" },
        { "a\0b\a\b\f\v\u007fc", "abc" },
        { "\e[31mred\e[0m \e[1;38;5;196mbold\e[m", "red bold" },
        { "\e[2J\e[H\e[?25lhidden\e[10;20Hmoved\e[K", "hiddenmoved" },
        { "\u009b31mred\u009b0m\u0085", "red" },
        { "\e]0;a title\aafter", "after" },
        { "\e]8;;https://example.org\e\\link\e]8;;\e\\", "link" },
        { "\u009dtitle\u009cafter", "after" },
        { "\ePdevice\e\\\eXstart\e\\\e^private\e\\\e_application\e\\after", "after" },
        { "\e(B\e)0\e=\e>\e7\e8\ecafter", "after" },
        { "\e]an end is missing\nthe next line", "\nthe next line" },
        { "\e[31\nno end", "\nno end" },
        { "\e[31é", "é" },
        { "\eé", "é" },
        { "\e\e[1mtwice", "twice" },
        { "\e]a\e[31mred", "red" },
        { "\e[1\u0018mcancelled", "mcancelled" },
        { "\e]0;title with é and \u00a0\aafter", "after" },
        { "ends in \e", "ends in " },
        { "ends in \e[3", "ends in " },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Controls_and_sequences_are_gone_and_text_stays(string output, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(output);

        Assert.Equal(expected, Filter([bytes]));
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Pieces_may_end_anywhere(string output, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(expected, Filter([bytes[..cut], bytes[cut..]]));
        }

        Assert.Equal(expected, Filter(bytes.Select(unit => new[] { unit })));
    }

    [Fact]
    public void What_is_no_text_stays_what_it_is()
    {
        byte[] bytes = [0xff, (byte)'a', 0x9b, (byte)'b', 0xe2, 0x82, (byte)'c', 0xc2];

        Assert.Equal(bytes, Bytes([bytes]));
        Assert.Equal(bytes, Bytes(bytes.Select(unit => new[] { unit })));
    }

    private static string Filter(IEnumerable<byte[]> pieces) => Encoding.UTF8.GetString(Bytes(pieces));

    private static byte[] Bytes(IEnumerable<byte[]> pieces)
    {
        var filter = new ControlCodeFilter();
        return [.. pieces.SelectMany(piece => filter.Add(piece).ToArray()).ToArray(), .. filter.Finish().Span];
    }
}
