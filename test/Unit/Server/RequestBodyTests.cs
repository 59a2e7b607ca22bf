using System.Text;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Http;
using Hotcell.Unit.Engine;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Hotcell.Unit.Server;

public sealed class RequestBodyTests
{
    private const int Held = 40_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_there_is_no_memory_for_is_read_to_its_end_before_the_refusal(bool announced)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"code":"{{new string('x', 2 * Held)}}"}"""));
        var context = new DefaultHttpContext { Request = { Body = body, ContentType = "application/json", ContentLength = announced ? body.Length : null } };
        var budget = new BodyBudget(Held, new ManualTime());
        var error = await Assert.ThrowsAsync<ProblemException>(() => RequestBody.ReadJsonAsync(context, budget, root => root.ToString()));
        Assert.Equal(StatusCodes.Status429TooManyRequests, error.Problem.Status);
        Assert.Equal(body.Length, body.Position);
        Assert.True(budget.Open().TryTake(Held));
    }

    [Fact]
    public async Task A_refused_body_holds_no_memory_while_it_is_read_to_its_end()
    {
        var budget = new BodyBudget(Held, new ManualTime());
        var wasFree = false;
        using var body = new WatchedStream(new byte[4 * Held], at => wasFree |= at == 4 * Held && budget.Open().TryTake(Held));
        var context = new DefaultHttpContext { Request = { Body = body, ContentType = "application/json" } };
        await Assert.ThrowsAsync<ProblemException>(() => RequestBody.ReadJsonAsync(context, budget, root => root.ToString()));
        Assert.True(wasFree);
    }

    private sealed class WatchedStream(byte[] bytes, Action<long> read) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            read(Position);
            return count;
        }
    }
}
