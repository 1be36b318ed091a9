namespace McpFuzzer.Actors.Contracts.Watch;

/// <summary>Why an answer of an activity callback counts as no activity.</summary>
public enum CallbackFault
{
    /// <summary>It threw.</summary>
    Threw,

    /// <summary>It took longer than 100 ms.</summary>
    TookTooLong,

    /// <summary>It told no moment that the clock can have shown: none at all, a timestamp of zero or less, or a moment before the machine's start.</summary>
    NoMoment,

    /// <summary>It told a moment that is still to come.</summary>
    Future,
}
