namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>The peers by the names that the runner gives to their processes.</summary>
internal static class PeerNames
{
    public const string Own = "own";
    public const string OwnWatchful = "own-watchful";
    public const string SystemProcess = "process";
    public const string SystemProcessBySetsid = "process-setsid";
    public const string CliWrap = "cliwrap";

    /// <summary>A command that its scenarios start themselves.</summary>
    public const string Program = "program";

    public static async Task<IPeer> OpenAsync(string name) =>
        name switch
        {
            Own => await OwnPeer.OpenAsync(),
            OwnWatchful => await OwnPeer.OpenAsync(isWatchful: true),
            SystemProcess => new SystemProcessPeer([]),
            SystemProcessBySetsid => new SystemProcessPeer(["setsid"]),
            CliWrap => new CliWrapPeer(),
            _ => throw new ArgumentException($"No such peer: {name}", nameof(name)),
        };
}
