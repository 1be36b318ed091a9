using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Client.Wire.Processes;
using McpFuzzer.Actors.Client.Wire.Watch;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>
/// Serializes the contracts as Protocol Buffers (see <c>Protos</c>), each with a short manifest. An invalid message
/// throws a <see cref="SerializationException" /> that names the manifest, never a value; remoting logs it and drops
/// that one message. A message that cannot be written (an invalid value, or too many bytes for a frame) is replaced:
/// the sender of a command gets a rejection, and the receiver of a reply a <see cref="Status.Failure" />.
/// </summary>
internal sealed class WireSerializer : SerializerWithStringManifest
{
    /// <summary>The manifest of a command of <c>Client.Local</c>, which the receiver rejects.</summary>
    private const string Local = "L";

    /// <summary>The size that an envelope adds: two paths, a manifest, an acknowledgement.</summary>
    private const int Envelope = 4096;

    // The tag of field 536870911, length-delimited, which is reserved for Undeliverable in each message.
    private const uint UndeliverableTag = 0xFFFFFFFA;

    private readonly FrozenDictionary<Type, MessageCodec> _byType;
    private readonly FrozenDictionary<string, MessageCodec> _byManifest;
    private readonly Lazy<long> _longest;

    /// <summary>Created by Akka, by the binding in <c>wire.conf</c>.</summary>
    public WireSerializer(ExtendedActorSystem system)
        : this(
            system,
            system.Settings.Setup.Get<WireSetup>() is { HasValue: true } setup
                ? setup.Value.Codecs
                : new OperationCodecs(),
            // Remoting adds its reference configuration after this constructor.
            () => LongestOf(system)
        ) { }

    internal WireSerializer(ExtendedActorSystem system, OperationCodecs codecs, Func<long> longest)
        : base(system)
    {
        var values = new OperationValues(codecs);
        IReadOnlyList<MessageCodec> all =
        [
            .. ProcessCommands.Codecs,
            .. ProcessEvents.Codecs,
            .. ProcessReplies.Codecs,
            .. WatchMessages.Codecs,
            .. new ExecutionCommands(values).Codecs(),
            .. new ExecutionReplies(values).Codecs(),
        ];
        _byType = all.ToFrozenDictionary(codec => codec.Type);
        _byManifest = all.ToFrozenDictionary(codec => codec.Manifest);
        _longest = new Lazy<long>(longest);
    }

    /// <summary>All codecs.</summary>
    internal IEnumerable<MessageCodec> Codecs => _byManifest.Values;

    public override string Manifest(object o) =>
        _byType.TryGetValue(o.GetType(), out var codec) ? codec.Manifest : Local;

    public override byte[] ToBinary(object obj)
    {
        var type = obj.GetType();
        return _byType.TryGetValue(type, out var codec) ? Write(codec, obj)
            : IsCommand(obj) ? Replace(type, $"{type.Name} carries what cannot leave its node", RequestOf(obj))
            : throw new SerializationException($"{type} does not cross the wire");
    }

    private byte[] Write(MessageCodec codec, object message)
    {
        try
        {
            return TryWrite(codec, message, out var size)
                ?? (codec.Shorten(message) is { } shorter ? TryWrite(codec, shorter, out size) : null)
                ?? Replace(
                    codec.Type,
                    $"{codec.Type.Name} of {size} bytes is more than a frame of {_longest.Value} bytes takes",
                    RequestOf(message)
                );
        }
        catch (Exception fault)
        {
            return Replace(codec.Type, $"{codec.Type.Name} cannot be sent: {Show(fault)}", RequestOf(message));
        }
    }

    /// <summary>Returns null when it is too long.</summary>
    private byte[]? TryWrite(MessageCodec codec, object message, out int size)
    {
        var wire = codec.Write(message);
        size = wire.CalculateSize();
        return size <= _longest.Value - Envelope ? wire.ToByteArray() : null;
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var codec = _byManifest.GetValueOrDefault(manifest);
        if (codec is null && manifest != Local)
        {
            throw new SerializationException(
                $"manifest '{manifest}' is not a message of this version ({bytes.Length} bytes)"
            );
        }

        try
        {
            return Replacement(bytes, codec is null or { IsCommand: true })
                ?? codec?.Read(bytes)
                ?? throw new WireFormatException("they say nothing");
        }
        catch (Exception fault)
        {
            throw new SerializationException(
                $"manifest '{manifest}': {bytes.Length} bytes are not a {codec?.Type.Name ?? "local command"}: "
                    + Show(fault),
                fault
            );
        }
    }

    private static bool IsCommand(object message) => message is IManagerCommand or IWatchdogCommand or IExecutorCommand;

    private static byte[] Replace(Type type, string why, RequestId? request)
    {
        var news = new Proto.Undeliverable { Type = type.Name, Why = why };

        // An extremely long one would make the replacement too long as well.
        if (request?.Value is { Length: <= RequestId.MaxLength } id)
        {
            news.RequestId = id;
        }

        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(UndeliverableTag);
            output.WriteMessage(news);
        }

        return bytes.ToArray();
    }

    private static object? Replacement(byte[] bytes, bool isCommand)
    {
        var input = new CodedInputStream(bytes);
        if (input.IsAtEnd || input.PeekTag() != UndeliverableTag)
        {
            return null;
        }

        input.ReadTag();
        var news = new Proto.Undeliverable();
        input.ReadMessage(news);
        return isCommand
            ? new UndeliverableCommand(news.Why, WireValues.RequestOrNull(news.HasRequestId, news.RequestId))
            : new Status.Failure(new SerializationException(news.Why));
    }

    /// <summary>For commands whose rejection carries it.</summary>
    private static RequestId? RequestOf(object message) =>
        message switch
        {
            ExecuteOperation execute => execute.RequestId,
            ExecuteOperations execute => execute.RequestId,
            Execute execute => execute.RequestId,
            ExecuteBatch execute => execute.RequestId,
            UndeliverableCommand undeliverable => undeliverable.RequestId,
            _ => null,
        };

    /// <summary>The error, without any value of the message.</summary>
    private static string Show(Exception fault) =>
        fault switch
        {
            WireFormatException or InvalidProtocolBufferException => fault.Message,
            ArgumentNullException or NullReferenceException => "a value that must be given is null",
            _ => fault.GetType().Name,
        };

    private static long LongestOf(ActorSystem system) =>
        system.Settings.Config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size", null) ?? long.MaxValue;
}
