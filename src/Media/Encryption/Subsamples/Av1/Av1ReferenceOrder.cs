namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>Order of frames in time: which references a frame has when only two are named (AV1 specification 7.8), and whether blocks may be skipped (5.9.22).</summary>
internal static class Av1ReferenceOrder
{
    private const int Gold = 3;
    private const int Backward = 4;
    private const int Backward2 = 5;
    private const int Alternate = 6;

    /// <summary>Signed distance of two order hints, 5.9.3.</summary>
    public static int Distance(int from, int to, int hintBits)
    {
        if (hintBits == 0)
        {
            return 0;
        }

        var (difference, half) = (from - to, 1 << (hintBits - 1));
        return (difference & (half - 1)) - (difference & half);
    }

    /// <summary>Finds all seven references from the first and the golden one.</summary>
    public static int[] Complete(int last, int gold, ReadOnlySpan<int> hints, int hint, int hintBits)
    {
        var indexes = new[] { last, -1, -1, gold, -1, -1, -1 };
        var distances = new int[hints.Length];
        var used = new bool[hints.Length];
        (used[last], used[gold]) = (true, true);
        for (var i = 0; i < hints.Length; i++)
        {
            distances[i] = Distance(hints[i], hint, hintBits);
        }

        indexes[Alternate] = Take(distances, used, backward: true, latest: true);
        indexes[Backward] = Take(distances, used, backward: true, latest: false);
        indexes[Backward2] = Take(distances, used, backward: true, latest: false);
        foreach (var name in new[] { 1, 2, Backward, Backward2, Alternate })
        {
            indexes[name] = indexes[name] >= 0 ? indexes[name] : Take(distances, used, backward: false, latest: true);
        }

        var earliest = Array.IndexOf(distances, distances.Min());
        return [.. indexes.Select(index => index >= 0 ? index : earliest)];
    }

    /// <summary>Whether a frame that mixes references lies so between them that it says if blocks may be skipped.</summary>
    public static bool MaySkip(ReadOnlySpan<int> hints, int hint, int hintBits)
    {
        int? forward = null, backward = null, second = null;
        foreach (var other in hints)
        {
            var distance = Distance(other, hint, hintBits);
            if (distance < 0 && (forward is not { } nearest || Distance(other, nearest, hintBits) > 0))
            {
                forward = other;
            }
            else if (distance > 0 && (backward is not { } next || Distance(other, next, hintBits) < 0))
            {
                backward = other;
            }
        }

        if (forward is not { } first || backward is not null)
        {
            return forward is not null;
        }

        foreach (var other in hints)
        {
            second = Distance(other, first, hintBits) < 0 ? other : second;
        }

        return second is not null;
    }

    private static int Take(int[] distances, bool[] used, bool backward, bool latest)
    {
        var found = -1;
        for (var i = 0; i < distances.Length; i++)
        {
            var isCandidate = !used[i] && distances[i] >= 0 == backward;
            var isBetter = found < 0 || (latest ? distances[i] >= distances[found] : distances[i] < distances[found]);
            found = isCandidate && isBetter ? i : found;
        }

        if (found >= 0)
        {
            used[found] = true;
        }

        return found;
    }
}
