using Google.Protobuf;

namespace McpFuzzer.Actors.Tests.Clusters.Guards;

/// <summary>Protocol Buffers as a peer may write them.</summary>
internal static class Bytes
{
    /// <summary>A message of strings.</summary>
    public static byte[] Of(params (int Field, string Value)[] fields) =>
        Written(output =>
        {
            foreach (var (field, value) in fields)
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteString(value);
            }
        });

    /// <summary>The tag and length of a field.</summary>
    public static byte[] Head(int field, int length) =>
        Written(output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteLength(length);
        });

    /// <summary>The tag and length of a field, and the first bytes of its message.</summary>
    public static byte[] In(int field, byte[] beginning, int rest) =>
        [.. Head(field, beginning.Length + rest), .. beginning];

    /// <summary>
    /// Akka.Remote's Payload without the bytes of its last field: message (1), serializerId (2), manifest (3).
    /// </summary>
    public static byte[] Payload(int serializer, string manifest, int length) =>
        [.. Number(2, serializer), .. Of((3, manifest)), .. Head(1, length)];

    /// <summary>The same of Akka.Cluster's Pool: serializerId (1), manifest (2), data (3).</summary>
    public static byte[] Pool(int serializer, string manifest, int length) =>
        [.. Number(1, serializer), .. Of((2, manifest)), .. Head(3, length)];

    /// <summary>
    /// Nested messages, from the inside out. The function returns the bytes before a message of a given length.
    /// </summary>
    public static byte[] Nest(int depth, Func<int, byte[]> before)
    {
        var heads = new Stack<byte[]>();
        var length = 0;
        for (; depth > 0; depth--)
        {
            var head = before(length);
            heads.Push(head);
            length += head.Length;
        }

        return [.. heads.SelectMany(head => head)];
    }

    private static byte[] Number(int field, int value) =>
        Written(output =>
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt32(value);
        });

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }
}
