using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace McpFuzzer.Actors.Benchmarks.Parts;

/// <summary>Runs in this process: a generated project would be built under the rules of this repository.</summary>
internal sealed class PartsConfig : ManualConfig
{
    public PartsConfig()
    {
        Add(DefaultConfig.Instance);
        AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)));
        AddDiagnoser(MemoryDiagnoser.Default);
        WithOptions(ConfigOptions.DisableLogFile);
        WithArtifactsPath("artifacts/bench/parts");
    }
}
