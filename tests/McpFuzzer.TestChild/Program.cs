using McpFuzzer;

var verb = args.FirstOrDefault() ?? "";
if (!Verbs.ByName.TryGetValue(verb, out var run))
{
    Console.Error.WriteLine($"No such verb: '{verb}'. There are: {string.Join(", ", Verbs.ByName.Keys)}.");
    return 2;
}

return run(args[1..]);
