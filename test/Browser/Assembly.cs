using Xunit;

// One machine, one process tree: what is counted before and after must not come from a test beside.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Hotcell.Kit.ServerFixture))]
[assembly: AssemblyFixture(typeof(Hotcell.Browser.BrowserFixture))]
