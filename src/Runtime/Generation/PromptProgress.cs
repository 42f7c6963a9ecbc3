namespace Sinter.Runtime;

/// <summary>How much of a prompt was fed.</summary>
/// <param name="Fed">The tokens fed up to now.</param>
/// <param name="Total">The tokens to feed in all.</param>
public readonly record struct PromptProgress(int Fed, int Total);
