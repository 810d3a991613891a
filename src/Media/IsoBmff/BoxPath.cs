using System.Runtime.CompilerServices;

namespace MediaPlatform.Media.IsoBmff;

/// <summary>Types of the boxes around a box, kept without allocation until an error needs them as text.</summary>
public readonly struct BoxPath
{
    private const int MaxDepth = 10;

    private readonly Types _types;
    private readonly int _depth;

    private BoxPath(Types types, int depth)
    {
        _types = types;
        _depth = depth;
    }

    /// <summary>This path with one more box; boxes below the deepest level kept are left out.</summary>
    public BoxPath Append(FourCC type)
    {
        if (_depth == MaxDepth)
        {
            return this;
        }

        var types = _types;
        types[_depth] = type.Value;
        return new BoxPath(types, _depth + 1);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var parts = new string[_depth];
        for (var i = 0; i < _depth; i++)
        {
            parts[i] = new FourCC(_types[i]).ToString();
        }

        return string.Join('/', parts);
    }

    [InlineArray(MaxDepth)]
    private struct Types
    {
        private uint _first;
    }
}
