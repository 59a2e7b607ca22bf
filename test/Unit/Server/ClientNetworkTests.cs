using System.Net;
using Hotcell.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Unit.Server;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "::2", false)]
    public void An_address_stands_for_all_that_its_holder_can_choose(string one, string other, bool same) =>
        Assert.Equal(same, ClientNetwork.Of(IPAddress.Parse(one)) == ClientNetwork.Of(IPAddress.Parse(other)));

    [Fact]
    public void Half_of_the_connections_are_those_of_one_network_and_not_of_one_address()
    {
        var places = new ConnectionPlaces(4);
        Assert.True(places.TryEnter(OwnerOf("2001:db8::1")));
        Assert.True(places.TryEnter(OwnerOf("2001:db8::2")));
        Assert.False(places.TryEnter(OwnerOf("2001:db8::3")));
        Assert.True(places.TryEnter(OwnerOf("192.0.2.1")));
        Assert.True(places.TryEnter(OwnerOf("::ffff:192.0.2.1")));
        Assert.False(places.TryEnter(OwnerOf("192.0.2.7")));
        places.Leave(OwnerOf("2001:db8::4"));
        Assert.True(places.TryEnter(OwnerOf("2001:db8::5")));
        Assert.Equal(4, places.Count);
    }

    private static string OwnerOf(string address) => ConnectionPlaces.OwnerOf(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } });
}
