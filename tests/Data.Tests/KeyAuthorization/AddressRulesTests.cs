using System.Net;
using System.Text.Json;
using MediaPlatform.Data.KeyAuthorization;

namespace MediaPlatform.Data.Tests.KeyAuthorization;

/// <summary>Which clients an account's list of allowed addresses lets in.</summary>
internal sealed class AddressRulesTests
{
    [TestCase("10.0.0.0/8", "10.255.255.255", "11.0.0.0")]
    [TestCase("10.1.2.3/8", "10.0.0.0", "9.255.255.255")]
    [TestCase("10.0.0.4/31", "10.0.0.5", "10.0.0.6")]
    [TestCase("10.0.0.4", "::ffff:10.0.0.4", "::ffff:10.0.0.5")]
    [TestCase("::ffff:10.0.0.4", "10.0.0.4", "10.0.0.5")]
    [TestCase("::ffff:10.0.0.0/104", "10.255.255.255", "11.0.0.0")]
    [TestCase("::ffff:10.0.0.0/104", "::ffff:10.1.1.1", "::ffff:11.1.1.1")]
    [TestCase("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1")]
    [TestCase("::/0", "2001:db8::1", "10.0.0.4")]
    [TestCase("0.0.0.0/0", "10.0.0.4", "2001:db8::1")]
    public void Addresses_of_the_list_are_let_in_in_either_dress(string entry, string inside, string outside)
    {
        Assert.That(AddressRules.IsAddress(entry));
        var rules = AddressRules.Read(JsonSerializer.Serialize(new { keyDelivery = new { accessControl = new { defaultAction = "Deny", ipAllowList = new[] { entry } } } }));
        Assert.That((rules.Allows(IPAddress.Parse(inside)), rules.Allows(IPAddress.Parse(outside)), rules.Allows(null)), Is.EqualTo((true, false, false)));
    }

    [TestCase("010.0.0.1")]
    [TestCase("10.1")]
    [TestCase("167772161")]
    [TestCase("0x0a.0.0.1")]
    [TestCase("010.0.0.0/8")]
    [TestCase("10.0.0.0/33")]
    [TestCase("10.0.0.0/")]
    [TestCase("/8")]
    [TestCase("")]
    public void Texts_that_may_be_read_as_two_addresses_or_none_are_refused(string entry) => Assert.That(AddressRules.IsAddress(entry), Is.False);
}
