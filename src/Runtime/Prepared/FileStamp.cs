using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// What Linux says of a file without reading it: while this stays, so does its content. The time of the last change of the file's
/// record is in it, which no program can set.
/// </summary>
static unsafe partial class FileStamp {
    /// <summary>Bytes of a stamp.</summary>
    public const int Bytes = 48;

    const int WorkingFolder = -100;
    const uint BasicFields = 0x7ff;
    const int StatusBytes = 256;

    /// <summary>The stamp of a file, or null where the system does not give one.</summary>
    public static byte[]? Of(string path) {
        if (!OperatingSystem.IsLinux()) {
            return null;
        }
        // struct statx: inode at 32, size at 40, change at 96, modification at 112 (seconds, nanoseconds), device at 136.
        byte* status = stackalloc byte[StatusBytes];
        try {
            if (ReadStatus(WorkingFolder, path, 0, BasicFields, status) != 0) {
                return null;
            }
        } catch (EntryPointNotFoundException) {
            return null;
        }
        byte[] stamp = new byte[Bytes];
        ReadOnlySpan<byte> fields = new(status, StatusBytes);
        fields.Slice(32, 16).CopyTo(stamp);
        fields.Slice(96, 12).CopyTo(stamp.AsSpan(16));
        fields.Slice(112, 12).CopyTo(stamp.AsSpan(28));
        BinaryPrimitives.WriteInt64LittleEndian(stamp.AsSpan(40), BinaryPrimitives.ReadInt64LittleEndian(fields[136..]));
        return stamp;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStatus(int folder, string path, int flags, uint mask, byte* status);
}
