using Hotcell.Protocol;

namespace Hotcell.Unit.Protocol;

public sealed class ImageSourceTests
{
    [Fact]
    public void A_list_says_the_same_after_a_journey_as_text()
    {
        ImageSource[] images = [new("debian", "/var/lib/a b=c", IsStore: true), ImageSource.Host];

        Assert.Equal(images, ImageSource.ParseAll(ImageSource.FormatAll(images)));
        Assert.Equal(["--image-store", "debian=/var/lib/a b=c", "--image", "host=/"], images.SelectMany(image => image.Options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("=/")]
    [InlineData("host=relative")]
    [InlineData("host=/\nbroken")]
    public void What_is_no_list_is_none(string text) => Assert.Null(ImageSource.ParseAll(text));
}
