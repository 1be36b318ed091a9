using McpFuzzer.Actors.Soak;
using McpFuzzer.Actors.Soak.Abuse;
using McpFuzzer.Actors.Soak.Driving;

if (args is ["node", .. var rest])
{
    return await AbusedNode.RunAsync(rest);
}

var (options, fault) = SoakOptions.Read(args);
if (options is null)
{
    await Console.Error.WriteLineAsync(fault);
    return 2;
}

await Console.Out.WriteLineAsync($"soak: {options.Time.TotalMinutes} min, --seed={options.Seed}");
return await new SoakRun(options).RunAsync();
