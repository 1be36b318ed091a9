namespace McpFuzzer.Actors.Clusters;

/// <summary>
/// Where a system listens, and its certificate. A value that is null is taken from the HOCON under
/// <c>mcp-fuzzer.node</c> that the builder already has. Values are checked when the actor system is built, which throws
/// a <c>SettingsException</c> with the path, the value and what is allowed.
/// </summary>
public abstract class McpFuzzerRemotingOptions
{
    private protected McpFuzzerRemotingOptions() { }

    /// <summary>
    /// The host name or IPv4 address where the system listens, and by which others reach it; <c>127.0.0.1</c> by
    /// default, which only this machine reaches.
    /// </summary>
    public string? Hostname { get; set; }

    /// <summary>
    /// The port, 0 to 65535. 0 takes any free port, and is the default of a client; the default of a node is 4053.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// A PEM file, or a PKCS#12 file (<c>.pfx</c>, <c>.p12</c>) with its key inside. The default is the certificate of
    /// this user's nodes on this machine, which the first system creates in the state folder.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The key of a PEM certificate; null when the certificate's file contains it.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>The password of the key or of the PKCS#12 file.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// A PEM file with the authorities whose certificates are trusted; required with <see cref="Certificate" />.
    /// </summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>
    /// The folder that contains the certificate of this user's nodes: <c>mcp-fuzzer.process.state-folder</c>;
    /// <c>mcp-fuzzer</c> below <c>$XDG_STATE_HOME</c> by default. Systems with the same folder trust each other.
    /// </summary>
    public string? StateFolder { get; set; }

    internal virtual IEnumerable<(string Key, object? Value)> Given() =>
        [
            ("node.hostname", Hostname),
            ("node.port", Port),
            ("node.tls.certificate", Certificate),
            ("node.tls.private-key", PrivateKey),
            ("node.tls.password", Password),
            ("node.tls.certificate-authority", CertificateAuthority),
            ("process.state-folder", StateFolder),
        ];
}
