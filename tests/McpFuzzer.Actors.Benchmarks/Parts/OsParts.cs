using BenchmarkDotNet.Attributes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Starting;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Benchmarks.Parts;

/// <summary>The parts of a start and of a scan of a set that are our code, not the kernel's.</summary>
public class OsParts
{
    private static readonly ProcessSpec Spec = new() { Command = ["sleep", "1"] };
    private static readonly byte[] Line = new byte[120];

    private readonly Tail _tail = new(4096);
    private readonly string? _path = System.Environment.GetEnvironmentVariable("PATH");

    [Benchmark]
    public void TailAppend() => _tail.Append(Line);

    [Benchmark]
    public object TailSnapshot() => _tail.Snapshot();

    [Benchmark]
    public bool ParseStat() =>
        ProcessStat.TryParse(
            4711,
            "4711 (a (strange) name) S 1 4711 4711 0 -1 4194560 1172 0 0 0 0 0 0 0 20 0 1 0 8245 "u8
                + "8658944 1023 18446744073709551615 1 1 0 0 0 0"u8,
            out _
        );

    [Benchmark]
    public object Environment() => ChildEnvironment.Of(Spec);

    [Benchmark]
    public object? LookUpCommand() => CommandLookup.Find("sleep", null, _path);
}
