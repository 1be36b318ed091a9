using Google.Protobuf;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>The codec of one message: its manifest, and how to write and read it.</summary>
internal abstract class MessageCodec(Type type, string manifest)
{
    public Type Type { get; } = type;

    /// <summary>Upper case for a command, lower case for a reply or an event.</summary>
    public string Manifest { get; } = manifest;

    public bool IsCommand => char.IsAsciiLetterUpper(Manifest[0]);

    public abstract IMessage Write(object message);

    public abstract object Read(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Returns a shorter version of a message that is too long for a frame; null when nothing can be left out.
    /// </summary>
    public abstract object? Shorten(object message);

    public static MessageCodec Of<TMessage, TWire>(
        string manifest,
        MessageParser<TWire> parser,
        Func<TMessage, TWire> write,
        Func<TWire, TMessage> read,
        Func<TMessage, TMessage>? shorten = null
    )
        where TMessage : class
        where TWire : IMessage<TWire> => new MessageCodec<TMessage, TWire>(manifest, parser, write, read, shorten);

    /// <summary>A message without fields.</summary>
    public static MessageCodec OfNothing<TMessage>(string manifest)
        where TMessage : class, new() =>
        Of(manifest, Proto.Nothing.Parser, (TMessage _) => new Proto.Nothing(), _ => new TMessage());
}

internal sealed class MessageCodec<TMessage, TWire>(
    string manifest,
    MessageParser<TWire> parser,
    Func<TMessage, TWire> write,
    Func<TWire, TMessage> read,
    Func<TMessage, TMessage>? shorten
) : MessageCodec(typeof(TMessage), manifest)
    where TMessage : class
    where TWire : IMessage<TWire>
{
    public override IMessage Write(object message) => write((TMessage)message);

    public override object Read(ReadOnlySpan<byte> bytes) => read(parser.ParseFrom(bytes));

    public override object? Shorten(object message) => shorten?.Invoke((TMessage)message);
}
