using System.Text.Json.Serialization;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Tests.Wire;

internal sealed record Named(string Name, int[] Numbers) : IOperation;

[JsonSerializable(typeof(Named))]
internal sealed partial class OperationJson : JsonSerializerContext;
