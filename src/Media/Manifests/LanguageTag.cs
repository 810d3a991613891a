using System.Buffers;
using System.Collections.Frozen;

namespace MediaPlatform.Media.Manifests;

/// <summary>Languages as RFC 5646 wants them: the two-letter form where there is one.</summary>
public static class LanguageTag
{
    private const string Undetermined = "und";

    // ISO 639-2 codes, terminological and bibliographic, with their ISO 639-1 form.
    private const string Table =
        "aar:aa abk:ab afr:af aka:ak amh:am ara:ar arg:an asm:as ava:av ave:ae aym:ay aze:az bak:ba bam:bm bel:be " +
        "ben:bn bis:bi bod:bo tib:bo bos:bs bre:br bul:bg cat:ca ces:cs cze:cs cha:ch che:ce chu:cu chv:cv cor:kw " +
        "cos:co cre:cr cym:cy wel:cy dan:da deu:de ger:de div:dv dzo:dz ell:el gre:el eng:en epo:eo est:et eus:eu " +
        "baq:eu ewe:ee fao:fo fas:fa per:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff gla:gd gle:ga glg:gl glv:gv " +
        "grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy arm:hy ibo:ig ido:io iii:ii " +
        "iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ice:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka geo:ka " +
        "kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li " +
        "lin:ln lit:lt ltz:lb lub:lu lug:lg mah:mh mal:ml mar:mr mkd:mk mac:mk mlg:mg mlt:mt mon:mn mri:mi mao:mi " +
        "msa:ms may:ms mya:my bur:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl dut:nl nno:nn nob:nb nor:no " +
        "nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro " +
        "run:rn rus:ru sag:sg san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es " +
        "sqi:sq alb:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th " +
        "tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wln:wa " +
        "wol:wo xho:xh yid:yi yor:yo zha:za zho:zh chi:zh zul:zu";

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly FrozenDictionary<string, string> Short = Table.Split(' ')
        .ToFrozenDictionary(pair => pair[..3], pair => pair[4..], StringComparer.OrdinalIgnoreCase);

    // The first of each pair of three letters is the terminological one.
    private static readonly FrozenDictionary<string, string> Long = Table.Split(' ').DistinctBy(pair => pair[4..])
        .ToFrozenDictionary(pair => pair[4..], pair => pair[..3], StringComparer.OrdinalIgnoreCase);

    // RFC 5646 2.1, and xs:language of MPDs.
    private const int MaxSubtag = 8;

    /// <summary>The shortest tag of a stored language; empty when it is unknown, or no tag at all.</summary>
    public static string Normalize(string? language) => Shorten(language) is var tag && IsTag(tag) ? tag : "";

    /// <summary>The same without a look at its form: what is stored may be any text.</summary>
    public static string Shorten(string? language)
    {
        if (string.IsNullOrWhiteSpace(language) || language.Equals(Undetermined, StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        language = language.Trim().Replace('_', '-'); // as systems name their locales
        var dash = language.IndexOf('-', StringComparison.Ordinal);
        var primary = dash < 0 ? language : language[..dash];
        return Short.TryGetValue(primary, out var shorter) ? string.Concat(shorter, dash < 0 ? "" : language[dash..]) : language;
    }

    /// <summary>The ISO 639-2 code of three letters, as transport streams want it; empty when there is none or the language is unknown.</summary>
    public static string ToThreeLetters(string? language)
    {
        var primary = Shorten(language).Split('-')[0];
        return Long.TryGetValue(primary, out var code) ? code
            : primary.Length == 3 && !primary.AsSpan().ContainsAnyExcept(Letters) ? primary.ToLowerInvariant()
            : "";
    }

    /// <summary>Whether two stored languages are the same, whatever their form (<c>eng</c> and <c>en</c>).</summary>
    public static bool AreEqual(string? left, string? right) =>
        Shorten(left).Equals(Shorten(right), StringComparison.OrdinalIgnoreCase);

    private static bool IsTag(string tag)
    {
        var isFirst = true;
        foreach (var part in tag.AsSpan().Split('-'))
        {
            var subtag = tag.AsSpan()[part];
            var isPart = subtag.Length is > 0 and <= MaxSubtag && (isFirst ? !subtag.ContainsAnyExcept(Letters) : !subtag.ContainsAnyExcept(LettersAndDigits));
            if (!isPart)
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }
}
