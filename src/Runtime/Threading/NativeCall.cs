namespace Sinter.Runtime;

/// <summary>
/// The arguments of one call that every thread of a team makes. All memory is owned by the caller and stays in place
/// until the call returns; <see cref="Scratch"/> and <see cref="Barrier"/> are 64-byte aligned.
/// </summary>
public unsafe struct NativeCall {
    /// <summary>Bytes that a barrier takes.</summary>
    public const int BarrierBytes = 128;

    /// <summary>Where in a barrier generated code counts how often a thread slept there.</summary>
    internal const int SleptAt = 76;

    /// <summary>
    /// <c>void f(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier)</c>.
    /// </summary>
    public delegate* unmanaged<void**, long*, byte*, int, int, void*, void> Function;

    /// <summary>
    /// Whether the function, called with a thread below zero, does the shares of all threads itself; a team then has it do so while others
    /// keep its processors busy.
    /// </summary>
    public bool MayRunAlone;

    /// <summary>The buffers.</summary>
    public void** Table;

    /// <summary>The values of the module's symbols.</summary>
    public long* Symbols;

    /// <summary>The scratch memory of thread 0; that of thread <c>i</c> is <c>i * ScratchStride</c> bytes on.</summary>
    public byte* Scratch;

    /// <summary>Bytes from one thread's scratch memory to the next one's, a multiple of 64.</summary>
    public long ScratchStride;

    /// <summary>
    /// <see cref="BarrierBytes"/> zeroed bytes where the threads meet. Generated code leaves them reusable; two calls
    /// that may run at once need two barriers.
    /// </summary>
    public void* Barrier;
}
