namespace Sinter.Build.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

/// <summary>Plans of the smallest models: one entry Forward, y = x + value for 5 floats.</summary>
static class TinyPlan {
    public const int Length = 5;

    public static string Text(string model, float value) => Of(model, value).Print();

    public static Plan Of(string model, float value) {
        ModuleBuilder module = new(model);
        GraphBuilder entry = module.Entry("Forward");
        int x = entry.Apply("input", [], new Attributes(
            ("name", new AttributeValue.Text("x")), ("type", new AttributeValue.Type(ElementType.F32)), ("shape", new AttributeValue.Extents(Sequence.Of<Dimension>(Length)))));
        entry.Return("y", entry.Apply("add", [x, entry.Constant(value)]));
        entry.Build();
        return Lowering.Run(module.Module);
    }
}
