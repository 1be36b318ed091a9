namespace McpFuzzer.Actors.Os.External;

/// <summary>Why a process of somebody else's is not bound.</summary>
internal enum BindRejection
{
    /// <summary>There is none, or it has ended.</summary>
    NoSuchProcess,

    /// <summary>It is not for us to signal.</summary>
    NotAllowed,

    /// <summary>It is a target of this process, or descends from one.</summary>
    Managed,

    /// <summary>No descriptor or memory is left.</summary>
    NoResources,

    /// <summary>This system has no pidfds.</summary>
    Unsupported,
}

/// <summary>The outcome of a binding.</summary>
internal abstract record BindResult
{
    private BindResult() { }

    /// <summary>It is bound. Whoever receives this owns it.</summary>
    internal sealed record Bound(IExternalProcess Process) : BindResult;

    /// <summary>It is not; nothing is left of the attempt.</summary>
    internal sealed record Rejected(BindRejection Why, string Message) : BindResult;
}
