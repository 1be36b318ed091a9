namespace McpFuzzer.Actors.Os.Portable;

internal sealed class PortableProcessHost(TimeProvider time, HostOptions options) : IProcessHost
{
    public HostPromises Promises => throw new NotSupportedException(time.ToString() + options);

    public Task<StartResult> StartAsync(Contracts.Processes.ProcessSpec spec, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
