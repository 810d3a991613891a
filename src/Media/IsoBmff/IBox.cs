namespace MediaPlatform.Media.IsoBmff;

/// <summary>A box of ISO/IEC 14496-12 as a value: it knows its size, writes itself and is parsed from its body.</summary>
public interface IBox<TSelf>
    where TSelf : struct, IBox<TSelf>
{
    /// <summary>The four characters of the box.</summary>
    static abstract FourCC Type { get; }

    /// <summary>Bytes of the whole box including its header.</summary>
    int Size { get; }

    /// <summary>Writes header and body.</summary>
    void Write(ref BoxWriter writer);

    /// <summary>Parses the bytes after the box header.</summary>
    static abstract TSelf Parse(ReadOnlySpan<byte> body);
}
