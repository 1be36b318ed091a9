using Microsoft.Extensions.Hosting;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// Leaves the end of the host to the verb. The console's lifetime would handle the signals, and stop the host while a
/// campaign runs.
/// </summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
