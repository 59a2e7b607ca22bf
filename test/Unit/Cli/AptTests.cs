using Hotcell.Cli.Images;

namespace Hotcell.Unit.Cli;

public sealed class AptTests
{
    [Theory]
    [InlineData("Need to get 59.2 MB of archives.", "After this operation, 217 MB of additional disk space will be used.", 59_200_000, 217_000_000)]
    [InlineData("Need to get 7,335 kB/12.0 MB of archives.", "After this operation, 1.5 GB of additional disk space will be used.", 7_335_000, 1_500_000_000)]
    [InlineData("Need to get 0 B of archives.", "After this operation, 3,072 B of additional disk space will be used.", 0, 3072)]
    [InlineData("Need to get 0 B/62.9 MB of archives.", "After this operation, 12.3 MB disk space will be freed.", 0, 0)]
    public void What_an_action_costs_is_what_apt_says(string get, string after, long download, long growth)
    {
        var cost = default(AptCost);
        foreach (var line in new[] { "Reading package lists...", get, after, "'http://deb.debian.org/x.deb' x.deb 12 MD5Sum:0" })
        {
            cost = cost.With(line);
        }

        Assert.Equal(new AptCost(download, growth), cost);
    }

    [Fact]
    public void Mirrors_are_those_of_the_machine_in_both_formats()
    {
        Assert.Equal(
            new Mirrors("http://ftp.example.org/debian", "http://sec.example.org/debian-security"),
            Mirrors.Of(
            [
                "# deb http://old.example.org/debian bookworm main",
                "deb [arch=amd64 signed-by=/k.gpg] https://packages.example.org/tool stable main",
                "deb http://ftp.example.org/debian/ bookworm main",
                "URIs: http://sec.example.org/debian-security http://two.example.org/debian",
            ]));
        Assert.Equal(Mirrors.Standard, Mirrors.Of(["deb http://archive.ubuntu.com/ubuntu noble main"]));
    }

    [Theory]
    [InlineData("http://deb.debian.org/debian", true)]
    [InlineData("ftp://deb.debian.org/debian", false)]
    [InlineData("http://x/ sid main\ndeb http://y", false)]
    [InlineData("", false)]
    public void An_address_is_an_address_and_nothing_else(string text, bool isOne) => Assert.Equal(isOne, Mirrors.IsAddress(text));

    [Fact]
    public void Age_is_forgiven_to_other_suites_only_and_signatures_to_none()
    {
        using var folder = new Engine.TempFolder();
        Directory.CreateDirectory(folder.In("tree"));
        var apt = new Apt(Tree.At(folder.In("tree"), folder.Root), null!);

        apt.Configure(Mirrors.Standard, new Dictionary<string, IReadOnlyList<string>> { ["sid"] = ["nim"], ["forky"] = [] });

        var sources = File.ReadAllLines(folder.In("tree/etc/apt/sources.list"));
        Assert.All(sources, source => Assert.Contains("signed-by=/usr/share/keyrings/debian-archive-keyring.gpg", source, StringComparison.Ordinal));
        Assert.Equal(
            ["trixie", "trixie-updates", "trixie-security", "sid", "forky"],
            sources.Select(source => source.Split(' ')[^2]));
        Assert.Equal(["sid", "forky"], sources.Where(source => source.Contains("check-valid-until=no", StringComparison.Ordinal)).Select(source => source.Split(' ')[^2]));
        Assert.Equal(
            "Package: *\nPin: release n=sid\nPin-Priority: -1\n\nPackage: nim\nPin: release n=sid\nPin-Priority: 990\n\nPackage: *\nPin: release n=forky\nPin-Priority: -1\n\n",
            File.ReadAllText(folder.In("tree/etc/apt/preferences.d/hotcell")));
    }
}
