namespace McpFuzzer.Actors.Core.Processes;

/// <summary>The phases of readiness.</summary>
internal enum ReadinessPhase
{
    /// <summary>It is not ready, and has time left.</summary>
    Waiting,

    /// <summary>It is ready.</summary>
    Ready,

    /// <summary>Its time is over; it may still become ready.</summary>
    Late,

    /// <summary>It has ended.</summary>
    Over,
}

/// <summary>The inputs of readiness.</summary>
internal enum ReadinessInput
{
    /// <summary>The sign was seen; without a required sign, it has started.</summary>
    Sign,

    /// <summary>The time for the sign is over.</summary>
    TimeUp,

    /// <summary>The leader has exited, or is given up.</summary>
    Ended,
}

/// <summary>The event to publish.</summary>
internal enum ReadinessNews
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ProcessReady.</summary>
    Ready,

    /// <summary>ProcessNotReady.</summary>
    NotReady,
}

/// <summary>A new phase, and the event to publish.</summary>
internal readonly record struct ReadinessStep(ReadinessPhase Phase, ReadinessNews News);

/// <summary>
/// Decides which readiness events of an incarnation are published: each of the two at most once, and none at the end of
/// an incarnation that was ready. An input that is not in the table changes nothing.
/// <code>
/// phase    input   next   news
/// Waiting  Sign    Ready  Ready
/// Waiting  TimeUp  Late   NotReady
/// Waiting  Ended   Over   NotReady
/// Late     Sign    Ready  Ready
/// Late     Ended   Over   –
/// Ready    Ended   Over   –
/// </code>
/// </summary>
internal static class ReadinessMachine
{
    public static ReadinessStep Step(ReadinessPhase phase, ReadinessInput input) =>
        (phase, input) switch
        {
            (ReadinessPhase.Waiting or ReadinessPhase.Late, ReadinessInput.Sign) => new(
                ReadinessPhase.Ready,
                ReadinessNews.Ready
            ),
            (ReadinessPhase.Waiting, ReadinessInput.TimeUp) => new(ReadinessPhase.Late, ReadinessNews.NotReady),
            (ReadinessPhase.Waiting, ReadinessInput.Ended) => new(ReadinessPhase.Over, ReadinessNews.NotReady),
            (_, ReadinessInput.Ended) => new(ReadinessPhase.Over, ReadinessNews.None),
            _ => new(phase, ReadinessNews.None),
        };
}
