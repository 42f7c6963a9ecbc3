namespace Sinter.Runtime.Sampling;

/// <summary>
/// Random numbers as a function of a seed and a counter: the n-th is a hash of both, so any of them can be had again
/// without those before it. The hash is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
/// number generators, 2014), of which this is the sequence from a hashed seed.
/// </summary>
struct CounterRandom(ulong seed) {
    const ulong Step = 0x9E3779B97F4A7C15;

    // Seeds are often neighbours; hashed, they do not begin streams that are shifts of each other.
    readonly ulong origin = Mix(seed + Step);

    /// <summary>How many numbers have been drawn.</summary>
    public ulong Counter { get; set; }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(origin + ++Counter * Step);

    /// <summary>A number from 0 on, below 1, a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    static ulong Mix(ulong value) {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
