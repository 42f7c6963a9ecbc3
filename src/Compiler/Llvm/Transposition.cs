using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Llvm;

/// <summary>Rows and columns of a square of as many vectors as each has lanes exchanged in registers.</summary>
internal static class Transposition {
    /// <summary>Lane <c>i</c> of vector <c>j</c> of the result is lane <c>j</c> of vector <c>i</c>; the lanes are 4, 8 or 16.</summary>
    public static IrValue[] Write(IrWriter writer, IReadOnlyList<IrValue> rows) {
        int lanes = rows.Count;
        // Within the 128-bit parts, which one instruction can permute: squares of four.
        IrValue[][] parts = [.. Enumerable.Range(0, lanes / 4).Select(i => Squares(writer, [.. rows.Skip(4 * i).Take(4)], lanes))];
        IrValue[] result = new IrValue[lanes];
        for (int j = 0; j < 4; j++) {
            // Part s of the i-th of these is part i of column 4 s + j.
            IrValue[] columns = [.. parts.Select(part => part[j])];
            for (int distance = 1; distance < columns.Length; distance *= 2) {
                IrValue[] before = columns;
                columns = [.. columns.Select((_, i) => (i & distance) == 0
                    ? Exchange(writer, before[i], before[i + distance], distance, lanes, high: false)
                    : Exchange(writer, before[i - distance], before[i], distance, lanes, high: true))];
            }
            for (int s = 0; s < columns.Length; s++) {
                result[4 * s + j] = columns[s];
            }
        }
        return result;
    }

    private static IrValue[] Squares(IrWriter writer, IrValue[] rows, int lanes) {
        IrValue low01 = Permute([0, 4, 1, 5], rows[0], rows[1]), high01 = Permute([2, 6, 3, 7], rows[0], rows[1]);
        IrValue low23 = Permute([0, 4, 1, 5], rows[2], rows[3]), high23 = Permute([2, 6, 3, 7], rows[2], rows[3]);
        return [Permute([0, 1, 4, 5], low01, low23), Permute([2, 3, 6, 7], low01, low23), Permute([0, 1, 4, 5], high01, high23), Permute([2, 3, 6, 7], high01, high23)];

        // The same in each part: 0 to 3 are the first operand's lanes there, 4 to 7 the second's.
        IrValue Permute(int[] pattern, IrValue a, IrValue b) => Shuffle(writer, a, b,
            Enumerable.Range(0, lanes).Select(lane => pattern[lane % 4] < 4 ? lane / 4 * 4 + pattern[lane % 4] : lanes + lane / 4 * 4 + pattern[lane % 4] - 4));
    }

    // Parts whose number has the distance's bit are exchanged between two vectors that lie that far apart.
    private static IrValue Exchange(IrWriter writer, IrValue a, IrValue b, int distance, int lanes, bool high) => Shuffle(writer, a, b,
        Enumerable.Range(0, lanes).Select(lane => {
            bool isOdd = (lane / 4 & distance) != 0;
            return high ? (isOdd ? lanes + lane : lane + 4 * distance) : (isOdd ? lanes + lane - 4 * distance : lane);
        }));

    private static IrValue Shuffle(IrWriter writer, IrValue a, IrValue b, IEnumerable<int> mask) =>
        writer.Emit(a.Type, $"shufflevector {a}, {b}, <{a.Lanes} x i32> <{string.Join(", ", mask.Select(lane => $"i32 {lane}"))}>");
}
