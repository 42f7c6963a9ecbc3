using System;
using System.Buffers.Binary;
using System.IO;
using Microsoft.Win32.SafeHandles;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>
/// The form of a kept file: a page of header, the decoded weights, the prepared buffers, each from the start of a page. Everything is
/// covered by a hash, which is compared before anything is used.
/// </summary>
/// <param name="Key">The hash of what the content depends on beside the weights.</param>
/// <param name="WeightHash">The hash of the weight file.</param>
/// <param name="Stamp">The stamp of the weight file when it had that hash; zeros for none.</param>
/// <param name="DecodedBytes">Bytes of decoded weights.</param>
/// <param name="PreparedBytes">Bytes of prepared buffers.</param>
/// <param name="PayloadHash">The hash of both.</param>
sealed record PreparedFile(ulong Key, ulong WeightHash, byte[] Stamp, long DecodedBytes, long PreparedBytes, ulong PayloadHash) {
    /// <summary>Bytes of the header, and what both parts are aligned to.</summary>
    public const int PageBytes = 4096;

    const ulong Magic = 0x3143_5052_544E_4953;
    const int StampAt = 64;
    const int WriteBytes = 8 << 20;

    public long PreparedAt => PageBytes + NativeBuffer.AlignUp(DecodedBytes, PageBytes);

    public long FileBytes => PreparedAt + NativeBuffer.AlignUp(PreparedBytes, PageBytes);

    /// <summary>The header of a mapped file, or null where it is none, or the file is not of the size that it says.</summary>
    public static unsafe PreparedFile? Read(MappedFile file) {
        if (file.Length < PageBytes) {
            return null;
        }
        ReadOnlySpan<byte> page = new(file.Start, PageBytes);
        if (Word(page, 0) != Magic || Word(page, PageBytes - 8) != ContentHash.Of(page[..(PageBytes - 8)])) {
            return null;
        }
        PreparedFile found = new(Word(page, 8), Word(page, 16), page.Slice(StampAt, FileStamp.Bytes).ToArray(), (long)Word(page, 24), (long)Word(page, 32), Word(page, 40));
        return found.DecodedBytes >= 0 && found.PreparedBytes >= 0 && found.FileBytes == file.Length ? found : null;
    }

    /// <summary>The hash of the two parts.</summary>
    public static unsafe ulong Hash(byte* decoded, long decodedBytes, byte* prepared, long preparedBytes) {
        Span<byte> both = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(both, ContentHash.Of(decoded, decodedBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(both[8..], ContentHash.Of(prepared, preparedBytes));
        return ContentHash.Of(both);
    }

    /// <summary>Writes the file and puts it in place in one step, so that no process ever sees half of one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public unsafe void Write(string path, byte* decoded, byte* prepared) {
        string unfinished = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}{PreparedCache.UnfinishedExtension}";
        try {
            using (SafeFileHandle handle = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, FileBytes)) {
                RandomAccess.SetLength(handle, FileBytes);
                RandomAccess.Write(handle, Header(), 0);
                Copy(handle, decoded, DecodedBytes, PageBytes);
                Copy(handle, prepared, PreparedBytes, PreparedAt);
            }
            File.Move(unfinished, path, overwrite: true);
        } catch {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Replaces the header of a file in place. What is half written is no header, and is computed anew.</summary>
    public void WriteHeader(string path) {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Header(), 0);
    }

    static unsafe void Copy(SafeFileHandle handle, byte* from, long bytes, long at) {
        for (long done = 0; done < bytes; done += WriteBytes) {
            RandomAccess.Write(handle, new ReadOnlySpan<byte>(from + done, (int)Math.Min(WriteBytes, bytes - done)), at + done);
        }
    }

    byte[] Header() {
        byte[] page = new byte[PageBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(page, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(8), Key);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(16), WeightHash);
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(24), DecodedBytes);
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(32), PreparedBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(40), PayloadHash);
        Stamp.CopyTo(page, StampAt);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(PageBytes - 8), ContentHash.Of(page.AsSpan(0, PageBytes - 8)));
        return page;
    }

    static ulong Word(ReadOnlySpan<byte> page, int at) => BinaryPrimitives.ReadUInt64LittleEndian(page[at..]);
}
