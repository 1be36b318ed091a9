using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>The verdict about a command with a RequestId.</summary>
internal abstract record RequestVerdict
{
    private RequestVerdict() { }

    /// <summary>The id is new: the command is carried out.</summary>
    internal sealed record New : RequestVerdict
    {
        public static readonly New Instance = new();
    }

    /// <summary>The same command is being carried out; the sender gets the same reply.</summary>
    internal sealed record Joined : RequestVerdict
    {
        public static readonly Joined Instance = new();
    }

    /// <summary>The same command was carried out.</summary>
    /// <param name="Reply">The reply to the first sender.</param>
    internal sealed record Answered(object Reply) : RequestVerdict;

    /// <summary>The command is not carried out.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Message">One line that says what and where.</param>
    internal sealed record Rejected(RejectReason Reason, string Message) : RequestVerdict;
}
