namespace McpFuzzer.Actors.Hosting;

/// <summary>Sets of executor values for kinds of work.</summary>
public enum ExecutorPreset
{
    /// <summary>5 at once, a timeout of 30 s, 1 retry.</summary>
    Default,

    /// <summary>As many at once as there are processors.</summary>
    Cpu,

    /// <summary>
    /// Twice as many as there are processors: operations that wait for a device leave the processor to others.
    /// </summary>
    Io,

    /// <summary>10 at once.</summary>
    Network,

    /// <summary>1 at once, a timeout of 5 s, no retry.</summary>
    Debug,
}
