namespace McpFuzzer.Actors.Client.Wire;

/// <summary>A value that the wire format does not have, or bytes that are none of it. The serializer adds whose.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
