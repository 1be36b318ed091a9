using McpFuzzer.Actors.Contracts.Backoff;

namespace McpFuzzer.Actors.Os;

/// <summary>Ends a set whose owner is gone.</summary>
internal static class Reaper
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Kills repeatedly, since members may fork meanwhile, until the set is empty or the time is over. Owns the handle
    /// from the call on.
    /// </summary>
    internal static Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify, TimeProvider time) =>
        // A scan takes milliseconds, and the caller may be an actor.
        Task.Run(() => KillUntilEmptyAsync(handle, verify, time));

    private static async Task<IReadOnlyList<int>> KillUntilEmptyAsync(
        IProcessHandle handle,
        TimeSpan verify,
        TimeProvider time
    )
    {
        await using var owned = handle;
        var started = time.GetTimestamp();
        for (var look = 1; ; look++)
        {
            handle.Kill();
            var left = await handle.FindMembersAsync();
            if (left.Count == 0 || time.GetElapsedTime(started) >= verify)
            {
                return left;
            }

            await Task.Delay(ExponentialBackoff.Delay(FirstPause, LongestPause, look), time);
        }
    }
}
