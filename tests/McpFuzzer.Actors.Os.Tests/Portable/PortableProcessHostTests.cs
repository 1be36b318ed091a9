using McpFuzzer.Actors.Os.Portable;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Portable;

[Collection("real processes")]
public sealed class PortableProcessHostTests : ProcessHostContract
{
    private protected override IProcessHost Create(HostOptions options) =>
        new PortableProcessHost(TimeProvider.System, options);
}
