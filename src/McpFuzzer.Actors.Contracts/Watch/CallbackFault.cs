namespace McpFuzzer.Actors.Contracts.Watch;

/// <summary>Why a result of an activity callback does not count.</summary>
public enum CallbackFault
{
    /// <summary>It threw.</summary>
    Threw,

    /// <summary>It took longer than 100 ms.</summary>
    TookTooLong,

    /// <summary>
    /// It returned an impossible time: none, a timestamp of zero or less, or a time before the machine's start.
    /// </summary>
    NoMoment,

    /// <summary>It returned a time in the future.</summary>
    Future,
}
