#pragma warning disable
using Akka.Hosting;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Hosting
{
    public static class X
    {
        public static AkkaConfigurationBuilder WithMcpFuzzer(this AkkaConfigurationBuilder b) => b;
    }
}

namespace McpFuzzer.Actors.Fuzzing.Hosting
{
    internal static class Y
    {
        public static AkkaConfigurationBuilder WithCampaigns(this AkkaConfigurationBuilder b) => b;
    }
}

namespace McpFuzzer.Actors.Node.Replays
{
    internal static class ReplayVerb
    {
        public static Task<int> RunAsync(ReplayOptions o, NodeConsole c) => Task.FromResult(0);
    }
}
