using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Tests.Catalog;

/// <summary>
/// Every public method of every store runs against SQL Server's own provider, on a connection that takes the commands down. A query that the
/// provider cannot translate fails here; what the server would say of the text is shown by the store tests where a server is at hand.
/// </summary>
internal sealed class SqlServerQueryTests
{
    private static IEnumerable<TestCaseData> Methods() =>
        from store in typeof(CatalogContextFactory).Assembly.GetTypes()
        where store is { IsClass: true, IsPublic: true } && store.Namespace != "MediaPlatform.Data.Backup"
        where store.Name.EndsWith("Store", StringComparison.Ordinal) || store.Name == nameof(LocatorReader)
        where store.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.ParameterType == typeof(CatalogContextFactory)))
        from method in store.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.ReturnType.IsAssignableTo(typeof(Task))
        select new TestCaseData(store, method).SetArgDisplayNames(store.Name, method.Name);

    [Test]
    public void All_stores_are_looked_at() =>
        Assert.That(Methods().Select(data => (Type)data.Arguments[0]!).Distinct().Count(), Is.GreaterThanOrEqualTo(15));

    [TestCaseSource(nameof(Methods))]
    public async Task Every_store_query_compiles(Type store, MethodInfo method)
    {
        var commands = new List<string>();
        foreach (var hasRow in new[] { false, true })
        {
            var contexts = new CatalogContextFactory(CatalogProvider.SqlServer, () => Context(commands, hasRow));
            var target = Activator.CreateInstance(store, [.. store.GetConstructors().Single().GetParameters().Select(parameter => Service(parameter, contexts))])!;
            try
            {
                await (Task)method.Invoke(target, [.. method.GetParameters().Select(parameter => Value(parameter.ParameterType))])!;
            }
            catch (Exception error) when (error is DbUpdateException or JsonException or CryptographicException or FormatException ||
                (error is InvalidOperationException && !error.Message.Contains("translated", StringComparison.Ordinal)))
            {
                // No row, or one of default values, is not always what a store can work with; the commands count.
                TestContext.Out.WriteLine(error.Message);
            }
        }

        Assert.That(commands, Is.Not.Empty);
        Assert.That(commands, Has.All.Contains("["), "quoted as SQL Server quotes names");
    }

    private static SqlServerCatalogContext Context(List<string> commands, bool hasRow)
    {
        var builder = new DbContextOptionsBuilder<SqlServerCatalogContext>();
        builder.UseSqlServer(new RecordingConnection(commands, hasRow), contextOwnsConnection: true).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        return new SqlServerCatalogContext(builder.Options);
    }

    private static object? Service(ParameterInfo parameter, CatalogContextFactory contexts) => parameter.ParameterType switch
    {
        var type when type == typeof(CatalogContextFactory) => contexts,
        var type when type == typeof(TimeProvider) => TimeProvider.System,
        var type when type == typeof(ISecretProtector) => new PlainSecrets(),
        var type => throw new NotSupportedException($"Tell this test how to make {type}."),
    };

    private static object? Value(Type type) => type switch
    {
        _ when type == typeof(CancellationToken) => CancellationToken.None,
        _ when type == typeof(string) => "name",
        _ when type == typeof(Guid) || type == typeof(Guid?) => Guid.NewGuid(),
        _ when type == typeof(int) => 1,
        _ when type == typeof(long) => 1L,
        _ when type == typeof(DateTimeOffset) => TimeProvider.System.GetUtcNow(),
        _ when type == typeof(TimeSpan) => TimeSpan.FromMinutes(1),
        _ when type == typeof(IReadOnlyCollection<Guid>) => new[] { Guid.NewGuid() },
        _ when type == typeof(byte[]) => new byte[16],
        _ when type.IsEnum || type.IsValueType => Filled(RuntimeHelpers.GetUninitializedObject(type)),
        _ when type.Namespace!.StartsWith("MediaPlatform", StringComparison.Ordinal) => Filled(Activator.CreateInstance(type)!),
        _ => throw new NotSupportedException($"Tell this test how to make {type}."),
    };

    /// <summary>Gives text and ids to what has none, so that a row can be saved and found.</summary>
    private static object Filled(object value)
    {
        foreach (var property in value.GetType().GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0))
        {
            if (property.PropertyType == typeof(Guid)) property.SetValue(value, Guid.NewGuid());
            if (property.PropertyType == typeof(DateTimeOffset)) property.SetValue(value, TimeProvider.System.GetUtcNow());
            if (property.PropertyType == typeof(byte[])) property.SetValue(value, new byte[16]);
            if (property.PropertyType == typeof(string) && property.Name != "After" && property.GetValue(value) is null) property.SetValue(value, "text");
        }

        return value;
    }

    private sealed class PlainSecrets : ISecretProtector
    {
        public string Protect(ReadOnlySpan<byte> secret) => Convert.ToBase64String(secret);

        public string ProtectText(string secret) => secret;

        public byte[] Unprotect(string stored) => Encoding.UTF8.GetBytes(stored);

        public string UnprotectText(string stored) => stored;
    }
}
