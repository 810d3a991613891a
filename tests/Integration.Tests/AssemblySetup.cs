[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: Category("Integration")]
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]
