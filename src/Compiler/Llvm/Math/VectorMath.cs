using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// The elementwise functions that LLVM has no instruction for, as functions over vectors in LLVM IR. Collects those that
/// a module uses and writes each definition once.
/// </summary>
/// <remarks>
/// Largest errors measured, in units of the last place (ulp), with fused multiply-add and without; docs/vector-math.md
/// says how.
/// <code>
/// exp      0.88  1.15   through the subnormal numbers to 0, and to infinity
/// log      0.82  0.82   -inf of 0, NaN below
/// sin      2.2   2.2    for |x| up to 100; absolutely 1.2e-7 for |x| up to 1e5; beyond, only within [-1, 1]
/// cos      2.5   2.5    likewise
/// tanh     1.91  1.97
/// erf      1.68  1.91
/// sigmoid  2.31  2.31   the lower tail through the subnormal numbers
/// power    0.51  0.51   the special cases of IEEE 754's pow
/// </code>
/// </remarks>
public sealed class VectorMath {
    /// <summary>Every function with its number of parameters.</summary>
    static readonly Dictionary<string, (int Parameters, Func<FunctionBody, Value, Value, Value> Write)> functions = new(StringComparer.Ordinal) {
        ["exp"] = (1, (body, x, _) => Exponential.Write(body, x)),
        ["log"] = (1, (body, x, _) => Logarithm.Write(body, x)),
        ["sin"] = (1, (body, x, _) => Circular.WriteSine(body, x)),
        ["cos"] = (1, (body, x, _) => Circular.WriteCosine(body, x)),
        ["tanh"] = (1, (body, x, _) => HyperbolicTangent.Write(body, x)),
        ["erf"] = (1, (body, x, _) => ErrorFunction.Write(body, x)),
        ["sigmoid"] = (1, (body, x, _) => Sigmoid.Write(body, x)),
        ["power"] = (2, Power.Write),
    };

    readonly SortedDictionary<(string Function, int Lanes), string> definitions = new(Comparer<(string Function, int Lanes)>.Create(Compare));
    readonly SortedSet<string> declarations = new(StringComparer.Ordinal);

    /// <summary>The names that <see cref="Require"/> knows.</summary>
    public static IReadOnlyCollection<string> Functions { get; } = functions.Keys.OrderBy(name => name, StringComparer.Ordinal).ToArray();

    /// <summary>Declarations of the intrinsics that the definitions call, a full line each without its end, sorted.</summary>
    public IReadOnlyCollection<string> Declarations => declarations;

    /// <summary>Remembers that a function is used.</summary>
    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="lanes">Lanes of its operands and its result, &lt;lanes x float&gt;; 1 means float.</param>
    /// <returns>Its name in the IR, such as @sinter.exp.8.</returns>
    /// <exception cref="ArgumentException">There is no such function, or no such vector.</exception>
    public string Require(string function, int lanes) {
        if (!functions.TryGetValue(function, out (int Parameters, Func<FunctionBody, Value, Value, Value> Write) known)) {
            throw new ArgumentException($"there is no vector function '{function}'; there are {string.Join(", ", Functions)}", nameof(function));
        }
        if (lanes < 1) {
            throw new ArgumentOutOfRangeException(nameof(lanes), lanes, $"'{function}' needs at least one lane");
        }
        string name = $"@sinter.{function}.{lanes.ToString(CultureInfo.InvariantCulture)}";
        if (!definitions.ContainsKey((function, lanes))) {
            FunctionBody body = new(lanes);
            string type = body.Type(Lane.Single);
            Value result = known.Write(body, body.Parameter("x"), body.Parameter("y"));
            string parameters = known.Parameters == 1 ? $"{type} %x" : $"{type} %x, {type} %y";
            definitions.Add((function, lanes), $"define internal {type} {name}({parameters}) alwaysinline nounwind memory(none) {{\n{body.Instructions}  ret {type} {result.Text}\n}}\n");
            declarations.UnionWith(body.Declarations);
        }
        return name;
    }

    /// <summary>Writes the definitions of all functions required so far, by name, then by lanes.</summary>
    public void Write(StringBuilder text) {
        foreach (string definition in definitions.Values) {
            text.Append(definition).Append('\n');
        }
    }

    static int Compare((string Function, int Lanes) left, (string Function, int Lanes) right) {
        int order = string.CompareOrdinal(left.Function, right.Function);
        return order != 0 ? order : left.Lanes.CompareTo(right.Lanes);
    }
}
