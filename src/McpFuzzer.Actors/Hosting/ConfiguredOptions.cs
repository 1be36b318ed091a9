namespace McpFuzzer.Actors.Hosting;

/// <summary>Creates the options that a caller sets by a delegate.</summary>
internal static class ConfiguredOptions
{
    public static TOptions Of<TOptions>(Action<TOptions> configure)
        where TOptions : new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new TOptions();
        configure(options);
        return options;
    }
}
