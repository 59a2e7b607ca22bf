using Hotcell.Protocol;

namespace Hotcell.Kit;

/// <summary>Where the things under test are. <c>./hotcell test</c> builds them and says so in the environment.</summary>
public static class Machine
{
    /// <summary>The warden's executable.</summary>
    public static string Warden => FileFrom("HOTCELL_WARDEN");

    /// <summary>The server's assembly, for <c>dotnet</c>.</summary>
    public static string ServerDll => FileFrom("HOTCELL_SERVER_DLL");

    /// <summary>The command line tool's assembly, for <c>dotnet</c>.</summary>
    public static string CliDll => FileFrom("HOTCELL_CLI_DLL");

    /// <summary>
    /// How many times longer than usual things may take, from HOTCELL_TEST_PATIENCE: on an emulated CPU. What a test itself asks for stays as it is.
    /// </summary>
    public static int Patience { get; } = int.TryParse(Environment.GetEnvironmentVariable("HOTCELL_TEST_PATIENCE"), out var factor) && factor > 0 ? factor : 1;

    /// <summary>What cells see: the tree that <c>./hotcell test</c> has installed languages into, if there is one, and this machine's own programs.</summary>
    public static IReadOnlyList<ImageSource> Images { get; } =
        Environment.GetEnvironmentVariable("HOTCELL_TEST_IMAGES") != "host" && Environment.GetEnvironmentVariable("HOTCELL_IMAGE_STORE") is { } store && Directory.Exists(store)
            ? [new ImageSource("debian", store, IsStore: true), ImageSource.Host]
            : [ImageSource.Host];

    /// <summary>Root of the checkout.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Languages => Path.Combine(Repository, "languages");

    /// <summary>User that the server runs as: never root, and no account of the machine when we are.</summary>
    public static uint ServerUid => Environment.IsPrivilegedProcess ? 64980U : throw new InvalidOperationException("Only root chooses another user.");

    private static string FileFrom(string variable)
    {
        var path = Environment.GetEnvironmentVariable(variable);
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException($"{variable} names no file ('{path}'). Run the tests with ./hotcell test, which builds what they need.");
    }

    private static string FindRepository()
    {
        var start = Environment.GetEnvironmentVariable("HOTCELL_REPOSITORY") ?? AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hotcell.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No checkout above {start}: set HOTCELL_REPOSITORY.");
    }
}
