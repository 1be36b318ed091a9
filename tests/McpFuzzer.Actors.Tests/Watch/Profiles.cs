namespace McpFuzzer.Actors.Tests.Watch;

/// <summary>The profiles in <c>hocon</c>, which the build copies next to the tests.</summary>
internal static class Profiles
{
    public static string Read(string profile) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", $"{profile}.conf"));
}
