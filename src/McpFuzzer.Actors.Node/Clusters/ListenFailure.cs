using System.Net.Sockets;

namespace McpFuzzer.Actors.Node.Clusters;

/// <summary>Why remoting cannot listen at its address.</summary>
internal static class ListenFailure
{
    /// <summary>Returns the cause in words; null when an exception has another cause.</summary>
    public static string? WhyOf(Exception exception) => ErrorOf(exception) is { } error ? Show(error) : null;

    private static SocketError? ErrorOf(Exception exception) =>
        exception switch
        {
            SocketException socket => socket.SocketErrorCode,
            AggregateException many => many.InnerExceptions.Select(ErrorOf).FirstOrDefault(error => error is not null),
            { InnerException: { } inner } => ErrorOf(inner),
            _ => null,
        };

    private static string Show(SocketError error) =>
        error switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use; --port 0 takes any that is free",
            SocketError.AddressNotAvailable => "this machine does not have that address",
            SocketError.AccessDenied => "this user may not take that port",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name has no address",
            _ => $"{error}",
        };
}
