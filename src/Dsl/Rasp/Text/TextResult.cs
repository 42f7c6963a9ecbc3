namespace Sinter.Rasp.Text;

/// <summary>What a statement gave.</summary>
/// <param name="At">The statement.</param>
public abstract record TextResult(TextPosition At);

/// <summary>A name was given a value; of an expression alone the name is "out".</summary>
/// <param name="At">The statement.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">"s-op", "selector", "value", "list", "dictionary" or "function"; "sequence" or "selection" where an input was applied.</param>
/// <param name="Text">The value in the words of the language.</param>
/// <param name="Node">The s-op or selector, if it is one.</param>
public sealed record DefinedResult(TextPosition At, string Name, string Kind, string Text, Node? Node) : TextResult(At) {
    /// <summary>The value of an s-op or selector that was applied to an input.</summary>
    public AppliedValue? Applied { get; init; }
}

/// <summary>The value of an s-op or selector for an input.</summary>
/// <param name="Input">The input.</param>
/// <param name="Sequence">The value of an s-op.</param>
/// <param name="Selection">The value of a selector.</param>
public sealed record AppliedValue(Example Input, Sequence? Sequence, Selection? Selection);

/// <summary>The flow of an s-op is to be drawn.</summary>
/// <param name="At">The statement.</param>
/// <param name="Node">The s-op or selector.</param>
/// <param name="Name">Its name, or its words.</param>
/// <param name="Input">The input that it is drawn for.</param>
/// <param name="File">Where the picture goes as SVG, if it is to go anywhere.</param>
public sealed record DrawnResult(TextPosition At, Node Node, string Name, Example Input, string? File) : TextResult(At);

/// <summary>An example was asked for.</summary>
/// <param name="At">The statement.</param>
/// <param name="Of">Which.</param>
public sealed record ExampleResult(TextPosition At, ExampleOf Of) : TextResult(At);

/// <summary>The display of examples was switched.</summary>
/// <param name="At">The statement.</param>
/// <param name="Of">Of which.</param>
/// <param name="On">On or off.</param>
public sealed record ExamplesSwitchedResult(TextPosition At, ExampleOf Of, bool On) : TextResult(At);

/// <summary>The display of sequences under their inputs was switched.</summary>
/// <param name="At">The statement.</param>
/// <param name="On">On or off.</param>
public sealed record FullDisplaySwitchedResult(TextPosition At, bool On) : TextResult(At);

/// <summary>Something is allowed and hardly meant.</summary>
/// <param name="At">The place.</param>
/// <param name="Message">What.</param>
public sealed record WarningResult(TextPosition At, string Message) : TextResult(At);

/// <summary>The end was asked for.</summary>
/// <param name="At">The statement.</param>
public sealed record ExitResult(TextPosition At) : TextResult(At);
