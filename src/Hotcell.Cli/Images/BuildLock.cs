using Hotcell.Linux;
using Hotcell.Linux.Abi;
using Microsoft.Win32.SafeHandles;

namespace Hotcell.Cli.Images;

/// <summary>
/// One build at a time. The lock is inherited by every tool that a build starts: when a build is killed, the next one begins only after the
/// last of its tools is gone.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);
    private readonly SafeFileHandle _file;

    private BuildLock(SafeFileHandle file) => _file = file;

    public static async Task<BuildLock> TakeAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                // Without sharing it is flock(2), exclusive.
                var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return Sys.SetCloseOnExec((int)file.DangerousGetHandle(), on: false) is var result and < 0
                    ? throw new LinuxException($"fcntl {path}", -result)
                    : new BuildLock(file);
            }
            catch (IOException)
            {
                if (!told)
                {
                    await Console.Error.WriteLineAsync("hotcell: waiting for another installation");
                }

                await Task.Delay(s_pause, time, cancellation);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
