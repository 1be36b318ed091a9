using Akka.Remote.Transport;
using Google.Protobuf;

namespace McpFuzzer.Actors.Clusters.Leaving;

/// <summary>
/// A connection that sends a goodbye before it closes, when its actor system ends. Akka asks the actor of a connection
/// to send it, and then stops the actor. The stop overtakes the request. The peer sees a connection that closes for no
/// reason, and logs an error.
/// </summary>
internal sealed class OrderlyConnection : AssociationHandle
{
    private readonly AssociationHandle _inner;
    private readonly Func<bool> _isLeaving;
    private volatile bool _hasSaidGoodbye;

    /// <summary>Takes over a connection of Akka's transport.</summary>
    /// <param name="inner">The connection.</param>
    /// <param name="isLeaving">Whether the actor system ends.</param>
    public OrderlyConnection(AssociationHandle inner, Func<bool> isLeaving)
        : base(inner.LocalAddress, inner.RemoteAddress)
    {
        (_inner, _isLeaving) = (inner, isLeaving);
        ReadHandlerSource = inner.ReadHandlerSource;
    }

    public override bool Write(ByteString payload)
    {
        if (Goodbye.IsIn(payload))
        {
            _hasSaidGoodbye = true;
        }

        return _inner.Write(payload);
    }

    /// <summary>Closes the connection, when everything that was written is sent.</summary>
    [Obsolete("Akka calls it from the overload with a reason.")]
    public override void Disassociate()
    {
        if (!_hasSaidGoodbye && _isLeaving())
        {
            Write(Goodbye.Shutdown);
        }

        _inner.Disassociate();
    }
}
