#!/bin/sh
# An actor system that terminates in order leaves an error in the log of its peer.
#
# Expected by most: ActorSystem.Terminate() says goodbye on each connection, so that the peer logs the end at most as
# information. Akka.Remote's protocol has a message for it.
# Seen: Akka.Remote 1.5.74 asks the actor of a connection to send that message, and then stops the actor. The stop is a
# system message and often overtakes the request, and then the message is not sent. The peer sees a connection that
# closes for no reason, and logs an error.
#
# Needs the .NET 10 SDK and a POSIX sh. Exits 0 while the surprise holds.
set -eu

version=1.5.74
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/leave.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Akka.Remote" Version="$version" />
  </ItemGroup>
</Project>
EOF

cat >"$folder/Program.cs" <<'EOF'
using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

const string Settings = """
    akka {
      stdout-loglevel = OFF
      loglevel = WARNING
      loggers = []
      actor.provider = remote
      remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
    }
    """;

using var stays = ActorSystem.Create("stays", Settings);
var events = new ConcurrentQueue<LogEvent>();
var log = stays.ActorOf(Props.Create(() => new Log(events)));
stays.EventStream.Subscribe(log, typeof(Error));
stays.ActorOf(Props.Create(() => new Echo()), "echo");
var address = ((ExtendedActorSystem)stays).Provider.DefaultAddress;

for (var count = 0; count < 20; count++)
{
    var leaves = ActorSystem.Create("leaves", Settings);
    var echo = leaves.ActorSelection(new RootActorPath(address) / "user" / "echo");
    await echo.Ask<string>("hello", TimeSpan.FromSeconds(30));
    await leaves.Terminate();
}

await Task.Delay(TimeSpan.FromSeconds(3));

foreach (var seen in events)
{
    Console.WriteLine($"{seen.LogLevel()}: {seen.Message} {seen.Cause?.GetType().FullName}".ReplaceLineEndings(" "));
}

internal sealed class Echo : ReceiveActor
{
    public Echo() => ReceiveAny(message => Sender.Tell(message));
}

internal sealed class Log : ReceiveActor
{
    public Log(ConcurrentQueue<LogEvent> events) => Receive<LogEvent>(events.Enqueue);
}
EOF

dotnet build "$folder" --nologo --verbosity quiet -p:NuGetAudit=false >"$folder/build.log" 2>&1 || {
    cat "$folder/build.log" >&2
    exit 1
}
dotnet "$folder"/bin/Debug/net10.0/leave.dll >"$folder/errors"

errors=$(grep -c '^ErrorLevel' "$folder/errors" || true)
echo "Akka.Remote $version: 20 systems terminated in order, and their peer logged $errors error(s)"
sort -u "$folder/errors" | cut -c 1-160
if [ "$errors" -lt 1 ]; then
    echo "changed: expected errors" >&2
    exit 1
fi
