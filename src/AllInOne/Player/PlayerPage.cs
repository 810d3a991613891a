using Microsoft.Extensions.FileProviders;

namespace MediaPlatform.AllInOne.Player;

/// <summary>Serves the player page and the player libraries; nothing on it comes from another host.</summary>
internal static class PlayerPage
{
    /// <summary>Path of the page on the streaming endpoint; no locator id can look like it.</summary>
    public const string Path = "/player";

    // Manifests may be on any host; scripts only here. The players decode in workers made from blobs.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src *; media-src * blob:; worker-src blob:";

    /// <summary>Adds the page to a streaming endpoint's host.</summary>
    public static void MapPlayerPage(this WebApplication app, PlayerOptions options)
    {
        app.MapWhen(context => context.Request.Path == "/" && context.Request.Method is "GET" or "HEAD", root => root.Run(context =>
        {
            context.Response.Redirect(Path + "/");
            return Task.CompletedTask;
        }));
        app.Map(Path, page =>
        {
            page.Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers.CacheControl = "no-cache";
                return next();
            });
            if (Directory.Exists(options.LibraryDirectory))
            {
                page.UseStaticFiles(new StaticFileOptions
                {
                    RequestPath = "/lib",
                    FileProvider = new PhysicalFileProvider(System.IO.Path.GetFullPath(options.LibraryDirectory)),
                });
            }

            page.UseFileServer(new FileServerOptions
            {
                FileProvider = new PhysicalFileProvider(System.IO.Path.Combine(AppContext.BaseDirectory, "player")),
            });
            page.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });
    }
}
