using System.Net;
using MediaPlatform.ServiceDefaults.Networks;

namespace MediaPlatform.ServiceDefaults.Tests.Networks;

public sealed class NetworkGuardTests
{
    [TestCase("93.184.216.34", true)]
    [TestCase("2606:4700:4700::1111", true)]
    [TestCase("127.0.0.1", false)]
    [TestCase("127.8.8.8", false)]
    [TestCase("10.1.2.3", false)]
    [TestCase("172.16.0.1", false)]
    [TestCase("172.31.255.255", false)]
    [TestCase("172.32.0.1", true)]
    [TestCase("192.168.0.1", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("100.64.0.1", false)]
    [TestCase("0.0.0.0", false)]
    [TestCase("224.0.0.1", false)]
    [TestCase("255.255.255.255", false)]
    [TestCase("::1", false)]
    [TestCase("::", false)]
    [TestCase("fe80::1", false)]
    [TestCase("fc00::1", false)]
    [TestCase("fd12:3456::1", false)]
    [TestCase("ff02::1", false)]
    [TestCase("::ffff:10.0.0.1", false)]
    [TestCase("::ffff:93.184.216.34", true)]
    [TestCase("64:ff9b::7f00:1", false)]
    [TestCase("2002:7f00:1::", false)]
    [TestCase("2001:db8::1", false)]
    public void Only_public_addresses_are_reached(string address, bool allowed) =>
        Assert.That(new NetworkGuard([]).Allows(IPAddress.Parse(address)), Is.EqualTo(allowed));

    [TestCase("10.1.2.3", true)]
    [TestCase("::ffff:10.1.2.3", true)]
    [TestCase("10.2.0.0", false)]
    [TestCase("fd00::9", true)]
    public void The_operator_can_allow_networks(string address, bool allowed)
    {
        var guard = new NetworkGuard(["10.1.0.0/16", "fd00::/64"]);
        Assert.That(guard.Allows(IPAddress.Parse(address)), Is.EqualTo(allowed));
    }
}
