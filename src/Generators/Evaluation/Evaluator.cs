using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>
/// Runs C# while the project builds, over Roslyn's operation tree: numbers are computed as C# computes them, objects and
/// functions behave as they do at run time, and operations on tensors become nodes of a graph.
/// </summary>
internal sealed partial class Evaluator {
    // Deep enough for any nesting of blocks, shallow enough for the stack of a compiler's thread.
    private const int DeepestCall = 96;

    // A declaration of hundreds of layers takes a few hundred thousand steps.
    private const int MostSteps = 20_000_000;

    private readonly CancellationToken cancellation;
    private readonly HashSet<SyntaxTree> library;
    private readonly SourceSpan declaration;
    private int steps;
    private SyntaxNode? running;
    private Frame frame;

    /// <param name="compilation">The user's sources and those of the standard blocks.</param>
    /// <param name="library">The trees that are not the user's: problems inside them are reported at the user's expression.</param>
    /// <param name="declaration">Where problems go that no expression of the user led to.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    public Evaluator(Compilation compilation, HashSet<SyntaxTree> library, SourceSpan declaration, CancellationToken cancellation) {
        Compilation = compilation;
        this.library = library;
        this.declaration = declaration;
        this.cancellation = cancellation;
        Bodies = new(compilation);
        frame = new(null, null, null, null, null);
        Construction = new ModuleBuilder("construction");
        Module = Construction;
        Graph = Construction.Entry("construction");
    }

    public Compilation Compilation { get; }

    public Bodies Bodies { get; }

    /// <summary>The graph operations that methods stand for, null for other methods.</summary>
    public Dictionary<IMethodSymbol, string?> Primitives { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Collects weights, symbols and entries.</summary>
    public ModuleBuilder Module { get; set; }

    /// <summary>The graph that operations on tensors are added to.</summary>
    public GraphBuilder Graph { get; set; }

    /// <summary>The module of tensors that constructors make; see <see cref="TensorValue"/>.</summary>
    public ModuleBuilder Construction { get; }

    /// <summary>The parameter of the declared block's constructor that an exception blamed, as a place in the user's attributes.</summary>
    public Func<string, SourceSpan?> Blame { get; set; } = _ => null;

    public Value Evaluate(IOperation operation) {
        Count(operation);
        if (operation.ConstantValue is { HasValue: true } known) {
            Value literal = Literal(known.Value, operation.Type);
            // A constant's name says in messages what a size is.
            return operation switch {
                IFieldReferenceOperation { Field.Name: var name } => Named(literal, name),
                ILocalReferenceOperation { Local.Name: var name } => Named(literal, name),
                _ => literal,
            };
        }
        return operation.Kind switch {
            OperationKind.LocalReference or OperationKind.ParameterReference or OperationKind.FieldReference => Read(operation),
            OperationKind.PropertyReference => GetProperty((IPropertyReferenceOperation)operation),
            OperationKind.ArrayElementReference => GetElement((IArrayElementReferenceOperation)operation),
            OperationKind.ImplicitIndexerReference => GetImplicitIndexer((IImplicitIndexerReferenceOperation)operation),
            OperationKind.InstanceReference => GetInstance((IInstanceReferenceOperation)operation),
            OperationKind.Invocation => Invoke((IInvocationOperation)operation),
            OperationKind.ObjectCreation => Create((IObjectCreationOperation)operation),
            OperationKind.TypeParameterObjectCreation => CreateOfParameter((ITypeParameterObjectCreationOperation)operation),
            OperationKind.AnonymousObjectCreation => CreateAnonymous((IAnonymousObjectCreationOperation)operation),
            OperationKind.With => CopyWith((IWithOperation)operation),
            OperationKind.ArrayCreation => CreateArray((IArrayCreationOperation)operation),
            OperationKind.CollectionExpression => CreateCollection((ICollectionExpressionOperation)operation),
            OperationKind.Conversion => Convert((IConversionOperation)operation),
            OperationKind.Binary => Binary((IBinaryOperation)operation),
            OperationKind.TupleBinary => CompareTuples((ITupleBinaryOperation)operation),
            OperationKind.Unary => Unary((IUnaryOperation)operation),
            OperationKind.Increment or OperationKind.Decrement => Step((IIncrementOrDecrementOperation)operation),
            OperationKind.SimpleAssignment => Assign((ISimpleAssignmentOperation)operation),
            OperationKind.CompoundAssignment => Assign((ICompoundAssignmentOperation)operation),
            OperationKind.CoalesceAssignment => Assign((ICoalesceAssignmentOperation)operation),
            OperationKind.DeconstructionAssignment => Deconstruct((IDeconstructionAssignmentOperation)operation),
            OperationKind.Tuple => MakeTuple((ITupleOperation)operation),
            OperationKind.Conditional => Choose((IConditionalOperation)operation),
            OperationKind.Coalesce => Coalesce((ICoalesceOperation)operation),
            OperationKind.ConditionalAccess => AccessUnlessNull((IConditionalAccessOperation)operation),
            OperationKind.ConditionalAccessInstance => frame.Receivers.Peek(),
            OperationKind.AnonymousFunction => new Function(((IAnonymousFunctionOperation)operation).Symbol, null, frame.Snapshot(), ((IAnonymousFunctionOperation)operation).Body),
            OperationKind.DelegateCreation => Evaluate(((IDelegateCreationOperation)operation).Target),
            OperationKind.MethodReference => Reference((IMethodReferenceOperation)operation),
            OperationKind.DefaultValue => Default(operation.Type!),
            OperationKind.IsType => TestType((IIsTypeOperation)operation),
            OperationKind.IsPattern => TestPattern((IIsPatternOperation)operation),
            OperationKind.SwitchExpression => Switch((ISwitchExpressionOperation)operation),
            OperationKind.InterpolatedString => Interpolate((IInterpolatedStringOperation)operation),
            OperationKind.TypeOf => new TypeValue(Resolve(((ITypeOfOperation)operation).TypeOperand)),
            OperationKind.Throw => throw Throw((IThrowOperation)operation),
            OperationKind.TranslatedQuery => Evaluate(((ITranslatedQueryOperation)operation).Operation),
            OperationKind.Parenthesized => Evaluate(((IParenthesizedOperation)operation).Operand),
            OperationKind.Range => MakeRange((IRangeOperation)operation),
            OperationKind.DeclarationExpression => Evaluate(((IDeclarationExpressionOperation)operation).Expression),
            OperationKind.Invalid => throw new EvaluationException(null),
            _ => throw Unsupported(operation),
        };
    }

    /// <summary>The type with the type parameters of the running method and its class replaced.</summary>
    public ITypeSymbol Resolve(ITypeSymbol type) {
        switch (type) {
            case ITypeParameterSymbol parameter:
                return frame.TypeArgument(parameter) ?? parameter;
            case INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false } named: {
                ITypeSymbol[] arguments = new ITypeSymbol[named.TypeArguments.Length];
                bool changed = false;
                for (int i = 0; i < arguments.Length; i++) {
                    arguments[i] = Resolve(named.TypeArguments[i]);
                    changed |= !SymbolEqualityComparer.Default.Equals(arguments[i], named.TypeArguments[i]);
                }
                return changed ? named.ConstructedFrom.Construct(arguments) : named;
            }
            case IArrayTypeSymbol array: {
                ITypeSymbol element = Resolve(array.ElementType);
                return SymbolEqualityComparer.Default.Equals(element, array.ElementType) ? array : Compilation.CreateArrayTypeSymbol(element, array.Rank);
            }
            default:
                return type;
        }
    }

    private static Value Literal(object? content, ITypeSymbol? type) {
        return content switch {
            null => Constant.Null,
            bool truth => Constant.Of(truth),
            _ => new Constant(content, type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration ? enumeration : null),
        };
    }

    private void Count(IOperation operation) {
        running = operation.Syntax;
        CountStep();
    }

    private void CountStep() {
        if (++steps > MostSteps) {
            throw Fail(Descriptors.TooManySteps, running!, frame.Member?.Name ?? "the declaration", MostSteps.ToString(System.Globalization.CultureInfo.InvariantCulture), Within(running!));
        }
        if ((steps & 0x3FF) == 0) {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
