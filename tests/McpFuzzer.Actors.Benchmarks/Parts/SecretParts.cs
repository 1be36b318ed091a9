using System.Text;
using BenchmarkDotNet.Attributes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Benchmarks.Parts;

/// <summary>Makes the mask of a start, and masks a tail.</summary>
public class SecretParts
{
    private static readonly Dictionary<string, string> Inherited = Enumerable
        .Range(0, 40)
        .ToDictionary(
            index => index % 10 == 0 ? $"API_TOKEN_{index}" : $"VARIABLE_{index}",
            index => $"the value {index}"
        );

    private static readonly ProcessSpec Spec = new() { Command = ["server", "--stdio"] };

    private readonly SecretMask _mask = SecretMask.Of(Spec, Inherited);
    private readonly OutputTail _tail = new(Encoding.UTF8.GetBytes(new string('x', 4096)), 4096);

    [Benchmark]
    public object MakeMask() => SecretMask.Of(Spec, Inherited);

    [Benchmark]
    public object MaskTail() => _mask.Apply(_tail);
}
