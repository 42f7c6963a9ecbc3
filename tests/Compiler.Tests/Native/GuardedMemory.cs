using System;
using System.Runtime.InteropServices;

namespace Sinter.Compiler.Tests;

/// <summary>
/// Memory that ends, as exactly as its alignment allows, at a page that must not be touched: one step too far is a crash. The bytes
/// around it that alignment leaves are checked for writes afterwards.
/// </summary>
internal sealed unsafe class GuardedMemory : IDisposable {
    private const int Page = 4096;
    private const byte Canary = 0xA5;

    private readonly byte* region;
    private readonly nuint length;

    /// <param name="name">What it holds, for messages.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="alignment">What the start must be a multiple of.</param>
    /// <param name="fill">What every byte starts as; 0xFF makes reals NaN and integers negative.</param>
    public GuardedMemory(string name, long size, int alignment, byte fill) {
        (Name, Size) = (name, size);
        nuint usable = (nuint)((size + alignment + Page - 1) / Page * Page);
        length = usable + Page;
        // Private and anonymous, readable and writable.
        region = Map(null, length, 3, 0x22, -1, 0);
        if ((nint)region == -1 || Protect(region + usable, Page, 0) != 0) {
            throw new InvalidOperationException($"no guarded memory for {name}: error {Marshal.GetLastPInvokeError()}");
        }
        new Span<byte>(region, (int)usable).Fill(Canary);
        Start = region + (((long)usable - size) & -alignment);
        Content.Fill(fill);
    }

    public string Name { get; }

    public long Size { get; }

    public byte* Start { get; }

    public Span<byte> Content => new(Start, (int)Size);

    /// <summary>Throws when a byte before or behind the content has changed.</summary>
    public void CheckSurroundings() {
        int before = (int)(Start - region);
        int behind = (int)((long)length - Page - before - Size);
        if (new Span<byte>(region, before).ContainsAnyExcept(Canary)) {
            throw new InvalidOperationException($"native code wrote before {Name}");
        }
        if (new Span<byte>(Start + Size, behind).ContainsAnyExcept(Canary)) {
            throw new InvalidOperationException($"native code wrote behind {Name}");
        }
    }

    public void Dispose() => _ = Unmap(region, length);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(void* address, nuint length);
}
