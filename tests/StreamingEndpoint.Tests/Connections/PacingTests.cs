using System.Net.Sockets;
using System.Text;
using MediaPlatform.StreamingEndpoint.Connections;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

[Platform("Linux")]
public sealed class PacingTests
{
    [Test]
    public async Task Connections_of_this_machine_are_not_paced_once_they_send_much()
    {
        using var loop = new EventLoop("test", TimeProvider.System);
        using var pair = await ConnectedPair.MakeAsync();
        using var socket = new OriginSocket(pair.Server, loop, TimeProvider.System);
        socket.ExpectMuch();

        Assert.That(Pacing.Name(pair.Server), Does.Not.StartWith("bbr"));
    }

    [Test]
    public async Task What_does_not_pace_is_left_as_the_system_has_it()
    {
        using var pair = await ConnectedPair.MakeAsync();
        pair.Server.SetRawSocketOption(6, 13, "reno"u8);
        Pacing.LeaveOut(pair.Server);

        Assert.That(Pacing.Name(pair.Server), Is.EqualTo("reno"));
    }

    [Test]
    public async Task What_paces_is_exchanged()
    {
        using var pair = await ConnectedPair.MakeAsync();
        if (!TryChoose(pair.Server, "bbr"))
        {
            // A kernel without it has nothing that paces.
            Assert.That(Pacing.Name(pair.Server), Does.Not.StartWith("bbr"));
            return;
        }

        Pacing.LeaveOut(pair.Server);
        Assert.That(Pacing.Name(pair.Server), Is.EqualTo("reno"));
    }

    [Test]
    public void A_connection_that_is_gone_is_nothing_to_choose_for()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        Assert.That(() => Pacing.LeaveOut(socket), Throws.Nothing);
    }

    [Test]
    public async Task A_connection_that_was_closed_meanwhile_is_nothing_to_choose_for()
    {
        using var pair = await ConnectedPair.MakeAsync();
        pair.Server.Dispose();

        Assert.That(() => Pacing.LeaveOut(pair.Server), Throws.Nothing);
    }

    private static bool TryChoose(Socket socket, string name)
    {
        try
        {
            socket.SetRawSocketOption(6, 13, Encoding.ASCII.GetBytes(name));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
