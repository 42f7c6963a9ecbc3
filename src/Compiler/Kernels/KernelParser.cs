using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>Reads the text form that <see cref="KernelPrinter"/> writes.</summary>
internal sealed class KernelParser(TextReader reader) {
    private readonly ScalarPool pool = new();
    private readonly Dictionary<long, Scalar> scalars = [];
    private readonly Dictionary<string, Variable> variables = [];
    private readonly List<Parameter> parameters = [];

    /// <summary>A kernel of that kind, up to its closing brace.</summary>
    public Kernel Parse(string kind) {
        List<string> fused = [];
        reader.Expect("fuses");
        while (reader.NextIs("\"")) {
            fused.Add(reader.Quoted());
            reader.Accept(",");
        }
        while (reader.Accept("parameter")) {
            reader.Name();
            reader.Expect(":");
            bool written = reader.Accept("write");
            if (!written) {
                reader.Expect("read");
            }
            Layout layout = ParseLayout(reader);
            parameters.Add(new Parameter(reader.TensorType(), layout, written));
        }
        Kernel kernel = kind switch {
            "loop" => Loop(fused.ToSequence()),
            "scan" => Scan(fused.ToSequence()),
            "contraction" => Contraction(fused.ToSequence()),
            "attention" => Attention(fused.ToSequence()),
            "scatter" => Scatter(fused.ToSequence()),
            "sort" => Sort(fused.ToSequence()),
            _ => throw reader.Error($"'loop', 'scan', 'contraction', 'attention', 'scatter' or 'sort' instead of '{kind}'"),
        };
        reader.Expect("}");
        return kernel;
    }

    public static Layout ParseLayout(TextReader reader) {
        if (reader.Accept("panels")) {
            return Layout.Panels;
        }
        reader.Expect("plain");
        return Layout.Plain;
    }

    private LoopKernel Loop(Sequence<string> fused) {
        Sequence<Nest> nests = Nests();
        return new LoopKernel(parameters.ToSequence(), fused, nests);
    }

    private ScanKernel Scan(Sequence<string> fused) {
        reader.Expect("step");
        Variable step = Axes()[0];
        reader.Expect("shared");
        Sequence<Variable> shared = Axes();
        Sequence<Nest> nests = Nests();
        return new ScanKernel(parameters.ToSequence(), fused, step, shared, nests);
    }

    private Sequence<Nest> Nests() {
        List<Nest> nests = [];
        while (reader.Accept("nest")) {
            Sequence<Variable> axes = Axes();
            nests.Add(new Nest(axes, Stores()));
        }
        return nests.ToSequence();
    }

    private ContractionKernel Contraction(Sequence<string> fused) {
        Sequence<Variable> batch = reader.Accept("batch") ? Axes() : Sequence<Variable>.Empty;
        reader.Expect("rows");
        Sequence<Variable> rows = Axes();
        reader.Expect("summed");
        Sequence<Variable> summed = Axes();
        Scalar left = Named("left");
        List<Segment> segments = [];
        while (reader.Accept("segment")) {
            Sequence<Variable> columns = Axes();
            reader.Expect("right");
            List<int> right = [];
            while (reader.NextIs("b") || !(reader.NextIs("%") || reader.NextIs("over") || reader.NextIs("store") || reader.NextIs("segment") || reader.NextIs("}"))) {
                right.Add(BufferNumber());
            }
            segments.Add(new Segment(columns, right.ToSequence(), Stores()));
        }
        return new ContractionKernel(parameters.ToSequence(), fused, batch, rows, summed, left, segments.ToSequence());
    }

    private AttentionKernel Attention(Sequence<string> fused) {
        reader.Expect("rows");
        Sequence<Variable> rows = Axes();
        Variable[] axes = new Variable[3];
        string[] names = ["keys", "width", "channels"];
        for (int i = 0; i < names.Length; i++) {
            reader.Expect(names[i]);
            axes[i] = Axes()[0];
        }
        Scalar query = Named("query");
        Scalar key = Named("key");
        Scalar score = Named("score");
        Scalar value = Named("value");
        Definitions();
        Scalar? weigh = reader.NextIs("weigh") ? Named("weigh") : null;
        Definitions();
        Index? end = null;
        if (reader.Accept("end")) {
            end = At()[0];
        }
        Definitions();
        Scalar? sink = reader.Accept("sink") ? Use() : null;
        return new AttentionKernel(parameters.ToSequence(), fused, new AttentionBody(rows, axes[0], axes[1], axes[2], query, key, score, value, end, Stores(), sink, weigh));
    }

    private ScatterKernel Scatter(Sequence<string> fused) {
        reader.Expect("rows");
        Sequence<Variable> rows = Axes();
        reader.Expect("along");
        Variable along = Axes()[0];
        reader.Expect("slot");
        Variable slot = Axes()[0];
        Scalar position = Named("position");
        return new ScatterKernel(parameters.ToSequence(), fused, rows, along, slot, position, Stores()[0]);
    }

    private SortKernel Sort(Sequence<string> fused) {
        reader.Expect("rows");
        Sequence<Variable> rows = Axes();
        reader.Expect("along");
        Variable along = Axes()[0];
        reader.Expect("rank");
        Variable rank = Axes()[0];
        reader.Expect("workspace");
        int workspace = BufferNumber();
        Definitions();
        bool descending = reader.Accept("descending");
        Scalar key = Named("key");
        return new SortKernel(parameters.ToSequence(), fused, rows, along, key, descending, rank, workspace, Stores()[0]);
    }

