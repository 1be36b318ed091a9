namespace McpFuzzer.Actors.Client.Wire;

/// <summary>A value that the wire format cannot carry, or invalid bytes. The serializer adds the message.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
