using System.Collections.Generic;

namespace Sinter.Compiler.Graph;

/// <summary>Reads the text form that <see cref="ModulePrinter"/> writes.</summary>
public static class ModuleParser {
    /// <summary>The module of that text; throws <see cref="GraphException"/> with the line where the text goes wrong.</summary>
    public static Module Parse(string text) {
        TextReader reader = new(text, "graph text");
        reader.Expect("module");
        string name = reader.Name();
        reader.Expect("{");
        List<Symbol> symbols = [];
        List<Weight> weights = [];
        List<State> states = [];
        List<Entry> entries = [];
        while (!reader.Accept("}")) {
            if (reader.Accept("symbol")) {
                symbols.Add(reader.Symbol());
            } else if (reader.Accept("weight")) {
                weights.Add(reader.Weight());
            } else if (reader.Accept("state")) {
                states.Add(reader.State());
            } else if (reader.Accept("entry")) {
                entries.Add(ParseEntry(reader));
            } else {
                throw reader.Error("'symbol', 'weight', 'state', 'entry' or '}'");
            }
        }
        if (!reader.AtEnd) {
            throw reader.Error("the end of the text");
        }
        return new Module(name, symbols.ToSequence(), weights.ToSequence(), states.ToSequence(), entries.ToSequence());
    }

    private static Entry ParseEntry(TextReader reader) {
        string name = reader.Name();
        reader.Expect("{");
        List<Node> nodes = [];
        while (reader.Accept("%")) {
            int id = (int)reader.Integer();
            reader.Expect("=");
            string operation = reader.Name();
            List<int> operands = [];
            while (reader.Accept("%")) {
                operands.Add((int)reader.Integer());
            }
            Attributes attributes = reader.Attributes();
            reader.Expect(":");
            nodes.Add(new Node(id, operation, operands.ToSequence(), attributes, reader.TensorType()));
        }
        reader.Expect("return");
        List<Output> outputs = [];
        do {
            string output = reader.Quoted();
            reader.Expect("%");
            outputs.Add(new Output(output, (int)reader.Integer()));
        } while (reader.Accept(","));
        reader.Expect("}");
        return new Entry(name, nodes.ToSequence(), outputs.ToSequence());
    }
}
