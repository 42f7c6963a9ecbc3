#pragma warning disable
using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Loops, choices, patterns, exceptions that are caught.</summary>
public static class Flow {
    class Wrong(string message, int code) : Exception(message) { public int Code => code; }
    static int Depth(int n) => n < 0 ? throw new ArgumentOutOfRangeException(nameof(n)) : n == 0 ? 0 : 1 + Depth(n - 1);
    static int Fail(int kind) => kind switch { 0 => throw new ArgumentException("zero"), 1 => throw new Wrong("one", 41), 2 => throw new InvalidOperationException(), 3 => (new int[2])[kind], 4 => ((string)(object)null!).Length, 5 => kind / (kind - 5), 6 => (int)(object)"x", 7 => new Dictionary<int, int>()[3], 8 => new List<int>()[0], 9 => int.Parse("x"), 10 => new int[0].First(), 11 => checked(int.MaxValue + kind), _ => kind };

    public static float NestedLoops() { int n = 0; for (int i = 0, j = 9; i < j; i++, j -= 2) { for (int k = i; ; k++) { if (k > j) { break; } if (k % 2 == 0) { continue; } n += k * i; } } return n; }
    public static float WhileAndDo() { int n = 27, steps = 0; while (n != 1) { n = n % 2 == 0 ? n / 2 : 3 * n + 1; steps++; } do { steps += 1000; } while (steps < 3000); return steps; }
    public static float Switches() { int n = 0; for (int i = 0; i < 9; i++) { switch (i) { case 0: case 1: n += 1; break; case 2: goto case 0; case > 2 and < 5: n += 10; continue; case 7 when n > 20: n += 1000; break; default: n += 100; break; } n += 10000; } return n; }
    public static float GotoLabels() { int i = 0; again: i++; if (i < 5) { goto again; } for (int j = 0; j < 9; j++) { for (int k = 0; k < 9; k++) { if (j * k == 12) { i += j * 10 + k; goto done; } } } done: return i; }
    public static float Patterns() { object[] all = [3, -4, 2.5f, "text", new[] { 1, 2, 3 }, (1, 2), null!, 'c', true, new List<int> { 7 }, 12L]; int n = 0; foreach (object o in all) { n = unchecked(n * 3 + o switch { int and > 0 => 1, int => 2, float f when f > 2 => 3, string { Length: 4 } => 4, int[] and [1, .., var last] => last, (int a, int b) => a + b, null => 8, char c => c - 'a', bool b => b ? 5 : 6, List<int> { Count: 1 } => 9, _ => 11 }) % 100003; } return n; }
    public static float ListPatterns() { int Shape(int[] s) => s switch { [] => 0, [var only] => only, [1, 2, ..] => 12, [.., 9] => 90, [var a, .. var rest] when rest.Length > 2 => a * 100 + rest.Sum(), [_, _, _] => 3, _ => -1 }; return Shape([]) + Shape([5]) * 10 + Shape([1, 2, 7]) + Shape([4, 9]) * 100 + Shape([3, 1, 1, 1]) * 1000 + Shape([8, 8, 8]) + Shape([7, 7]); }
    public static float PartsOfTextsInPatterns() { string Rest(string s) => s switch { ['g', .. var size] => size + size, [.., '!'] => "end", [] => "none", _ => "other" }; return int.Parse(Rest("g12")) + Rest("ab!").Length * 10000 + Rest("").Length * 100000 + (new List<int> { 1, 2, 3 } is [_, .. var tail] ? tail.Count * 1000000 : 0); }
    public static float LogicalPatterns() { int n = 0; for (int i = -2; i < 12; i++) { if (i is >= 0 and < 3 or 7 or (> 8 and not 10)) { n += 1 << (i + 2); } if (i is not (1 or 2)) { n += 3; } } return n; }
    public static float PropertyPatterns() { var p = (Width: 8, Inner: (Name: "ab", Size: 3)); return p is { Width: > 4, Inner: { Name.Length: 2, Size: var s } } ? s : -1; }
    public static float DeclaredInConditions() { string text = "12"; if (int.TryParse(text, out int n) && n > 10 is var big && big) { n++; } if (!(((object)n) is int m)) { return -1; } return n + m; }
    public static float TypeTests() { object o = new int[] { 1 }; return (o is int[] ? 1 : 0) + (o is Array ? 10 : 0) + (o is IEnumerable<int> ? 100 : 0) + (o is not string ? 1000 : 0) + (o is IReadOnlyList<int> { Count: 1 } ? 10000 : 0); }
    public static float CaughtByType() { int n = 0; for (int i = 0; i < 13; i++) { try { n += Fail(i); } catch (Wrong e) when (e.Code > 40) { n += e.Code * 10 + e.Message.Length; } catch (ArgumentOutOfRangeException) { n += 29; } catch (ArgumentException e) { n += e.Message.Length + 1000; } catch (IndexOutOfRangeException) { n += 3; } catch (NullReferenceException) { n += 5; } catch (DivideByZeroException) { n += 7; } catch (InvalidCastException) { n += 11; } catch (KeyNotFoundException) { n += 13; } catch (FormatException) { n += 17; } catch (OverflowException) { n += 19; } catch (InvalidOperationException) { n += 23; } catch { n += 100000; } } return n; }
    public static float FinallyRuns() { int n = 0; int Run(int k) { try { n += 1; if (k == 1) { return 5; } if (k == 2) { throw new Wrong("x", 2); } } catch (Wrong e) { n += 10; return e.Code; } finally { n += 100; } return 7; } int sum = Run(0) * 1000 + Run(1) * 10000 + Run(2) * 100000; foreach (int i in (int[])[1, 2, 3]) { try { if (i == 2) { continue; } n += i; } finally { n += 1000; } } return sum + n; }
    public static float RethrownAndNested() { int n = 0; try { try { Fail(1); } catch (Wrong) { n += 1; throw; } finally { n += 10; } } catch (Exception e) { n += e.Message.Length * 100; try { throw new InvalidOperationException("outer", e); } catch (Exception f) { n += f.InnerException!.Message.Length * 1000; } } return n; }
    public static float DeepCallsAreLeft() { int n = 0; try { Depth(3); Depth(20); void Inner(int k) { if (k == 0) { throw new Wrong("deep", k); } Inner(k - 1); } Inner(6); } catch (Wrong e) { n = e.Code + e.Message.Length; } return n + Depth(4); }
    public static float ThrowExpressions() { string? name = "x"; int Checked(int w) => w > 0 ? w : throw new ArgumentException($"{w} must be positive"); string given = name ?? throw new ArgumentNullException(nameof(name)); return Checked(4) + given.Length; }
    public static float ScopesShadowNothing() { int n = 1; { int m = 2; n += m; } { int m = 30; n += m; } for (int m = 0; m < 2; m++) { n += m * 100; } return n; }
}
