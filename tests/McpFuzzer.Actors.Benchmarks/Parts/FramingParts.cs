using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using McpFuzzer.Actors.Mcp.Framing;

namespace McpFuzzer.Actors.Benchmarks.Parts;

/// <summary>Splits a hundred messages of a server into lines.</summary>
public class FramingParts
{
    private static readonly byte[] Messages = Encoding.UTF8.GetBytes(
        string.Concat(
            Enumerable.Repeat(
                """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"an answer"}]}}""" + "\n",
                100
            )
        )
    );

    private readonly LineFramer _framer = new();

    [Benchmark]
    public int CutLines()
    {
        var input = new ReadOnlySequence<byte>(Messages);
        var count = 0;
        while (_framer.TryRead(ref input, out _))
        {
            count++;
        }

        return count;
    }
}
