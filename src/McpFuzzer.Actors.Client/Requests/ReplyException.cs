using System.Diagnostics;
using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Client.Requests;

/// <summary>The exception of an unsuccessful reply.</summary>
internal static class ReplyException
{
    public static Exception Of(object reply) =>
        reply is CommandRejected rejected
            ? new CommandRejectedException(rejected.Reason, rejected.Message, rejected.SpawnError)
            : new UnreachableException($"no such reply: {reply.GetType().Name}");
}
