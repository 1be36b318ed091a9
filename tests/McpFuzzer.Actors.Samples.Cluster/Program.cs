using ClusterSample;

switch (args)
{
    case ["host", var port]:
        await HostNode.RunAsync(int.Parse(port));
        return 0;
    case ["join", var member]:
        await JoinAsClient.RunAsync(member);
        return 0;
    case ["ask", var node]:
        await AskFromOutside.RunAsync(node);
        return 0;
    default:
        Console.Error.WriteLine("usage: host PORT | join HOST:PORT | ask HOST:PORT");
        return 2;
}
