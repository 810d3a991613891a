using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>Loads the operator's D function once; what cannot be loaded stops the service at its start.</summary>
internal sealed class KeyDerivationPlugIn(IOptions<FairPlayOptions> options, ILogger<KeyDerivationPlugIn> logger)
{
    private readonly Lazy<IFairPlayKeyDerivation?> _function = new(() =>
        Load(options.Value.KeyDerivationAssembly) is { } function ? new GuardedKeyDerivation(function, logger) : null);

    /// <summary>The D function; null when the operator has not brought one.</summary>
    /// <exception cref="OptionsValidationException">The assembly cannot be used.</exception>
    public IFairPlayKeyDerivation? Function => _function.Value;

    private static IFairPlayKeyDerivation? Load(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        try
        {
            var assembly = new PlugInContext(Path.GetFullPath(path)).LoadFromAssemblyPath(Path.GetFullPath(path));
            var found = assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFairPlayKeyDerivation))).ToArray();
            return found is [var type] ? (IFairPlayKeyDerivation)Activator.CreateInstance(type)!
                : throw Unusable($"has {found.Length} public classes that implement {nameof(IFairPlayKeyDerivation)}, and one is needed");
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or TypeLoadException
            or MissingMethodException or TargetInvocationException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw Unusable($"cannot be loaded ({exception.GetType().Name})");
        }
    }

    private static OptionsValidationException Unusable(string text) =>
        new(FairPlayOptions.Section, typeof(FairPlayOptions), [$"{FairPlayOptions.Section}:{nameof(FairPlayOptions.KeyDerivationAssembly)} {text}."]);

    /// <summary>Brings the plug-in's own dependencies; our assemblies come from the process, so that the interface is the same type.</summary>
    private sealed class PlugInContext(string path) : AssemblyLoadContext("FairPlay key derivation")
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name?.StartsWith("MediaPlatform.", StringComparison.Ordinal) != true && _resolver.ResolveAssemblyToPath(assemblyName) is { } file
                ? LoadFromAssemblyPath(file) : null;

        protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : IntPtr.Zero;
    }
}
