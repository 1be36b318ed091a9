using Microsoft.Extensions.Hosting;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>The verb decides when the host ends: the console's own lifetime would take the signals and stop it under a running campaign.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
