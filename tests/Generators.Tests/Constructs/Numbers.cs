#pragma warning disable
using System;
using System.Numerics;
using Angle = float;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Arithmetic, conversions and the mathematics of the base library.</summary>
public static class Numbers {
    const float Tenth = 0.1f;
    static readonly float Root = MathF.Sqrt(Tenth);

    public static float ConstantsOfConstants() { const int width = 12; const int head = width / 5 + (int)2.9f; return head * Tenth; }
    public static float IntegerDivisionAndRemainder() => -7 / 2 * 100 + -7 % 3 * 10 + 7 / -2;
    public static float WrapsWithoutCheck() { int big = int.MaxValue; int next = unchecked(big + 2); short small = unchecked((short)70000); return next / 1000 + small; }
    public static float LongAndUnsigned() { long a = 1L << 35; ulong b = (ulong)a >> 3; uint c = (uint)b; return (float)(a % 1000) + c + (float)(b % 77UL); }
    public static float ShiftsMaskTheirCount() { int n = 1 << 33; int m = -16 >> 2; int u = -16 >>> 28; return n + m * 10 + u * 100; }
    public static float SinglePrecisionThroughout() { float a = 16777216f, b = 1f; float c = a + b - a; double d = (double)a + b - a; return c + (float)d * 10; }
    public static float DoubleThenSingle() { double third = 1.0 / 3.0; float single = (float)third; return single * 3f == 1f ? 1 : 2; }
    public static float FloatRemainder() => 7.5f % 2f + -7.5f % 2f;
    public static float MathOfTheBaseLibrary() => MathF.Pow(10_000f, -2f * 3 / 64) + MathF.Log(7f) + MathF.Exp(-0.5f) + MathF.Cos(1f) + MathF.Atan2(1f, 2f) + (float)Math.Cbrt(27) + MathF.Round(2.5f) + MathF.Truncate(-2.5f) + (float)Math.Round(2.345, 2);
    public static float DivisionsThatRound() => Math.DivRem(17, 5, out int rest) * 10 + rest + Math.Sign(-3) + (17 + 7) / 8 * 8 + (float)Math.Ceiling(17 / 8.0);
    public static float Bits() => BitOperations.Log2(1000) + BitOperations.RoundUpToPowerOf2(100u) + BitOperations.PopCount(255u) + (BitOperations.IsPow2(64) ? 1000 : 0) + BitOperations.LeadingZeroCount(1u) + BitOperations.TrailingZeroCount(40) + (float)BitOperations.RotateLeft(1u, 5);
    public static float GenericMathematicsOnTypes() => int.Max(3, 9) + float.Sqrt(2f) + (float)double.Exp(1) + int.Clamp(20, 0, 7) + (int.IsPow2(16) ? 100 : 0) + float.Abs(-3f) + int.Log2(33);
    public static float HexAndBinary() => 0xFF + 0b1010 + 1_000 + 'A' + (char)('A' + 2);
    public static float CompoundAssignments() { int n = 7; n += 3; n -= 1; n *= 4; n /= 5; n %= 5; n <<= 3; n |= 1; n ^= 5; n &= ~4; byte b = 255; b++; float f = 1; f /= 3; f += n; return f + b; }
    public static float IncrementsInPlace() { int[] a = { 1, 2, 3 }; int i = 0; a[i++]++; a[i++] += i; int last = --a[i]; return a[0] * 100 + a[1] * 10 + last; }
    public static float NotANumber() { float nan = 0f / MathF.Abs(0f); return (nan == nan ? 1 : 0) + (nan < 1 ? 10 : 0) + (nan > 1 ? 100 : 0) + (!(nan <= 1) ? 1000 : 0) + (float.IsNaN(MathF.Max(nan, 1f)) ? 10000 : 0); }
    public static float Decimals() => (float)(0.1m + 0.2m) == 0.3f && 0.1m + 0.2m == 0.3m ? (float)decimal.Round(2.675m, 2) : 0;
    public static float Characters() => ('c' - 'a') * 10 + (char.IsUpper('Q') ? 1 : 0) + (char.IsDigit("a7"[1]) ? 2 : 0) + (int)char.GetNumericValue('5');
    public static float AliasOfAType() { Angle quarter = MathF.PI / 2; return MathF.Sin(quarter); }
    public static float Limits() => (int.MaxValue == 2147483647 ? 1 : 0) + (float.Epsilon > 0 ? 10 : 0) + (double.MaxValue > float.MaxValue ? 100 : 0) + sbyte.MinValue + (float)Math.Tau;
    public static float ReadOnlyTableOfARoot() => Root * Root;
    public static float CheckedFits() { checked { int a = 40000; return a * 50000L % 1000 + (byte)200; } }
    public static float PromotionsOfSmallTypes() { byte a = 200, b = 100; short s = -1; var sum = a + b; uint u = 5; long l = u - 10; return sum + s + l; }
    public static float SignedZeroAndInfinity() => (1f / -0f == float.NegativeInfinity ? 1 : 0) + (MathF.Sign(-2f) * 10) + (float.IsPositiveInfinity(float.MaxValue * 2f) ? 100 : 0);
    public static float CoalescedNumbers() { int? none = null; int? five = 5; float? real = five; return (none ?? five ?? 1) + (real ?? 0f) + none.GetValueOrDefault(40) + (none + five is null ? 100 : 0) + (five > 3 ? 1000 : 0) + (none < 3 ? 10000 : 0); }
    public static float TernaryChains() { int n = 15; return n < 5 ? 1 : n < 10 ? 2 : n < 20 ? n % 2 == 0 ? 3 : 4 : 5; }
    public static float ImplicitWidening() { int n = 16777217; float f = n; double d = n; long l = n; return (f == 16777216f ? 1 : 0) + (d == 16777217.0 ? 2 : 0) + (l == n ? 4 : 0); }
}
