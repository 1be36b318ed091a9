using BenchmarkDotNet.Running;
using McpFuzzer.Actors.Benchmarks.CommandLine;
using McpFuzzer.Actors.Benchmarks.Parts;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Benchmarks.Rounds;

try
{
    switch (args.FirstOrDefault())
    {
        case "parts":
            BenchmarkSwitcher
                .FromAssembly(typeof(PartsConfig).Assembly)
                .Run(args.Length > 1 ? args[1..] : ["--filter", "*"], new PartsConfig());
            return 0;
        case "scenarios":
            return await ScenarioRun.RunAsync(BenchOptions.Parse(args[1..]));
        case PeerProcess.Verb:
            return await PeerProcess.RunAsync(args[1..]);
        default:
            throw new UsageException("usage: parts [--filter GLOB] | scenarios [--rounds N] [--only NAME]");
    }
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
