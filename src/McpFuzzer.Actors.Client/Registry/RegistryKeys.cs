namespace McpFuzzer.Actors.Client.Registry;

/// <summary>
/// Finds the ManagerActor in Akka.Hosting's <c>ActorRegistry</c> or as <c>IRequiredActor&lt;ManagerKey&gt;</c>.
/// </summary>
public sealed class ManagerKey
{
    private ManagerKey() { }
}

/// <summary>Finds the WatchdogActor.</summary>
public sealed class WatchdogKey
{
    private WatchdogKey() { }
}

/// <summary>Finds the ExecutorRouter.</summary>
public sealed class ExecutorKey
{
    private ExecutorKey() { }
}

/// <summary>Finds the CampaignsActor.</summary>
public sealed class CampaignsKey
{
    private CampaignsKey() { }
}

/// <summary>
/// Finds the node's root actor, <c>/user/mcp-fuzzer</c>, which takes <see cref="Local.SpawnChild" />.
/// </summary>
public sealed class RuntimeKey
{
    private RuntimeKey() { }
}
