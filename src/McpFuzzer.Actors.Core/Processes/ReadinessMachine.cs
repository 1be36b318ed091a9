namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Where an incarnation stands on its way to being ready.</summary>
internal enum ReadinessPhase
{
    /// <summary>It has not shown its sign, and has time left.</summary>
    Waiting,

    /// <summary>It has shown its sign.</summary>
    Ready,

    /// <summary>Its time is over; it may still show its sign.</summary>
    Late,

    /// <summary>It has ended.</summary>
    Over,
}

/// <summary>What may happen on that way.</summary>
internal enum ReadinessInput
{
    /// <summary>The sign was seen; for one that needs none, it has started.</summary>
    Sign,

    /// <summary>The time for the sign is over.</summary>
    TimeUp,

    /// <summary>The leader has exited, or is given up.</summary>
    Ended,
}

/// <summary>What is told of it.</summary>
internal enum ReadinessNews
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ProcessReady.</summary>
    Ready,

    /// <summary>ProcessNotReady.</summary>
    NotReady,
}

/// <summary>A new phase, and what is told of it.</summary>
internal readonly record struct ReadinessStep(ReadinessPhase Phase, ReadinessNews News);

/// <summary>
/// Decides what is told of an incarnation's readiness: each of the two at most once, and nothing of one that was ready when it ends. What the table does not name changes nothing.
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
