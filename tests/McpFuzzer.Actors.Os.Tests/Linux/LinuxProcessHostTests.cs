using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Linux;

[Collection("real processes")]
public sealed class LinuxProcessHostTests : ProcessHostContract
{
    private protected override IProcessHost Create(HostOptions options) =>
        new LinuxProcessHost(TimeProvider.System, options);
}
