using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Sinter.Generators;

/// <summary>Everything that the front end refuses or warns of. docs/diagnostics.md explains each with a wrong and a right example.</summary>
internal static class Descriptors {
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "SIN0001", "A model must be partial", "The model '{0}' must be partial, so that its generated members can be added; write 'partial class {0}'");

    public static readonly DiagnosticDescriptor NoEntry = Error(
        "SIN0002", "A model needs an entry", "The model '{0}' has nothing to call: mark a public method with [Entry], or declare it by attributes such as [Decoder]");

    public static readonly DiagnosticDescriptor AttributesDoNotCombine = Error(
        "SIN0003", "Attributes do not combine", "[{0}] on '{1}' {2}");

    public static readonly DiagnosticDescriptor HyperParameterMissing = Error(
        "SIN0004", "A hyper-parameter is missing", "The declaration of '{0}' does not say {1}; add {2}");

    public static readonly DiagnosticDescriptor HyperParameterNotPositive = Error(
        "SIN0005", "A hyper-parameter must be positive", "{0} must be {2}, found {1}");

    public static readonly DiagnosticDescriptor WidthNotDivisible = Error(
        "SIN0006", "The heads do not divide the width", "Width {0} is not divisible by Heads {1}; the heads share the width evenly, or HeadWidth gives their size");

    public static readonly DiagnosticDescriptor KeyValueHeadsDoNotDivide = Error(
        "SIN0007", "The key/value heads do not divide the heads", "KeyValueHeads {0} does not divide Heads {1}; each key/value head serves the same number of heads");

    public static readonly DiagnosticDescriptor ParameterWithoutShape = Error(
        "SIN0008", "A parameter of an entry needs a shape", "The parameter '{0}' of the entry '{1}' must say its shape, such as [Shape(\"Time\", 64)]");

    public static readonly DiagnosticDescriptor UnknownSymbol = Error(
        "SIN0009", "A symbol is not declared", "The symbol '{0}' is not declared; give its bounds on the model: [Symbol(\"{0}\", 1, 512)]{1}");

    public static readonly DiagnosticDescriptor ShapeMismatch = Error(
        "SIN0010", "Shapes do not fit", "{0}{1}");

    public static readonly DiagnosticDescriptor WrongEquation = Error(
        "SIN0011", "The equation of a contraction does not fit", "{0}{1}");

    public static readonly DiagnosticDescriptor UnsupportedConstruct = Error(
        "SIN0012", "C# that a model cannot use", "{0} cannot be compiled into a model; {1}{2}");

    public static readonly DiagnosticDescriptor Recursion = Error(
        "SIN0013", "Recursion does not end while the project builds", "'{0}' calls itself more than {1} calls deep; recursion must end by a condition that is known at build{2}");

    public static readonly DiagnosticDescriptor LoopNotKnown = Error(
        "SIN0014", "The count of a loop is not known at build", "How often this loop runs depends on {0}, which is known only when the model runs; {1}{2}");

    public static readonly DiagnosticDescriptor BranchNotKnown = Error(
        "SIN0015", "A branch is not known at build", "This branch depends on {0}, which is known only when the model runs; choose elements with Select(condition, whenTrue, whenFalse), or sides with If{1}");

    public static readonly DiagnosticDescriptor ValueNotKnown = Error(
        "SIN0016", "A value is not known at build", "{0} is known only when the model runs, but {1} needs it at build{2}");

    public static readonly DiagnosticDescriptor ComparisonNotDecided = Error(
        "SIN0017", "A comparison is not the same for all sizes", "'{0}' is not decided: {1}{2}");

    public static readonly DiagnosticDescriptor DeclaredTwice = Error(
        "SIN0018", "A weight or cache is declared twice", "{0}");

    public static readonly DiagnosticDescriptor UnusedWeight = new(
        "SIN0019", "A weight is never used", "The weight \"{0}\" is used by no entry of '{1}'; remove it, or checkpoints must provide a tensor that nothing reads",
        "Sinter", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NoPath = Error(
        "SIN0020", "A weight or cache is held by no field", "{0} has no path, because no field of the model or of its blocks holds it; {1}{2}");

    public static readonly DiagnosticDescriptor Thrown = Error(
        "SIN0021", "The declaration throws an exception", "{0}{1}");

    public static readonly DiagnosticDescriptor AppendedTwice = Error(
        "SIN0022", "A cache is appended to twice", "The cache \"{0}\" is appended to twice in the entry '{1}'; a call adds its rows once{2}");

    public static readonly DiagnosticDescriptor StateOrder = Error(
        "SIN0041", "A state is used out of order", "The state \"{0}\" is {1} in the entry '{2}'; a call reads what the last one left, then writes once{3}");

    public static readonly DiagnosticDescriptor SourceMissing = Error(
        "SIN0023", "The source of a block is missing", "The source of '{0}' is not at hand, so it cannot be evaluated; the project that declares it must refer to the package Sinter, which takes the sources of blocks along, or this one must pass them as AdditionalFiles with SinterSource=\"true\"{1}");

    public static readonly DiagnosticDescriptor CacheTooSmall = Error(
        "SIN0024", "A cache is smaller than the context", "The cache \"{0}\" holds {1} rows, but the symbols allow {2} (Past + Time); enlarge it or lower the bounds{3}");

    public static readonly DiagnosticDescriptor TooManySteps = Error(
        "SIN0025", "Evaluation does not end", "{0} still runs after {1} steps; make sure that it ends{2}");

    public static readonly DiagnosticDescriptor OperationNotCompiled = Error(
        "SIN0026", "An operation cannot be compiled", "{0}{1}");

    public static readonly DiagnosticDescriptor WrongEntry = Error(
        "SIN0027", "A method cannot be an entry", "The entry '{0}' {1}");

    public static readonly DiagnosticDescriptor WrongBounds = Error(
        "SIN0028", "Bounds are no range of sizes", "The bounds {1}..{2} of the symbol '{0}' are no range of sizes: 0 <= least <= most");

    public static readonly DiagnosticDescriptor WrongAxis = Error(
        "SIN0029", "There is no such axis", "{0}{1}");

    public static readonly DiagnosticDescriptor WrongCheckpoint = Error(
        "SIN0040", "The names of a checkpoint are wrong", "{0}");

    public static readonly DiagnosticDescriptor ProgramClassNotPartial = Error(
        "SIN0050", "The class of a program must be partial", "The class '{0}' must be partial, so that the kernels of its program '{1}' can be added; write 'partial class {0}'");

    public static readonly DiagnosticDescriptor WrongProgram = Error(
        "SIN0051", "A method cannot be a program", "The program '{0}' {1}");

    public static readonly DiagnosticDescriptor ProgramWithoutMeaning = Error(
        "SIN0052", "A program has no meaning", "{0}{1}");

    public static readonly DiagnosticDescriptor NoKernelForm = Error(
        "SIN0053", "An expression has no kernel form", "{0} has no kernel form; {1}{2}");

    public static readonly DiagnosticDescriptor WrongLearnedProgram = Error(
        "SIN0060", "A learned program is not as exports write it", "{0}");

    public static readonly DiagnosticDescriptor WrongRaspText = Error(
        "SIN0061", "A program in RASP's text language is wrong", "{0}");

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All().ToDictionary(descriptor => descriptor.Id);

    /// <summary>The descriptor of an id.</summary>
    public static DiagnosticDescriptor Find(string id) => ById[id];

    /// <summary>All descriptors, by id.</summary>
    public static IEnumerable<DiagnosticDescriptor> All() => [
        NotPartial, NoEntry, AttributesDoNotCombine, HyperParameterMissing, HyperParameterNotPositive, WidthNotDivisible,
        KeyValueHeadsDoNotDivide, ParameterWithoutShape, UnknownSymbol, ShapeMismatch, WrongEquation, UnsupportedConstruct,
        Recursion, LoopNotKnown, BranchNotKnown, ValueNotKnown, ComparisonNotDecided, DeclaredTwice, UnusedWeight, NoPath,
        Thrown, AppendedTwice, StateOrder, SourceMissing, CacheTooSmall, TooManySteps, OperationNotCompiled, WrongEntry, WrongBounds, WrongAxis,
        WrongCheckpoint, ProgramClassNotPartial, WrongProgram, ProgramWithoutMeaning, NoKernelForm, WrongLearnedProgram, WrongRaspText,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Sinter", DiagnosticSeverity.Error, isEnabledByDefault: true);

}
