using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Watch;
using McpFuzzer.Actors.Fuzzing.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>The fields of commands and of what they carry: specs and policies.</summary>
internal static class CommandMembers
{
    private static readonly ProcessKey Key = new("key");
    private static readonly RequestId Id = new("id");

    private static readonly Type[] Kinds =
    [
        typeof(IManagerCommand),
        typeof(IWatchdogCommand),
        typeof(IExecutorCommand),
        typeof(ICampaignCommand),
    ];

    /// <summary>How commands, specs and policies are validated.</summary>
    public static IReadOnlyDictionary<Type, MemberRule> Rules { get; } =
        new Dictionary<Type, MemberRule>
        {
            [typeof(ProcessSpec)] = MemberRule.Of(Spec, spec => ProcessSpecRules.ErrorsOf(spec, key: null)),
            [typeof(StopProcess)] = MemberRule.Of(
                () => new StopProcess(Key),
                stop => ProcessSpecRules.ErrorsOfGrace(stop.Grace)
            ),
            [typeof(StopAllProcesses)] = MemberRule.Of(
                () => new StopAllProcesses(),
                stop => ProcessSpecRules.ErrorsOfGrace(stop.Grace)
            ),
            [typeof(WaitForExit)] = MemberRule.Of(
                () => new WaitForExit(Key),
                wait => ProcessSpecRules.ErrorsOfWait(wait.Timeout)
            ),
            [typeof(WaitForReady)] = MemberRule.Of(
                () => new WaitForReady(Key),
                wait => ProcessSpecRules.ErrorsOfWait(wait.Timeout)
            ),
            [typeof(SignalProcess)] = MemberRule.Of(() => new SignalProcess(Key, 1), SignalRules.ErrorOf),
            [typeof(RegisterExternal)] = MemberRule.Of(
                () => new RegisterExternal(2),
                external => ExternalRules.ErrorsOf(external)
            ),
            [typeof(ExecuteOperation)] = MemberRule.Of(
                () => new ExecuteOperation(Id, Operation: null!),
                execute => ExecutionRules.ErrorOf(execute.Timeout, execute.Deadline, retry: null)
            ),
            [typeof(ExecuteOperations)] = MemberRule.Of(
                () => new ExecuteOperations(Id, []),
                execute => ExecutionRules.ErrorOf(execute.Timeout, execute.Deadline, retry: null)
            ),
            [typeof(RetryPolicy)] = MemberRule.Of(
                Retry,
                retry => ExecutionRules.ErrorOf(timeout: null, deadline: null, retry)
            ),
            [typeof(ResizeExecutor)] = MemberRule.Of(() => new ResizeExecutor(1), ExecutionRules.ErrorOf),
            [typeof(CampaignSpec)] = MemberRule.Of(
                () => new CampaignSpec { Target = Spec(), Seed = 1 },
                spec => CampaignSpecRules.ErrorOf(new StartCampaign("test", spec))
            ),
        };

    /// <summary>All commands of the contracts.</summary>
    public static IEnumerable<Type> Types =>
        typeof(ProcessSpec)
            .Assembly.GetExportedTypes()
            .Where(type => type.IsClass && Kinds.Any(kind => kind.IsAssignableFrom(type)));

    // The longest delay is at least the shortest, so each of the two is free only where the other one is at its end.
    private static ProcessSpec Spec() =>
        new()
        {
            Command = ["true"],
            StopLadder = StopLadder.Default,
            Limits = new ResourceLimits(),
            Restart = new RestartPolicy
            {
                MinBackoff = ProcessBounds.Backoff.Min,
                MaxBackoff = ProcessBounds.Backoff.Max,
            },
        };

    private static RetryPolicy Retry() =>
        new(RetryCount: 1, ExecutionBounds.RetryDelay.Min, ExecutionBounds.RetryDelay.Max);
}
