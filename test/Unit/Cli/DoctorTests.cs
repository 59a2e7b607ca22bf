using Hotcell.Cli.Doctor;

namespace Hotcell.Unit.Cli;

public sealed class DoctorTests
{
    /// <summary>The three settings that stand in the way of an ordinary user, as distributions have them.</summary>
    [Theory]
    [InlineData("0", null, "15000", "sysctl kernel.unprivileged_userns_clone=1")]
    [InlineData("1", null, "0", "sysctl user.max_user_namespaces=15000")]
    [InlineData(null, "1", "127000", "AppArmor restricts user namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or start Hotcell as root")]
    [InlineData(null, "0", "127000", "a kernel with user namespaces, and no container filter that forbids them (docs/containers.md)")]
    public void Doctor_names_what_forbids_user_namespaces(string? unprivileged, string? appArmor, string most, string fix) =>
        Assert.Equal(fix, NamespaceChecks.UserFix(unprivileged, appArmor, most));
}
