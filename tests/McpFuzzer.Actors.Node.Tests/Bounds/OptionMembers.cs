using Akka.Actor;
using McpFuzzer.Actors.Client;
using McpFuzzer.Actors.Client.Watch;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Mcp.Transport;
using McpFuzzer.Actors.Testing;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>The options that code gives: of the hosting extensions, the clients, the transport and McpFuzz.</summary>
internal static class OptionMembers
{
    private static readonly ProcessSpec Target = new() { Command = ["true"] };

    /// <summary>How the options are validated.</summary>
    public static IReadOnlyDictionary<Type, MemberRule> Rules { get; } =
        new Dictionary<Type, MemberRule>
        {
            [typeof(McpFuzzerOptions)] = MemberRule.Of(
                Runtime,
                options => SettingEntry.ErrorOf(RuntimeConfiguration.Of(options))
            ),
            [typeof(McpFuzzerNodeOptions)] = MemberRule.Of(() => new McpFuzzerNodeOptions(), ErrorOf),
            [typeof(McpFuzzerClientOptions)] = MemberRule.Of(() => new McpFuzzerClientOptions(), ErrorOf),
            [typeof(McpFuzzerTlsOptions)] = MemberRule.Of(() => new McpFuzzerTlsOptions(), ErrorOf),
            [typeof(ClientOptions)] = MemberRule.Of(
                () => new ClientOptions(),
                options => Rejection(() => new WatchdogClient(ActorRefs.Nobody, options))
            ),
            [typeof(ManagedStdioOptions)] = MemberRule.Of(
                () => new ManagedStdioOptions(),
                options => Rejection(() => new ManagedStdioTransport(ActorRefs.Nobody, Target, options))
            ),
            [typeof(McpFuzzOptions)] = MemberRule.Of(
                () => new McpFuzzOptions(),
                options => CampaignSpecRules.ErrorOf(new StartCampaign("test", options.SpecFor(Target.Command)))
            ),
        };

    /// <summary>All public options, but for those that are a part of others.</summary>
    public static IEnumerable<Type> Types
    {
        get
        {
            var options = Rules
                .Keys.Select(type => type.Assembly)
                .Distinct()
                .SelectMany(assembly => assembly.GetExportedTypes())
                .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsAbstract)
                .ToList();
            return options.Except(
                options.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType)
            );
        }
    }

    // The cap of the delay is at least the delay, so each of the two is free only where the other one is at its end.
    private static McpFuzzerOptions Runtime() =>
        new()
        {
            Executor = new ExecutorOptions
            {
                RetryDelay = ExecutionBounds.RetryDelay.Min,
                MaxRetryDelay = ExecutionBounds.RetryDelay.Max,
            },
        };

    private static string? ErrorOf(McpFuzzerRemotingOptions options) =>
        SettingEntry.ErrorOf(RuntimeConfiguration.HoconOf(options.Given()));

    private static string? Rejection(Func<object> create)
    {
        try
        {
            create();
            return null;
        }
        catch (ArgumentException rejection)
        {
            return rejection.Message;
        }
    }
}
