#region snippet
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;
#endregion

namespace Guide;

static class ReadingAPlanRun {
    public static void Print() {
        #region snippet
        Module module = ModuleParser.Parse("""
            module Example {
              symbol Rows 1..64
              weight "scale" : f32[6]
              weight "linear.weight" : f32[4, 6]
              entry Run {
                %0 = input {name = "x", shape = [Rows, 6], type = f32} : f32[Rows, 6]
                %1 = weight {name = "scale"} : f32[6]
                %2 = broadcast %1 {shape = [Rows, 6]} : f32[Rows, 6]
                %3 = multiply %0 %2 : f32[Rows, 6]
                %4 = weight {name = "linear.weight"} : f32[4, 6]
                %5 = contract %3 %4 {equation = "ti,oi->to"} : f32[Rows, 4]
                %6 = sigmoid %5 : f32[Rows, 4]
                %7 = max %6 {axis = 1, keep = false} : f32[Rows]
                return "y" %7
              }
            }
            """);
        Plan plan = Lowering.Run(module);
        Console.WriteLine(plan.Print());
        #endregion
    }

    public static void Parsed() {
        Plan plan = Lowering.Run(ModuleParser.Parse("module Example {\n  entry Run {\n    %0 = input {name = \"x\", shape = [2], type = f32} : f32[2]\n    %1 = exp %0 : f32[2]\n    return \"y\" %1\n  }\n}\n"));
        #region snippet
        Console.WriteLine(Plan.Parse(plan.Print()) == plan);
        #endregion
    }
}
