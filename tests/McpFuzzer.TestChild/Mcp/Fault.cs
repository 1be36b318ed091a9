using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>
/// One thing that a server does wrong: what it does at each point of its life, where it does anything there.
/// </summary>
internal sealed record Fault
{
    /// <summary>Before the first line is read.</summary>
    public Action<Server>? AtStart { get; init; }

    /// <summary>For each message, a call included. True: it has been dealt with, and nothing more is done.</summary>
    public Func<Server, Incoming, bool>? OnMessage { get; init; }

    /// <summary>Changes a reply before it is sent.</summary>
    public Action<Server, Incoming, JsonObject>? OnReply { get; init; }

    /// <summary>After a reply was sent.</summary>
    public Action<Server, Incoming>? AfterReply { get; init; }
}

/// <summary>The faults by name.</summary>
internal static class Faults
{
    private static readonly Dictionary<string, Func<Spec, Fault>> ByName = new[]
    {
        StartFaults.All,
        LifeFaults.All,
        StreamFaults.All,
        EnvelopeFaults.All,
        PingFaults.All,
        ListFaults.All,
        ResultFaults.All,
        ClientFaults.All,
    }
        .SelectMany(table => table)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Makes the fault that is named. Of several that answer the same call, the first on the command line does.
    /// </summary>
    /// <exception cref="FormatException">The name is unknown.</exception>
    public static Fault Of(Spec spec) =>
        ByName.TryGetValue(spec.Name, out var make)
            ? make(spec)
            : throw new FormatException(
                $"--fault {spec.Name}: no such fault; there are {string.Join(", ", ByName.Keys)}"
            );
}
