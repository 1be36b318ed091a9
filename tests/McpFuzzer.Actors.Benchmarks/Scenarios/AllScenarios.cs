namespace McpFuzzer.Actors.Benchmarks.Scenarios;

internal static class AllScenarios
{
    public static IReadOnlyList<IScenario> InOrder { get; } =
    [
        new ThroughputScenario(),
        new AnswerScenario(),
        new LivingScenario(),
        new ExitScenario(),
        new StopScenario(),
        new HeapScenario(),
        new HungScenario(),
        new WatchScenario(),
        new BatchScenario(),
        new ExecuteScenario(),
        new DelayScenario(),
        new RpcScenario(),
        new StartScenario(),
        new RestScenario(),
    ];

    public static IScenario? Find(string name) => InOrder.FirstOrDefault(scenario => scenario.Name == name);
}
