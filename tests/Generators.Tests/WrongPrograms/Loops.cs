// Loops, branches and states of the graph.

//# a counter that the steps of a scan would change
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) {
        int steps = 0;
        (Tensor last, _) = Scan(x[0], x, (state, row) => { steps++; return (state + row, state); }, Axis.Time);
        return last * steps;
    }
}
//~ SIN0012 at 'steps++': A change of a variable from outside of the loop, in its body, cannot be compiled into a model; an iteration hands on tensors that the loop carries or collects

//# a list that the steps of a scan would fill
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) {
        List<Tensor> seen = [];
        Scan(x[0], x, (state, row) => { seen.Add(row); return (state + row, state); }, Axis.Time);
        return seen[0];
    }
}
//~ SIN0012 at 'seen.Add(row)': A change of a list of 0 elements from outside of the loop, in its body, cannot be compiled into a model; an iteration hands on tensors that the loop carries or collects

//# a tensor of an iteration kept in a variable outside
[Model] public partial class M {
    [Entry] public Tensor Run([Shape(4)] Tensor x) { Tensor last = x; Repeat(3, x, (i, y) => { last = y * 2f; return last; }); return last; }
}
//~ SIN0012 at 'last = y * 2f': A change of a variable from outside of the loop, in its body, cannot be compiled into a model; an iteration hands on tensors that the loop carries or collects

//# a cache inside a loop
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache rows = new(32);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Repeat(2, x, (i, y) => y + Sum(rows.Append(y), 0));
}
//~ SIN0012 at 'rows.Append(y)': appending to a cache in the body of a loop cannot be compiled into a model; read it before the loop, carry its value, and write it after

//# a state inside a loop
[Model] public partial class M {
    readonly State memory = new(4);
    [Entry] public Tensor Run([Shape(4)] Tensor x) => Repeat(2, x, (i, y) => memory.Write(y + x));
}
//~ SIN0012 at 'memory.Write(y + x)': a state in the body of a loop cannot be compiled into a model; read it before the loop, carry its value, and write it after

//# a state read after it is written
[Model] public partial class M {
    readonly State memory = new(4);
    [Entry] public Tensor Run([Shape(4)] Tensor x) { memory.Write(x); return memory.Read(); }
}
//~ SIN0041 at 'memory.Read()': The state "memory" is read after it was written in the entry 'Run'; a call reads what the last one left, then writes once

//# a state written twice
[Model] public partial class M {
    readonly State memory = new(4);
    [Entry] public Tensor Run([Shape(4)] Tensor x) => memory.Write(x) + memory.Write(2f * x);
}
//~ SIN0041 at 'memory.Write(2f * x)': The state "memory" is written twice in the entry 'Run'; a call reads what the last one left, then writes once

//# a state of another shape
[Model] public partial class M {
    readonly State memory = new(5);
    [Entry] public Tensor Run([Shape(4)] Tensor x) => memory.Write(x);
}
//~ SIN0010 at 'memory.Write(x)': state_write: [4] does not fit the state "memory" [5]

//# a state in a local
[Model] public partial class M { [Entry] public Tensor Run([Shape(4)] Tensor x) { State memory = new(4); return memory.Write(x); } }
//~ SIN0020 at 'memory.Write(x)': This state of shape [4] has no path, because no field of the model or of its blocks holds it; keep it in a field of a [Block]

//# a step that changes the shape of what it carries
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Scan(x[0], x, (state, row) => (Concatenate(0, state, row), row), Axis.Time).State;
}
//~ SIN0010 at 'Scan(x[0], x, (state, row) => (Concatenate(0, state, row), row), Axis.Time)': loop: carried tensor 0 starts as [4], but an iteration makes [8] of it (in Operations.Scan)

//# a condition of several elements
[Model] public partial class M { [Entry] public Tensor Run([Shape(4)] Tensor x) => While(9, x, (i, y) => y > 1f, (i, y) => y / 2f); }
//~ SIN0010 at 'While(9, x, (i, y) => y > 1f, (i, y) => y / 2f)': loop: the condition must be a single bool, found [4] (in Operations.While)

//# two sides of different shapes
[Model] public partial class M { [Entry] public Tensor Run([Shape(4)] Tensor x) => If(Any(x > 0f, 0), () => x, () => Sum(x, 0)); }
//~ SIN0010 at 'If(Any(x > 0f, 0), () => x, () => Sum(x, 0))': branch: result 0 is [4] on one side and [] on the other (in Operations.If)

//# a scan along an axis that one input lacks
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Weight gain = new(4);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Scan([x[0]], [x, gain], (s, row) => ([s[0] + row[0] * row[1]], [s[0]]), Axis.Time).Outputs[0];
}
//~ SIN0029 at 'Scan([x[0]], [x, gain], (s, row) => ([s[0] + row[0] * row[1]], [s[0]]), Axis.Time)': No single axis of [4] depends on Time; give the axis by its number (in Operations.Scan)
