namespace McpFuzzer.Mcp;

/// <summary>Faults that end the server or silence it. Each takes the keys of <see cref="Trigger" />.</summary>
internal static class LifeFaults
{
    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new()
        {
            ["exit"] = spec => End(spec, () => Native.Exit(spec.Whole("code", 134))),
            ["signal"] = spec => End(spec, () => Native.Signal(spec.Whole("number", 9))),
            ["stick"] = Stick,
            ["close-stdout"] = CloseStdout,
            ["no-reply"] = NoReply,
        };

    /// <summary>
    /// <c>exit:code=134</c> and <c>signal:number=9</c>, with <c>at=after[,delay=300ms]</c> once the call is answered,
    /// else before.
    /// </summary>
    private static Fault End(Spec spec, Action end)
    {
        var trigger = Trigger.Of(spec);
        if (spec.Text("at", "before") == "before")
        {
            return new Fault
            {
                OnMessage = (_, message) =>
                {
                    if (trigger.Fires(message))
                    {
                        Console.Error.WriteLine("fatal: assertion failed");
                        end();
                    }

                    return false;
                },
            };
        }

        return new Fault
        {
            AfterReply = (_, request) =>
            {
                if (trigger.Fires(request))
                {
                    EndAfter(spec.Time("delay", TimeSpan.Zero), end);
                }
            },
        };
    }

    private static void EndAfter(TimeSpan delay, Action end)
    {
        if (delay == TimeSpan.Zero)
        {
            end();
            return;
        }

        Server.Beside(() =>
        {
            Pause.For(delay);
            end();
        });
    }

    /// <summary>Never answers anything again, running calls included.</summary>
    private static Fault Stick(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                if (trigger.Fires(message))
                {
                    server.Output.Hold();
                }

                return false;
            },
        };
    }

    /// <summary>Closes its stdout and reads on.</summary>
    private static Fault CloseStdout(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                if (trigger.Fires(message))
                {
                    server.Output.Close();
                }

                return false;
            },
        };
    }

    /// <summary>Forgets the call and answers all others.</summary>
    private static Fault NoReply(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        return new Fault { OnMessage = (_, message) => trigger.Fires(message) };
    }
}