    private Scalar Named(string role) {
        Definitions();
        reader.Expect(role);
        return Use();
    }

    private Sequence<Store> Stores() {
        List<Store> stores = [];
        Definitions();
        while (reader.Accept("store")) {
            int parameter = BufferNumber();
            Sequence<Index> at = At();
            stores.Add(new Store(parameter, at, Use()));
            Definitions();
        }
        return stores.ToSequence();
    }

    private void Definitions() {
        while (true) {
            if (reader.Accept("over")) {
                Axes();
            } else if (reader.Accept("%")) {
                long number = reader.Integer();
                reader.Expect("=");
                scalars[number] = Definition();
            } else {
                return;
            }
        }
    }

    private Scalar Definition() {
        string operation = reader.Name();
        switch (operation) {
            case "load":
                int buffer = BufferNumber();
                Sequence<Index> at = At();
                return pool.Load(buffer, Type(), at);
            case "index":
                Sequence<Index> position = At();
                return pool.Position(position[0], Type());
            case "table":
                string data = reader.Quoted();
                if (TableData.Bytes(data) is null) {
                    throw reader.Error("the data of a table in base64 before this");
                }
                Sequence<Index> place = At();
                return pool.Table(data, Type(), place[0]);
            case "accumulator":
                int number = (int)reader.Integer();
                return pool.Accumulator(number, Type());
            case "constant":
                double value = reader.Real() ?? reader.Integer();
                return pool.Constant(value, Type());
            case "reduce" or "running":
                string combine = reader.Name();
                string name = reader.Name();
                Variable over = variables.TryGetValue(name, out Variable? declared) ? declared : throw reader.Error($"a variable declared before instead of '{name}'");
                Scalar body = Use();
                Type();
                return operation == "reduce" ? pool.Reduce(combine, over, body) : pool.Running(combine, over, body);
            default:
                List<Scalar> operands = [];
                while (reader.NextIs("%")) {
                    operands.Add(Use());
                }
                return pool.Apply(operation, Type(), [.. operands]);
        }
    }

    private ElementType Type() {
        reader.Expect(":");
        string name = reader.Name();
        return ElementTypes.Parse(name) ?? throw reader.Error($"an element type instead of '{name}'");
    }

    private Scalar Use() {
        reader.Expect("%");
        long number = reader.Integer();
        return scalars.TryGetValue(number, out Scalar? scalar) ? scalar : throw reader.Error($"a scalar defined before instead of %{number}");
    }

    private int BufferNumber() {
        string name = reader.Name();
        return name.Length > 1 && name[0] == 'b' && int.TryParse(name.Substring(1), out int number) && number < parameters.Count
            ? number
            : throw reader.Error($"a parameter instead of '{name}'");
    }

    private Sequence<Variable> Axes() {
        reader.Expect("(");
        List<Variable> axes = [];
        while (!reader.Accept(")")) {
            if (axes.Count > 0) {
                reader.Expect(",");
            }
            string name = reader.Name();
            reader.Expect("<");
            Dimension extent = reader.Dimension();
            if (!variables.TryGetValue(name, out Variable? variable)) {
                if (name.Length < 2 || name[0] != 'i' || !int.TryParse(name.Substring(1), out int id)) {
                    throw reader.Error($"a loop variable instead of '{name}'");
                }
                variable = new Variable(id, extent);
                pool.Reserve(variable);
                variables.Add(name, variable);
            }
            axes.Add(variable);
        }
        return axes.ToSequence();
    }

    private Sequence<Index> At() {
        reader.Expect("[");
        List<Index> at = [];
        while (!reader.Accept("]")) {
            if (at.Count > 0) {
                reader.Expect(",");
            }
            at.Add(Index());
        }
        return at.ToSequence();
    }

    private Index Index() {
        Index sum = Kernels.Index.Of(Dimension.Zero);
        do {
            Dimension coefficient = Dimension.One;
            if (reader.Accept("(")) {
                coefficient = reader.Dimension();
                reader.Expect(")");
                if (reader.NextIs("&") || reader.NextIs("]") || reader.NextIs(",")) {
                    sum += coefficient;
                    continue;
                }
            }
            sum += Atom() * coefficient;
        } while (reader.Accept("&"));
        return sum;
    }

    private Index Atom() {
        string name = reader.Name();
        if (variables.TryGetValue(name, out Variable? variable)) {
            return Kernels.Index.Of(new Atom.Loop(variable));
        }
        reader.Expect("(");
        Index result;
        if (name == "data") {
            Scalar value = Use();
            reader.Expect(",");
            result = Kernels.Index.Of(new Atom.Data(value, reader.Dimension()));
        } else {
            Index value = Index();
            reader.Expect(",");
            Dimension divisor = reader.Dimension();
            result = name switch {
                "quotient" => Kernels.Index.Of(new Atom.Quotient(value, divisor)),
                "remainder" => Kernels.Index.Of(new Atom.Remainder(value, divisor)),
                _ => throw reader.Error($"a loop variable, 'quotient', 'remainder' or 'data' instead of '{name}'"),
            };
        }
        reader.Expect(")");
        return result;
    }
}
