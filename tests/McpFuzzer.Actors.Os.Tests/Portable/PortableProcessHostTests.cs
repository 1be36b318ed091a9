using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Os.Portable;
using McpFuzzer.Actors.Os.Tests.Contract;

namespace McpFuzzer.Actors.Os.Tests.Portable;

[Collection("real processes")]
public sealed class PortableProcessHostTests : ProcessHostContract
{
    private protected override IProcessHost Create(HostOptions options) =>
        new PortableProcessHost(TimeProvider.System, options);

    [Fact]
    public async Task Should_bind_no_external_process_without_pidfds()
    {
        var refused = Assert.IsType<BindResult.Rejected>(await Host.BindAsync(4711));

        Assert.Equal(BindRejection.Unsupported, refused.Why);
        Assert.Contains("pidfd", refused.Message, StringComparison.Ordinal);
    }
}
