namespace MediaPlatform.Data.Blobs;

/// <summary>Counts who uses something that ends with the last use: its owner, from the start, and whoever comes while anybody is there. A field, never copied.</summary>
public struct UseCount
{
    private int _users;

    /// <summary>One use, the owner's.</summary>
    public static UseCount One() => new() { _users = 1 };

    /// <summary>One more use; false when the last has ended.</summary>
    public bool TryAdd()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Ends a use; true when it was the last.</summary>
    public bool EndsWithOneLess() => Interlocked.Decrement(ref _users) == 0;
}
