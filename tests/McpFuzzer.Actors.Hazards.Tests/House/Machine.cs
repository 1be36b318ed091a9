using System.Runtime.Versioning;

// The children are shell one-liners.
[assembly: UnsupportedOSPlatform("windows")]
// Each test counts the descriptors of this process, and some change its shared state.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
