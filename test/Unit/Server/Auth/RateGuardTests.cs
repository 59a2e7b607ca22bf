using Hotcell.Engine.Keys;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Logs;
using Hotcell.Unit.Engine;
using Hotcell.Unit.Server.Logs;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Unit.Server.Auth;

public sealed class RateGuardTests : IDisposable
{
    private static readonly RequestRate s_rate = new(3, TimeSpan.FromSeconds(10));

    private readonly ManualTime _time = new();
    private readonly RecordedLog<SecurityLog> _log = new();
    private readonly RateGuard _guard;

    public RateGuardTests() => _guard = new RateGuard(new SecurityLog(_log, _time), _time);

    public void Dispose() => _guard.Dispose();

    /// <summary>Status, and the four header fields.</summary>
    private (int Status, string Fields) Count(string caller, RequestRate? rate = null)
    {
        var response = new DefaultHttpContext().Response;
        var status = 200;
        try
        {
            _guard.Count(response, caller, rate ?? s_rate);
        }
        catch (ProblemException refused)
        {
            status = refused.Problem.Status;
            Assert.Equal(response.Headers["RateLimit-Reset"], $"{refused.Problem.RetryAfter!.Value.TotalSeconds}");
        }

        return (status, string.Join(' ', RateGuard.Fields.Select(field => response.Headers[field].ToString())).Trim());
    }

    [Fact]
    public void Every_answer_tells_what_is_left_and_when_there_is_more()
    {
        Assert.Equal((200, "3 2 10 3;w=10"), Count("one"));
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal((200, "3 1 8 3;w=10"), Count("one"));
        Assert.Equal((200, "3 0 8 3;w=10"), Count("one"));
        Assert.Equal((429, "3 0 8 3;w=10"), Count("one"));
        _time.Advance(TimeSpan.FromSeconds(7.4));
        Assert.Equal((429, "3 0 1 3;w=10"), Count("one"));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((200, "3 2 10 3;w=10"), Count("one"));
    }

    [Fact]
    public void A_window_begins_with_the_first_request_in_it()
    {
        Count("one");
        _time.Advance(TimeSpan.FromSeconds(1000));
        Assert.Equal((200, "3 2 10 3;w=10"), Count("one"));
    }

    [Fact]
    public void Each_caller_has_a_window_of_its_own()
    {
        for (var i = 0; i < 4; i++)
        {
            Count("one");
        }

        Assert.Equal(429, Count("one").Status);
        Assert.Equal(200, Count("other").Status);
    }

    [Fact]
    public void A_new_rate_is_a_new_window()
    {
        for (var i = 0; i < 4; i++)
        {
            Count("one");
        }

        Assert.Equal((200, "5 4 1 5;w=1"), Count("one", new RequestRate(5, TimeSpan.FromSeconds(0.5))));
    }

    [Fact]
    public void The_first_refusal_of_a_window_is_in_the_security_log_and_no_more_of_it()
    {
        for (var i = 0; i < 10; i++)
        {
            Count("one");
        }

        Assert.Equal("Rate refused: nobody from , _OTHER - more than 3 in 10 s", Assert.Single(_log.Messages));
        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++)
        {
            Count("one");
        }

        Assert.Equal(2, _log.Entries.Count);
    }

    [Fact]
    public void Who_has_no_rate_is_not_counted_nor_told() => Assert.Equal((200, ""), Count("one", RequestRate.None));
}
