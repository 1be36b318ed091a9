namespace McpFuzzer.SampleServer.Tools;

/// <summary>All tools, those without a bug first.</summary>
internal static class SampleTools
{
    public static IReadOnlyList<SampleTool> All(SharedOutput output) =>
        [
            SoundTools.Echo,
            SoundTools.Add,
            BuggyTools.Divide,
            BuggyTools.Calendar(output),
            BuggyTools.Remind,
            BuggyTools.Convert(output),
            BuggyTools.Digest,
            BuggyTools.Remember(),
            BuggyTools.Rename,
            BuggyTools.Lookup,
        ];
}
