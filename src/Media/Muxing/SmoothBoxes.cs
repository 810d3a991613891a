using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Muxing;

/// <summary>Identifiers of the uuid boxes of Smooth Streaming and PIFF, MS-SSTR 2.2.4.</summary>
public static class SmoothBoxes
{
    /// <summary>tfxd: absolute time and duration of the fragment.</summary>
    public static readonly Guid FragmentTimes = new("6D1D9B05-42D5-44E6-80E2-141DAFF757B2");

    /// <summary>Length of a tfxd box in bytes.</summary>
    internal const int FragmentTimesLength = 44;

    /// <summary>tfrf: times of the following fragments of a live stream.</summary>
    public static readonly Guid FollowingFragments = new("D4807EF2-CA39-4695-8E54-26CB9E46A79F");

    /// <summary>PIFF sample encryption.</summary>
    public static readonly Guid SampleEncryption = new("A2394F52-5A9B-4F14-A244-6C427C648DF4");

    /// <summary>PIFF track encryption.</summary>
    public static readonly Guid TrackEncryption = new("8974DBCE-7BE7-4C51-84F9-7148F9882554");

    /// <summary>PIFF protection system header.</summary>
    public static readonly Guid ProtectionSystemHeader = new("D08A4F18-10F3-4A82-B6C8-32D8ABA183D3");

    /// <summary>Writes a tfxd box of version 1, MS-SSTR 2.2.4.4.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="time">Start of the fragment, 100 ns.</param>
    /// <param name="duration">Its duration, 100 ns.</param>
    internal static void WriteFragmentTimes(ref BoxWriter writer, long time, long duration)
    {
        writer.BoxHeader(FourCC.Uuid, FragmentTimesLength);
        Span<byte> id = stackalloc byte[16];
        FragmentTimes.TryWriteBytes(id, bigEndian: true, out _);
        writer.Bytes(id);
        writer.UInt32(0x01000000);
        writer.UInt64((ulong)time);
        writer.UInt64((ulong)duration);
    }
}
