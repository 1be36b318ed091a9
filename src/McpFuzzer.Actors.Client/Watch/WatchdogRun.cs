namespace McpFuzzer.Actors.Client.Watch;

/// <summary>
/// A running watchdog, which stops at the end of a <c>using</c>.</summary> <example>
/// <code>
/// await using (await watchdog.StartAsync())
/// {
///     // watched
/// }
/// </code>
/// </example>
public sealed class WatchdogRun : IAsyncDisposable
{
    private readonly WatchdogClient _watchdog;

    internal WatchdogRun(WatchdogClient watchdog) => _watchdog = watchdog;

    /// <summary>Stops the node's watchdog, even if other code has started it too.</summary>
    public async ValueTask DisposeAsync() => await _watchdog.StopAsync();
}
