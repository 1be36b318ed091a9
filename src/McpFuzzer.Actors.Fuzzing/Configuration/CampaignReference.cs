using Akka.Configuration;

namespace McpFuzzer.Actors.Fuzzing.Configuration;

/// <summary>The reference configuration of campaigns, <c>hocon/campaign.conf</c>.</summary>
internal static class CampaignReference
{
    /// <summary>Parsed once; immutable.</summary>
    public static Config Config { get; } = Read();

    private static Config Read()
    {
        using var resource = typeof(CampaignReference).Assembly.GetManifestResourceStream("campaign.conf")!;
        using var reader = new StreamReader(resource);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
