// RASP programs that cannot be, or that kernels do not have.

//# a program in a class that is not partial
public static class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x) => x; }
//~ SIN0050 at 'P': The class 'P' must be partial, so that the kernels of its program 'Run' can be added; write 'partial class P'

//# a program that is generic
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<T> Run<T>(Sinter.Rasp.SOp<T> x) => x; }
//~ SIN0051 at 'Run': The program 'Run' is generic; settle its types in a method that calls it

//# a program that is a method of objects
public partial class P { [Sinter.Rasp.RaspProgram] public Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x) => x; }
//~ SIN0051 at 'Run': The program 'Run' must be static: a program has no object

//# a program that returns a number
public static partial class P { [Sinter.Rasp.RaspProgram] public static int Run(Sinter.Rasp.SOp<int> x) => 1; }
//~ SIN0051 at 'Run': The program 'Run' returns int; return an SOp<T>

//# a program that takes a number
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x, int by) => x; }
//~ SIN0051 at 'Run': The program 'Run' takes 'by', which is no SOp<T>; its inputs are sequences, and other values belong into a method that calls it

//# the mean of characters over all keys
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<char> Run(Sinter.Rasp.SOp<char> x) => Sinter.Rasp.Language.Aggregate(Sinter.Rasp.Language.All, x); }
//~ SIN0052 at 'Sinter.Rasp.Language.Aggregate(Sinter.Rasp.Language.All, x)': char has no mean, and every query selects all values. Select one, or say First, Last, Closest, Best, Max or Min

//# the length in a causal program
public static partial class P { [Sinter.Rasp.RaspProgram(Causal = true)] public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x) => Sinter.Rasp.Language.If(x == 1, x, Sinter.Rasp.Language.Length); }
//~ SIN0052 at 'Sinter.Rasp.Language.Length': length is not known to a causal program, which sees no later position; SelectorWidth(All) counts the positions up to the query

//# a sum of characters
using Sinter.Rasp;
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<char> Run(Sinter.Rasp.SOp<char> x) => x + x; }
//~ SIN0052 at 'x + x': char has no + of its own, C# widens it to int; say Map(x => (int)x) first

//# an order of a type that has none
public readonly record struct Opaque(int Value);
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<bool> Run(Sinter.Rasp.SOp<Opaque> x) => x < new Opaque(1); }
//~ SIN0052 at 'x < new Opaque(1)': Opaque has no order, so no <; compare a Map of it that has one

//# a table with two entries for a key
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<char> x) => Sinter.Rasp.Language.Lookup(x, [KeyValuePair.Create('a', 1), KeyValuePair.Create('a', 2)]); }
//~ SIN0052 at 'Sinter.Rasp.Language.Lookup(x, [KeyValuePair.Create('a', 1), KeyValuePair.Create('a', 2)])': a table has two entries for 'a'

//# a comparison that is none of the six
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x) => Sinter.Rasp.Language.SelectorWidth(Sinter.Rasp.Language.Select(x, x, (Sinter.Rasp.Comparison)17)); }
//~ SIN0052 at 'Sinter.Rasp.Language.Select(x, x, (Sinter.Rasp.Comparison)17)': 17 is none of the six comparisons

//# an input of two types
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x) => Sinter.Rasp.Language.Zip(x, Sinter.Rasp.Language.Input<char>("x"), (a, b) => a); }
//~ SIN0052 at 'Sinter.Rasp.Language.Input<char>("x")': input "x" is used as int and as char

//# a bracket in two roles, which the library refuses
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<Sinter.Rasp.Balance> Run(Sinter.Rasp.SOp<char> x) => Sinter.Rasp.Library.Dyck1(x, '(', '('); }
//~ SIN0021 at 'Sinter.Rasp.Library.Dyck1(x, '(', '(')': '(' has two roles among the brackets ('(', '(')

//# a function that builds text
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<string> Run(Sinter.Rasp.SOp<string> x) => x.Map(word => word + "s"); }
//~ SIN0053 at 'word + "s"': A function that builds text has no kernel form; RaspProgram.Of runs it evaluated, or write it with numbers, characters, comparisons and tables

//# a function whose last bit depends on the library
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<double> Run(Sinter.Rasp.SOp<double> x) => x.Map(v => Math.Sin(v)); }
//~ SIN0053 at 'Math.Sin(v)': 'Math.Sin' of an element, whose last bit differs from library to library, has no kernel form; RaspProgram.Of runs it evaluated, or write it with numbers, characters, comparisons and tables

//# elements of a type that has no tensors
public static partial class P { [Sinter.Rasp.RaspProgram] public static Sinter.Rasp.SOp<decimal> Run(Sinter.Rasp.SOp<decimal> x) => x; }
//~ SIN0053 at 'Run': The type decimal has no kernel form; kernels have bool, char, integers up to 64 bits but ulong, float, double, string, enumerations, Rational, and tuples and nullables of these; RaspProgram.Of runs others evaluated

//# a function that changes what is around it
public static partial class P {
    [Sinter.Rasp.RaspProgram]
    public static Sinter.Rasp.SOp<int> Run(Sinter.Rasp.SOp<int> x) {
        int calls = 0;
        return x.Map(v => v + ++calls);
    }
}
//~ SIN0053 at 'x.Map(v => v + ++calls)': A function that changes variables around it has no kernel form; compute from its parameters alone
