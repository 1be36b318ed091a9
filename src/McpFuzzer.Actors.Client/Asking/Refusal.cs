using System.Diagnostics;
using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Client.Asking;

/// <summary>The exception of an unsuccessful reply.</summary>
internal static class Refusal
{
    public static Exception Of(object reply) =>
        reply is CommandRejected rejected
            ? new CommandRejectedException(rejected.Reason, rejected.Message, rejected.SpawnError)
            : new UnreachableException($"no such reply: {reply.GetType().Name}");
}
