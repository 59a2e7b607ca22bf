using Hotcell.Server.Hosting;

namespace Hotcell.Unit.Server;

public sealed class MachineStatusTests
{
    [Fact]
    public void Is_read_from_what_the_kernel_tells()
    {
        var status = MachineStatus.Parse("0.52 1.58 2.59 3/1234 5678\n", ["MemTotal:       16384 kB", "MemFree:  1 kB", "MemAvailable:    1024 kB"], "6.1.0-18-amd64\n");
        Assert.Equal([0.52, 1.58, 2.59], status.Load);
        Assert.Equal((16L << 20, 1L << 20, "6.1.0-18-amd64"), (status.Memory, status.AvailableMemory, status.Kernel));
    }

    [Fact]
    public void Is_read_on_this_machine()
    {
        var status = MachineStatus.Read();
        Assert.InRange(status.AvailableMemory, 1, status.Memory);
        Assert.NotEmpty(status.Kernel);
    }
}
