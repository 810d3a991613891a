using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>The few headers of a message, in order. Names are mostly the framework's own constants, so the same object.</summary>
internal class HeaderList : IHeaderDictionary
{
    private readonly List<KeyValuePair<string, StringValues>> _entries = new(16);

    public int Count => Entries.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => [.. Entries.Select(entry => entry.Key)];

    public ICollection<StringValues> Values => [.. Entries.Select(entry => entry.Value)];

    public long? ContentLength
    {
        get => HeaderUtilities.TryParseNonNegativeInt64(this[HeaderNames.ContentLength].ToString(), out var length) ? length : null;
        set => this[HeaderNames.ContentLength] = value is { } length ? HeaderUtilities.FormatNonNegativeInt64(length) : default(StringValues);
    }

    /// <summary>The entries; a derived list may fill them when they are first asked for.</summary>
    public virtual List<KeyValuePair<string, StringValues>> Entries => _entries;

    public virtual StringValues this[string key]
    {
        get => IndexOf(key) is >= 0 and var index ? Entries[index].Value : StringValues.Empty;
        set
        {
            var index = IndexOf(key);
            if (value.Count == 0)
            {
                if (index >= 0)
                {
                    Entries.RemoveAt(index);
                }
            }
            else if (index >= 0)
            {
                Entries[index] = new(key, value);
            }
            else
            {
                Entries.Add(new(key, value));
            }
        }
    }

    public void Add(string key, StringValues value)
    {
        if (ContainsKey(key))
        {
            throw new ArgumentException("There is a header of this name.", nameof(key));
        }

        this[key] = value;
    }

    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    public virtual void Clear() => Entries.Clear();

    public virtual bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool Contains(KeyValuePair<string, StringValues> item) => TryGetValue(item.Key, out var value) && value == item.Value;

    public bool Remove(string key)
    {
        var index = IndexOf(key);
        if (index >= 0)
        {
            Entries.RemoveAt(index);
        }

        return index >= 0;
    }

    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Remove(item.Key);

    public virtual bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        value = this[key];
        return value.Count > 0;
    }

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => Entries.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string key)
    {
        var entries = Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (ReferenceEquals(entries[i].Key, key) || entries[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
