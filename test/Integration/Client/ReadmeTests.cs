using System.Text.RegularExpressions;
using Hotcell.Client;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Client;

/// <summary>What the client's README shows is a program: compiled as its readers would compile it, and run without reflection over its types, as one
/// that is compiled ahead of time.</summary>
public sealed partial class ReadmeTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <UseAppHost>false</UseAppHost>
            <JsonSerializerIsReflectionEnabledByDefault>false</JsonSerializerIsReflectionEnabledByDefault>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="CLIENT" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task What_it_shows_compiles_and_prints_what_it_says()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Machine.Repository, "src", "Hotcell.Client", "README.md"));
        var program = string.Concat(Blocks("csharp", readme));
        const string address = "http://127.0.0.1:8080";
        Assert.Contains(address, program, StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Example.csproj"), Project.Replace("CLIENT", typeof(HotcellClient).Assembly.Location, StringComparison.Ordinal));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Program.cs"), program.Replace(address, server.Client.BaseAddress!.AbsoluteUri, StringComparison.Ordinal));
            var output = Path.Combine(folder.FullName, "out");
            await using (var build = Child.Start(ServerFixture.Dotnet, "build", folder.FullName, "--output", output, "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"))
            {
                Assert.True(await build.WaitForExitAsync(TimeSpan.FromMinutes(5)) == 0, build.Log);
            }

            await using var run = Child.Start(ServerFixture.Dotnet, Path.Combine(output, "Example.dll"));
            Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(2)) == 0, run.Log);
            Assert.Equal(Assert.Single(Blocks("text", readme)), run.Log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Blocks(string language, string text) =>
        Block().Matches(text).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
