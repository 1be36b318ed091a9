namespace McpFuzzer.Actors.Clusters;

/// <summary>The options of a member of a cluster.</summary>
public abstract class McpFuzzerMemberOptions : McpFuzzerRemotingOptions
{
    private protected McpFuzzerMemberOptions() { }

    /// <summary>Members to join, each as <c>HOST:PORT</c>. Without one the system forms a new cluster.</summary>
    public IList<string> Join { get; } = [];

    /// <summary>
    /// The roles of the member, each of 1 to 64 letters, digits, dots, dashes or underscores. The default of a node is
    /// <c>worker</c>, that of a client <c>client</c>.
    /// </summary>
    public IList<string> Roles { get; } = [];

    /// <summary>
    /// Plain remoting, without TLS; false by default. Every program that reaches the port can then start any command
    /// on a node. All members of a cluster have the same value.
    /// </summary>
    public bool Insecure { get; set; }

    internal override IEnumerable<(string Key, object? Value)> Given() =>
        [.. base.Given(), ("node.join", Join.Count > 0 ? Join : null), ("node.roles", Roles.Count > 0 ? Roles : null)];
}
