using System.Text;
using MediaPlatform.StreamingEndpoint.Connections;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>Which heads are read here, and which are left to the full server.</summary>
public sealed class RequestHeadTests
{
    private const string Path = "/0cbd6e4c-2a2e-4c3a-9f0d-9d7c3a1e6f10/a.ism/manifest";

    [TestCase("GET {0}(format=mpd-time-csf) HTTP/1.1\r\nHost: a\r\n\r\n", Path + "(format=mpd-time-csf)", "")]
    [TestCase("HEAD {0}?token=a%20b HTTP/1.1\r\nHost: a:80\r\nRange: bytes=0-1\r\n\r\n", Path, "?token=a%20b")]
    [TestCase("OPTIONS {0} HTTP/1.1\r\nhost:a\r\nConnection: Keep-Alive\r\n\r\n", Path, "")]
    [TestCase("GET {0}%28format%3Dmpd-time-csf%29 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\nGET", Path + "(format=mpd-time-csf)", "")]
    public void Plain_requests_for_media_are_taken(string text, string path, string query)
    {
        var head = new RequestHead();
        var input = Bytes(text);

        Assert.That(head.Read(input, _ => true), Is.EqualTo(HeadOutcome.Taken));
        Assert.That((head.Path, head.Query), Is.EqualTo((path, query)));
        Assert.That(head.Length, Is.EqualTo(Encoding.Latin1.GetString(input).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4));
    }

    [TestCase("POST {0} HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.0\r\nHost: a\r\n\r\n")]
    [TestCase("GET http://a{0} HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\n Transfer-Encoding: chunked\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nX: a\nContent-Length: 5\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nX: a\rContent-Length: 5\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.1\r\nHost: a\r\nX\r\n\r\n")]
    [TestCase("GET {0}/../b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}//b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}%2F..%2Fb HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}%2e HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}%C3%A4 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}%2 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0} x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET {0}#a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [TestCase("\u0016\u0003\u0001")]
    public void Everything_else_is_left_to_the_full_server(string text) =>
        Assert.That(new RequestHead().Read(Bytes(text), _ => true), Is.EqualTo(HeadOutcome.Foreign));

    [TestCase("Connection: close\r\n", true)]
    [TestCase("Connection: close\r\nConnection: keep-alive\r\n", true)]
    [TestCase("Connection: keep-alive\r\nConnection: Close\r\n", true)]
    [TestCase("Connection: keep-alive\r\n", false)]
    [TestCase("", false)]
    public void A_connection_that_is_to_close_closes_whatever_else_is_said(string lines, bool closes)
    {
        var head = new RequestHead();

        Assert.That(head.Read(Bytes("GET {0} HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"), _ => true), Is.EqualTo(HeadOutcome.Taken));
        Assert.That(head.Closes, Is.EqualTo(closes));
    }

    [Test]
    public void Paths_of_others_are_left_to_them() =>
        Assert.That(new RequestHead().Read(Bytes("GET {0} HTTP/1.1\r\nHost: a\r\n\r\n"), _ => false), Is.EqualTo(HeadOutcome.Foreign));

    [Test]
    public void Too_many_headers_are_left_to_the_full_server()
    {
        var headers = string.Concat(Enumerable.Range(0, 60).Select(index => $"X-{index}: a\r\n"));

        Assert.That(new RequestHead().Read(Bytes("GET {0} HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"), _ => true), Is.EqualTo(HeadOutcome.Foreign));
    }

    [Test]
    public void A_head_is_incomplete_at_every_byte_before_its_end()
    {
        var whole = Bytes("GET {0} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n");

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.That(new RequestHead().Read(whole[..length], _ => true), Is.EqualTo(HeadOutcome.Incomplete), $"{length}");
        }
    }

    [Test]
    public void Random_bytes_never_break_it()
    {
        var random = new Random(20261126);
        var seed = Bytes("GET {0}(format=mpd-time-csf) HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n");
        var outcomes = new int[3];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])seed.Clone();
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var head = new RequestHead();
            var outcome = head.Read(bytes.AsMemory(0, random.Next(bytes.Length + 1)), _ => true);
            outcomes[(int)outcome]++;
            if (outcome == HeadOutcome.Taken)
            {
                Assert.That(head.Path, Does.StartWith("/").And.Not.Contain("//").And.Not.Contain("/."));
                Assert.That(head.Length, Is.LessThanOrEqualTo(bytes.Length));
            }
        }

        Assert.That(outcomes, Has.All.GreaterThan(0));
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.Replace("{0}", Path, StringComparison.Ordinal));
}
