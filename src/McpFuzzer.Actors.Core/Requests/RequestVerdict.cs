using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>What a command that carries a RequestId comes to.</summary>
internal abstract record RequestVerdict
{
    private RequestVerdict() { }

    /// <summary>It has not been seen: it is to be carried out.</summary>
    internal sealed record New : RequestVerdict
    {
        public static readonly New Instance = new();
    }

    /// <summary>It is being carried out; the asker is told with the first.</summary>
    internal sealed record Joined : RequestVerdict;

    /// <summary>It is being carried out, and too many wait for its reply already.</summary>
    /// <param name="Most">How many may.</param>
    internal sealed record Crowded(int Most) : RequestVerdict
    {
        /// <summary>One line that says so.</summary>
        public string MessageOf(RequestId id) => $"RequestId {id} is at work, and {Most} wait for its reply already";
    }

    /// <summary>It was carried out.</summary>
    /// <param name="Reply">What the first was told.</param>
    internal sealed record Answered(object Reply) : RequestVerdict;

    /// <summary>The id is that of another kind of command.</summary>
    /// <param name="Kind">Which.</param>
    internal sealed record Other(Type Kind) : RequestVerdict;
}
