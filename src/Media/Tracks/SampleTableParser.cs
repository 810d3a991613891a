using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>Reads the tables of stbl (stsz, stz2, stts, ctts, stsc, stco, co64, stss) into columns, ISO/IEC 14496-12 8.6 and 8.7.</summary>
internal static class SampleTableParser
{
    public static void Parse(BoxReader stbl, TrackDraft draft, SampleBudget budget)
    {
        var samples = draft.Samples;
        ReadSizes(stbl, samples, budget);
        if (samples.Count == 0)
        {
            return;
        }

        ReadDurations(stbl.Find(FourCC.Stts), samples);
        if (stbl.TryFind(FourCC.Ctts, out var ctts))
        {
            ReadCompositionOffsets(ctts, samples);
        }

        ReadSync(stbl, samples);
        ReadOffsets(stbl, samples, draft.Descriptions, budget.FileLength);
    }

    private static void ReadSizes(BoxReader stbl, SampleTable samples, SampleBudget budget)
    {
        if (stbl.TryFind(FourCC.Stsz, out var stsz))
        {
            stsz.VersionAndFlags();
            var (size, declared) = (stsz.UInt32(), stsz.UInt32());
            if (size != 0)
            {
                if (declared > (ulong)budget.FileLength / size)
                {
                    throw stsz.Error($"{declared} samples of {size} bytes do not fit in the file");
                }

                budget.TakeAlike(stsz, declared, size);
                samples.SetCount(checked((int)declared));
                samples.Sizes.AsSpan(0, samples.Count).Fill(size);
                return;
            }

            budget.Take(stsz, stsz.Count(declared, 4));
            samples.SetCount((int)declared);
            stsz.UInt32s(samples.Sizes.AsSpan(0, samples.Count));
        }
        else if (stbl.TryFind(FourCC.Stz2, out var stz2))
        {
            ReadCompactSizes(stz2, samples, budget);
        }
    }

    private static void ReadCompactSizes(BoxReader stz2, SampleTable samples, SampleBudget budget)
    {
        stz2.VersionAndFlags();
        stz2.Skip(3);
        var bits = stz2.UInt8();
        var declared = stz2.UInt32();
        if (bits is not (4 or 8 or 16) || declared > (ulong)stz2.Remaining * 8 / bits)
        {
            throw stz2.Error("Compact sample sizes are malformed");
        }

        budget.Take(stz2, declared);
        samples.SetCount((int)declared);
        for (var i = 0; i < samples.Count; i++)
        {
            if (bits == 4)
            {
                var pair = stz2.UInt8();
                samples.Sizes[i] = (uint)(pair >> 4);
                if (++i < samples.Count)
                {
                    samples.Sizes[i] = (uint)(pair & 15);
                }
            }
            else
            {
                samples.Sizes[i] = bits == 8 ? stz2.UInt8() : stz2.UInt16();
            }
        }
    }

    private static void ReadDurations(BoxReader stts, SampleTable samples)
    {
        stts.VersionAndFlags();
        var entries = stts.Count(stts.UInt32(), 8);
        var at = 0;
        uint delta = 0;
        for (var i = 0; i < entries && at < samples.Count; i++)
        {
            var declared = stts.UInt32();
            // Tables that run a little over are common; twice as many times as samples tell nothing of either.
            if (declared > Math.Max(1024, 2L * samples.Count))
            {
                throw stts.Error($"Times of {declared} samples are declared but there are {samples.Count}");
            }

            var run = (int)Math.Min(declared, (uint)(samples.Count - at));
            delta = stts.UInt32();

            // QuickTime writers store small negative deltas to correct drift; time cannot run backwards here.
            delta = delta > int.MaxValue ? 0 : delta;
            samples.Durations.AsSpan(at, run).Fill(delta);
            at += run;
        }

        samples.Durations.AsSpan(at, samples.Count - at).Fill(delta);
    }

    private static void ReadCompositionOffsets(BoxReader ctts, SampleTable samples)
    {
        ctts.VersionAndFlags();
        var entries = ctts.Count(ctts.UInt32(), 8);
        var at = 0;
        for (var i = 0; i < entries && at < samples.Count; i++)
        {
            var run = (int)Math.Min(ctts.UInt32(), (uint)(samples.Count - at));

            // Version 0 is unsigned, but writers store negative offsets in it; none needs the high bit otherwise.
            samples.SetComposition(at, run, ctts.Int32());
            at += run;
        }
    }

    private static void ReadSync(BoxReader stbl, SampleTable samples)
    {
        if (!stbl.TryFind(FourCC.Stss, out var stss))
        {
            samples.Sync.AsSpan(0, samples.Count).Fill(true);
            return;
        }

        stss.VersionAndFlags();
        var entries = stss.Count(stss.UInt32(), 4);
        for (var i = 0; i < entries; i++)
        {
            var number = stss.UInt32();
            if (number >= 1 && number <= (uint)samples.Count)
            {
                samples.Sync[number - 1] = true;
            }
        }
    }

    private static void ReadOffsets(BoxReader stbl, SampleTable samples, SampleDescriptions descriptions, long fileLength)
    {
        var isLong = stbl.TryFind(FourCC.Co64, out var chunks);
        if (!isLong)
        {
            chunks = stbl.Find(FourCC.Stco);
        }

        chunks.VersionAndFlags();
        var chunkCount = chunks.Count(chunks.UInt32(), isLong ? 8 : 4);
        var stsc = stbl.Find(FourCC.Stsc);
        stsc.VersionAndFlags();
        var runs = stsc.Count(stsc.UInt32(), 12);
        var (nextFirst, perChunk) = (runs > 0 ? stsc.UInt32() : uint.MaxValue, 0u);
        var offsets = samples.Offsets.AsSpan(0, samples.Count);
        var sizes = samples.Sizes.AsSpan(0, samples.Count);
        var sample = 0;
        for (var chunk = 1u; chunk <= (uint)chunkCount && sample < samples.Count; chunk++)
        {
            while (runs > 0 && nextFirst <= chunk)
            {
                perChunk = stsc.UInt32();
                var description = stsc.UInt32();
                runs--;
                nextFirst = runs > 0 ? stsc.UInt32() : uint.MaxValue;
                if (perChunk > 0 && nextFirst > chunk)
                {
                    descriptions.Use(description);
                }
            }

            var offset = isLong ? (long)Math.Min(chunks.UInt64(), long.MaxValue / 2) : chunks.UInt32();
            for (var end = (int)Math.Min(sample + (long)perChunk, samples.Count); sample < end; sample++)
            {
                offsets[sample] = offset;
                offset += sizes[sample];
            }

            if (offset > fileLength)
            {
                throw chunks.Error($"Samples of chunk {chunk} end at byte {offset}, after the end of the file at {fileLength}");
            }
        }

        if (sample < samples.Count)
        {
            throw stsc.Error($"Chunks hold {sample} samples, sizes are given for {samples.Count}");
        }
    }
}
