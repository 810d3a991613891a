using MediaPlatform.Bench.Api;
using MediaPlatform.Data.Catalog;

// Api [seconds per run] [assets] [database] measures; Api serve and Api seed are the processes that it starts for itself.
switch (args)
{
    case ["serve", var provider, var connection, var folder, var port]:
        await BenchServer.RunAsync(new(Enum.Parse<CatalogProvider>(provider), connection, folder), int.Parse(port));
        break;
    case ["seed", var provider, var connection, var folder, var assets]:
        await CatalogSeed.RunAsync(new(Enum.Parse<CatalogProvider>(provider), connection, folder), int.Parse(assets));
        break;
    default:
        await new Comparison(args.Length > 0 ? int.Parse(args[0]) : 10, args.Length > 1 ? int.Parse(args[1]) : 200_000).RunAsync(args.Length > 2 ? args[2] : "");
        break;
}
