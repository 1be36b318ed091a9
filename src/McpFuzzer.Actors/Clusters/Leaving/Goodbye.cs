using Akka.Remote.Transport;
using Google.Protobuf;

namespace McpFuzzer.Actors.Clusters.Leaving;

/// <summary>
/// The messages of Akka's protocol that end an association. Each is an <c>AkkaProtocolMessage</c> with one instruction,
/// whose only field is its command (<c>WireFormats.proto</c> of Akka.Remote). Akka's own codec is internal.
/// </summary>
internal static class Goodbye
{
    private static readonly ByteString Unknown = MessageOf(2);
    private static readonly ByteString Quarantined = MessageOf(5);

    /// <summary>The sender's system ends: <see cref="DisassociateInfo.Shutdown" />.</summary>
    public static ByteString Shutdown { get; } = MessageOf(4);

    /// <summary>Whether a message ends its association, for any reason.</summary>
    public static bool IsIn(ByteString message) =>
        message.Equals(Shutdown) || message.Equals(Unknown) || message.Equals(Quarantined);

    // Field 2 of the message, which is two bytes long: field 1 of the instruction.
    private static ByteString MessageOf(byte command) => ByteString.CopyFrom(0x12, 2, 0x08, command);
}
