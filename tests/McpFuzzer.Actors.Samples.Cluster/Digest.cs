using System.Text.Json.Serialization;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts.Executions;

namespace ClusterSample;

/// <summary>An operation of your own, which any member can send.</summary>
public sealed record Digest(string Text) : IOperation;

/// <summary>Its result.</summary>
public sealed record DigestResult(string Sha256);

/// <summary>How both cross the wire. The names stay the same in later versions.</summary>
public static class DigestCodecs
{
    public static void AddTo(OperationCodecs codecs) =>
        codecs.Add("digest", DigestJson.Default.Digest).AddResult("digest-result", DigestJson.Default.DigestResult);
}

[JsonSerializable(typeof(Digest))]
[JsonSerializable(typeof(DigestResult))]
internal sealed partial class DigestJson : JsonSerializerContext;
