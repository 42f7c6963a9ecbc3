using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>The variables of one call, and where the call stands.</summary>
internal sealed class Frame {
    private readonly Dictionary<ISymbol, Place> places;

    public Frame(ISymbol? member, Value? self, Frame? around, Frame? caller, SyntaxNode? callSite) {
        Member = member;
        Self = self;
        Around = around;
        Caller = caller;
        CallSite = callSite;
        Depth = caller is null ? 0 : caller.Depth + 1;
        places = new(SymbolEqualityComparer.Default);
    }

    private Frame(Frame original) {
        (Member, Self, Around, Caller, CallSite, Depth, TypeArguments) =
            (original.Member, original.Self, original.Around, original.Caller, original.CallSite, original.Depth, original.TypeArguments);
        places = new(original.places, SymbolEqualityComparer.Default);
    }

    /// <summary>The method, property or constructor that runs.</summary>
    public ISymbol? Member { get; }

    /// <summary>What <c>this</c> is.</summary>
    public Value? Self { get; set; }

    /// <summary>The frame that a lambda or local function stands in.</summary>
    public Frame? Around { get; }

    public Frame? Caller { get; }

    /// <summary>The expression that made the call.</summary>
    public SyntaxNode? CallSite { get; }

    public int Depth { get; }

    public Dictionary<ITypeParameterSymbol, ITypeSymbol>? TypeArguments { get; set; }

    /// <summary>What <c>return</c> returned.</summary>
    public Value Result { get; set; } = Constant.Null;

    /// <summary>The object under construction in an object initialiser, or the receiver of <c>?.</c>.</summary>
    public Stack<Value> Receivers { get; } = new();

    public void Declare(ISymbol symbol, Place place) => places[symbol] = place;

    public Place? Find(ISymbol symbol) {
        for (Frame? frame = this; frame is not null; frame = frame.Around) {
            if (frame.places.TryGetValue(symbol, out Place? place)) {
                return place;
            }
        }
        return null;
    }

    /// <summary>
    /// The same variables under a table of its own: a lambda keeps the variables of the iteration that made it, though the
    /// loop declares them anew.
    /// </summary>
    public Frame Snapshot() => new(this);

    public ITypeSymbol? TypeArgument(ITypeParameterSymbol parameter) {
        for (Frame? frame = this; frame is not null; frame = frame.Around) {
            if (frame.TypeArguments is { } arguments && arguments.TryGetValue(parameter, out ITypeSymbol? argument)) {
                return argument;
            }
        }
        return null;
    }
}
