using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Tests.Stdio;

public sealed class TailTests
{
    [Fact]
    public void Should_keep_the_last_bytes_and_count_all_when_written_in_any_pieces() =>
        Gen.Select(Gen.Int[0, 2000], Gen.Byte.Array[0, 700].Array[0, 20])
            .Sample(
                (capacity, pieces) =>
                {
                    var tail = new Tail(capacity);
                    foreach (var piece in pieces)
                    {
                        tail.Append(piece);
                    }

                    var all = pieces.SelectMany(piece => piece).ToArray();
                    return tail.Snapshot() == new OutputTail(all.TakeLast(capacity).ToArray(), all.Length);
                }
            );

    [Fact]
    public void Should_not_change_a_snapshot_when_more_is_written()
    {
        var tail = new Tail(4);
        tail.Append("abcd"u8);
        var snapshot = tail.Snapshot();

        tail.Append("efgh"u8);

        Assert.Equal("abcd"u8, snapshot.Bytes.Span);
        Assert.Equal("efgh"u8, tail.Snapshot().Bytes.Span);
    }
}
