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
}
