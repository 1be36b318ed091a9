namespace McpFuzzer.Actors.Os.External;

/// <summary>Why an external process was not bound.</summary>
internal enum BindRejection
{
    /// <summary>The process does not exist or has ended.</summary>
    NoSuchProcess,

    /// <summary>This node may not signal the process.</summary>
    NotAllowed,

    /// <summary>The process is a target of this node, or descends from one.</summary>
    Managed,

    /// <summary>No descriptors or memory are left.</summary>
    NoResources,

    /// <summary>This system has no pidfds.</summary>
    Unsupported,
}

/// <summary>The outcome of a bind.</summary>
internal abstract record BindResult
{
    private BindResult() { }

    /// <summary>The process is bound. The receiver owns it.</summary>
    internal sealed record Bound(IExternalProcess Process) : BindResult;

    /// <summary>The process is not bound. The attempt leaves nothing behind.</summary>
    internal sealed record Rejected(BindRejection Why, string Message) : BindResult;
}
