namespace McpFuzzer.Actors.Core.Watch;

/// <summary>
/// How long a process may be silent before each level is reached; a level is reached when the silence is longer, not as
/// long.
/// </summary>
/// <param name="Warning">Beyond it: a warning.</param>
/// <param name="Terminate">Beyond it: the stop ladder.</param>
/// <param name="Kill">Beyond it: SIGKILL. Never less than <paramref name="Terminate" />.</param>
internal readonly record struct SilenceLimits(TimeSpan Warning, TimeSpan Terminate, TimeSpan Kill)
{
    /// <summary>The limits of a process with this timeout under a watchdog with these values.</summary>
    public static SilenceLimits Of(TimeSpan timeout, TimeSpan extraBuffer, TimeSpan maxHangTime)
    {
        // A process's own timeout may be as long as TimeSpan can say.
        var terminate = extraBuffer > TimeSpan.MaxValue - timeout ? TimeSpan.MaxValue : timeout + extraBuffer;
        return new SilenceLimits(timeout, terminate, terminate > maxHangTime ? terminate : maxHangTime);
    }
}
