using Hotcell.Engine.Executions;
using Hotcell.Server.Http;
using Hotcell.Server.Logs;
using Hotcell.Unit.Engine;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Unit.Server.Logs;

public sealed class SecurityLogTests
{
    private readonly ManualTime _time = new();
    private readonly RecordedLog<SecurityLog> _log = new();
    private readonly SecurityLog _security;

    public SecurityLogTests() => _security = new SecurityLog(_log, _time);

    [Fact]
    public void Names_of_files_that_are_refused_are_told_by_their_place_and_never_themselves()
    {
        _security.PathsRefused("key:one", [new("files[1].name", "must not contain '..'"), new("stdin", "is too large"), new("output_files[0]", "must be relative, not absolute"), new("files", "must have at least one file")]);
        Assert.Equal(["Path refused: key:one, files[1].name must not contain '..'", "Path refused: key:one, output_files[0] must be relative, not absolute"], _log.Messages);
    }

    [Fact]
    public void A_path_of_a_request_is_never_told()
    {
        var context = new DefaultHttpContext { Request = { Method = "BREW", Path = "/secret", QueryString = new QueryString("?secret") }, Connection = { RemoteIpAddress = System.Net.IPAddress.Loopback } };
        RequestFacts.Of(context).Key = "one";
        _security.RequestRefused(Refusal.Role, context, "is for Operator");
        Assert.Equal("Role refused: one from 127.0.0.1, _OTHER - is for Operator", Assert.Single(_log.Messages));
    }

    [Fact]
    public void A_flood_of_one_kind_is_counted_and_hides_no_other()
    {
        for (var i = 0; i < 1000; i++)
        {
            _security.SyscallRefused("key:one", "c", "ptrace", Verdict.ForbiddenSyscall);
        }

        _security.RequestRefused(Refusal.Key, new DefaultHttpContext(), "came with a wrong key");
        Assert.Equal(601, _log.Entries.Count);
        Assert.StartsWith("Key refused: nobody", _log.Messages.Last(), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromMinutes(2));
        _security.SyscallRefused("key:one", "c", "ptrace", Verdict.Ok);
        Assert.Equal(["Syscall refused: 400 more that are not told of one by one", "Syscall refused: key:one, a program in c called ptrace and ended with Ok"], _log.Messages.TakeLast(2));
    }
}
