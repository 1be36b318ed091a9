using System.Runtime.Versioning;

// The children are shell one-liners.
[assembly: UnsupportedOSPlatform("windows")]

namespace McpFuzzer.Actors.Os.Tests;

/// <summary>Tests that start many processes run one after another.</summary>
[CollectionDefinition("real processes")]
public sealed class RealProcesses;

/// <summary>Tests that count descriptors of this process, or change its shared state, run alone.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
