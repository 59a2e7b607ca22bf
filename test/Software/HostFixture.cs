using Hotcell.Kit;
using Hotcell.Protocol;

namespace Hotcell.Software;

/// <summary>Cells with the machine's own programs: what is tried here is installed there.</summary>
public sealed class HostFixture() : EngineFixture([ImageSource.Host]);
