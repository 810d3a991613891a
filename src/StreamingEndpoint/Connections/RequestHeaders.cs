using System.Text;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>The headers of a request, made strings one by one as they are asked for.</summary>
internal sealed class RequestHeaders(RequestHead head) : HeaderList
{
    private bool _isFilled;

    public override List<KeyValuePair<string, StringValues>> Entries
    {
        get
        {
            if (!_isFilled)
            {
                Fill();
            }

            return base.Entries;
        }
    }

    public override StringValues this[string key]
    {
        get => _isFilled ? base[key] : Find(key);
        set => base[key] = value;
    }

    public override bool ContainsKey(string key) => this[key].Count > 0;

    /// <summary>For the next request.</summary>
    public void Reset()
    {
        if (_isFilled)
        {
            base.Entries.Clear();
            _isFilled = false;
        }
    }

    private StringValues Find(string key)
    {
        var found = StringValues.Empty;
        for (var i = 0; i < head.HeaderCount; i++)
        {
            if (head.Name(i).Length == key.Length && Ascii.EqualsIgnoreCase(head.Name(i), key))
            {
                found = found.Count == 0 ? head.Value(i) : StringValues.Concat(found, head.Value(i));
            }
        }

        return found;
    }

    private void Fill()
    {
        _isFilled = true;
        var entries = base.Entries;
        for (var i = 0; i < head.HeaderCount; i++)
        {
            var name = Encoding.ASCII.GetString(head.Name(i));
            var index = entries.FindIndex(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                entries.Add(new(name, head.Value(i)));
            }
            else
            {
                entries[index] = new(name, StringValues.Concat(entries[index].Value, head.Value(i)));
            }
        }
    }
}
