using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Programs and tables with one thing wrong, each with its one message at its line and column.</summary>
public class WrongLearnedProgramTests {
    // What is in the file, what stands there instead, and the error.
    public static TheoryData<string, string, string, string, string> Changes { get; } = new() {
        // Python that is none, or none that exports have.
        { "histogram.py", "histogram.py", "import pandas as pd", "import os", "histogram.py(2,1): expected 'import numpy as np', 'import pandas as pd' or 'from ... import' of embeddings, found 'import'" },
        { "histogram.py", "histogram.py", "def aggregate_sum(", "def aggregate_all(", "histogram.py(25,1): expected 'select_closest', 'select', 'aggregate', 'aggregate_sum' or 'run', found the function 'aggregate_all'" },
        { "histogram.py", "histogram.py", "scores[i][0] = True", "scores[i][1] = True", "histogram.py(10,23): expected 0, found 1" },
        { "histogram.py", "histogram.py", "len(matches) if j == i", "0 if j == i", "histogram.py(12,44): expected a call of 'len', found 0" },
        { "histogram.py", "histogram.py", "enumerate(keys) if", "enumerate(queries) if", "histogram.py(8,44): expected 'keys' or 'keys[: i + 1]', found 'queries'" },
        { "histogram.py", "histogram.py", "return [[predicate(q, k) for k in keys] for q in queries]", "return [[predicate(k, q) for k in keys] for q in queries]", "histogram.py(18,24): expected 'q', found 'k'" },
        { "brackets.py", "brackets.py", "enumerate(keys[: i + 1])", "enumerate(keys)", "brackets.py(1,1): expected 'select_closest' and 'select' both over all keys or both over the keys up to the query, found one of each" },
        { "brackets.py", "brackets.py", "enumerate(keys[: i + 1])", "enumerate(keys[: i])", "brackets.py(8,48): expected 'keys' or 'keys[: i + 1]', found an index" },
        { "histogram.py", "histogram.py", "zip(attn, values) if a][0] for", "zip(attn, values) if a][1] for", "histogram.py(22,52): expected 0, found 1" },
        { "histogram.py", "histogram.py", "def run(tokens):", "def run(words):", "histogram.py(29,1): expected 'run(tokens)' or 'run(tokens, return_details=False)', found other parameters" },
        { "histogram.py", "histogram.py", "def run(tokens):", "def walk(tokens):", "histogram.py(29,1): expected 'select_closest', 'select', 'aggregate', 'aggregate_sum' or 'run', found the function 'walk'" },
        { "histogram.py", "histogram.py", "index_col=[0, 1]", "index_col=[1, 0]", "histogram.py(32,64): expected 0, found 1" },
        { "histogram.py", "histogram.py", "positions = list(range(len(tokens)))", "positions = list(range(1, len(tokens)))", "histogram.py(39,5): expected an assignment that exports have, found an assignment to 'positions'" },
        { "histogram.py", "histogram.py", "ones = [1 for", "ones = [2 for", "histogram.py(44,5): expected an assignment that exports have, found an assignment to 'ones'" },
        { "histogram.py", "histogram.py", "    # attn_0_0", "  # attn_0_0\n    import os\n", "histogram.py(50,5): expected an assignment or a function, found 'import'" },
        { "histogram.py", "histogram.py", "    def predicate_0_0", "   def predicate_0_0", "histogram.py(50,4): expected the indentation of a block around this line, found another" },
        { "histogram.py", "histogram.py", "if q_token in {\"a\", \"b\"}:", "if q_token not in {\"a\", \"b\"}:", "histogram.py(51,20): expected ':', found 'not'" },
        { "histogram.py", "histogram.py", "if q_token in {\"a\", \"b\"}:", "if k_token in {\"a\", \"b\"}:", "histogram.py(51,20): expected 'q_token in' and a set, found 'in'" },
        { "histogram.py", "histogram.py", "if q_token in {\"a\", \"b\"}:", "if q_token in {a, b}:", "histogram.py(51,24): expected a value: an integer, a text or a member of an enumeration, found 'a'" },
        { "histogram.py", "histogram.py", "{\"a\", \"b\"}:", "{\"a\", \"b\":", "histogram.py(51,23): expected '}' for this bracket, found the end of the file" },
        { "histogram.py", "histogram.py", "{\"a\", \"b\"}:", "{\"a, \"b\"}:", "histogram.py(51,29): expected a text without a prefix, or with 'f', found the prefix 'b'" },
        { "histogram.py", "histogram.py", "return k_token == \"e\"", "return k_token != \"e\"", "histogram.py(52,28): expected 'k_token == ' and a value, found '!='" },
        { "histogram.py", "histogram.py", "return k_token == \"e\"", "return q_token == \"e\"", "histogram.py(52,28): expected 'k_token == ' and a value, found '=='" },
        { "histogram.py", "histogram.py", "return k_token == \"e\"", "return k_token == 1.5", "histogram.py(52,31): expected an integer, found a number of another form" },
        { "histogram.py", "histogram.py", "elif q_token in {\"c\"}:", "else:", "histogram.py(55,9): expected the end of the function, found 'if'" },
        { "histogram.py", "histogram.py", "select_closest(tokens, tokens, predicate_0_0)", "select_closest(tokens, words, predicate_0_0)", "histogram.py(58,47): expected a categorical variable as queries, found 'words', which is not defined" },
        { "histogram.py", "histogram.py", "select_closest(tokens, tokens, predicate_0_0)", "select_closest(tokens, ones, predicate_0_0)", "histogram.py(58,47): expected a categorical variable as queries, found 'ones', which is none" },
        { "histogram.py", "histogram.py", "select_closest(tokens, tokens, predicate_0_0)", "select_closest(tokens, tokens, predicate_0_7)", "histogram.py(58,55): expected a function, found 'predicate_0_7', which is not defined" },
        { "histogram.py", "histogram.py", "aggregate(attn_0_0_pattern, positions)", "aggregate(attn_0_0_pattern, ones)", "histogram.py(59,52): expected a categorical variable, found 'ones', which is none" },
        { "histogram.py", "histogram.py", "aggregate(attn_0_0_pattern, positions)", "aggregate_sum(attn_0_0_pattern, ones)", "histogram.py(59,38): expected a pattern of 'select' in 'aggregate_sum', found 'attn_0_0_pattern' of the other" },
        { "histogram.py", "histogram.py", "aggregate_sum(num_attn_0_0_pattern, ones)", "aggregate_sum(num_attn_0_0_pattern, positions)", "histogram.py(80,64): expected a numerical variable, found 'positions', which is none" },
        { "histogram.py", "histogram.py", "key = (position, attn_0_0_output)", "key = (attn_0_0_output, position)", "histogram.py(102,9): expected 'key = (position, attn_0_0_output)', found an assignment to 'key'" },
        { "histogram.py", "histogram.py", "if key in {(0, 0), (1, 0), (2, 5)}:", "if key in {(0, 0), (1, 0), 2}:", "histogram.py(103,36): expected a pair of values, found 2" },
        { "histogram.py", "histogram.py", "        return 1\n", "", "histogram.py(108,5): expected a result of 'mlp_0_0' for (0, 1), which can occur, found none" },
        { "histogram.py", "histogram.py", "zip(positions, attn_0_0_outputs)]", "zip(positions, num_attn_0_0_outputs)]", "histogram.py(109,5): expected arguments that are all categorical or all numerical, found both kinds" },
        { "histogram.py", "histogram.py", "zip(positions, attn_0_0_outputs)]", "zip(attn_0_0_outputs)]", "histogram.py(109,5): expected an assignment that exports have, found an assignment to 'mlp_0_0_outputs'" },
        { "histogram.py", "histogram.py", "num_attn_0_1_pattern = select(", "num_attn_0_0_pattern = select(", "histogram.py(94,5): expected a new name, found 'num_attn_0_0_pattern' again" },
        { "histogram.py", "histogram.py", "[(\"positions\", str(v)) for v in positions]", "[(\"position\", str(v)) for v in positions]", "histogram.py(40,5): expected weights of 'position' for each value that can occur, found none for \"0\" in histogram_weights.csv" },
        { "histogram.py", "histogram.py", "mul(ones, axis=0)", "mul(ones, axis=1)", "histogram.py(45,5): expected an assignment that exports have, found an assignment to 'one_scores'" },
        { "histogram.py", "histogram.py", "                one_scores,\n", "                two_scores,\n", "histogram.py(162,17): expected scores, found 'two_scores', which are not defined" },
        { "histogram.py", "histogram.py", "logits.argmax(-1)", "logits.argmin(-1)", "histogram.py(170,33): expected '.argmax', found '.argmin'" },
        { "histogram.py", "histogram.py", "predictions[0] = \"<s>\"", "predictions[0] = \"<b>\"", "histogram.py(172,26): expected the text \"<s>\", found the text \"<b>\"" },
        { "histogram.py", "histogram.py", "    return predictions.tolist()\n", "", "histogram.py(29,1): expected the classes of the logits to be returned, found the end of the function" },
        { "histogram.py", "histogram.py", "for x, y in examples:", "for y, x in examples:", "histogram.py(182,5): expected 'x', found 'y'" },
        { "histogram.py", "histogram.py", "histogram/histogram_weights.csv", "histogram/missing_weights.csv", "histogram.py(32,9): expected the file \"programs/histogram/missing_weights.csv\" among the AdditionalFiles with SinterProgram, found none of that name" },
        { "questions.py", "questions.py", "questions.questions_embeddings import", "questions.other import", "questions.py(3,1): expected the module 'programs.questions.other' among the AdditionalFiles with SinterProgram, found none of that name" },
        { "questions.py", "questions.py", "import Emb0, Emb1", "import Emb0, Emb2", "questions.py(3,59): expected a class of questions_embeddings.py, found 'Emb2'" },
        { "questions.py", "questions.py", "{Emb0.V00, Emb0.V04}", "{Emb0.V00, Emb0.V14}", "questions.py(51,45): expected a member of 'Emb0', found 'V14'" },
        { "questions.py", "questions.py", "{Emb0.V00, Emb0.V04}", "{Emb0.V00, Emb4.V04}", "questions.py(51,45): expected an enumeration that is imported, found 'Emb4'" },
        { "questions.py", "questions.py", "embeddings[\"var0_embeddings\"]", "embeddings[\"var7_embeddings\"]", "questions.py(40,61): expected a column of questions_embeddings.csv, found \"var7_embeddings\"; it has var0_embeddings, var1_embeddings" },
        { "questions.py", "questions.py", "pooled = logits.mean(0)", "pooled = logits.max(0)", "questions.py(128,20): expected '.mean', found '.max'" },
        { "questions.py", "questions.py", "return_details=False", "return_details=True", "questions.py(22,1): expected 'run(tokens)' or 'run(tokens, return_details=False)', found other parameters" },
        // Tables.
        { "histogram.py", "histogram_weights.csv", "feature,value", "feature,name", "histogram_weights.csv(1,1): expected the columns 'feature', 'value' and one for each class, found 'feature', 'name', '1', '2', '3', '4', '5', '6', '7', '8'" },
        { "histogram.py", "histogram_weights.csv", "attn_0_0_outputs,0,", "attn_0_0_outputs,0,0,", "histogram_weights.csv(2,1): expected 10 fields, as the first line has, found 11" },
        { "histogram.py", "histogram_weights.csv", "attn_0_0_outputs,1,", "attn_0_0_outputs,0,", "histogram_weights.csv(3,1): expected one row for the value \"0\" of 'attn_0_0_outputs', found another in line 2" },
        { "histogram.py", "histogram_weights.csv", "attn_0_0_outputs,1,", "attn_0_0_outputs,1x,", "histogram.py(60,5): expected weights of 'attn_0_0_outputs' for each value that can occur, found none for \"1\" in histogram_weights.csv" },
        { "histogram.py", "histogram_weights.csv", "ones,_,-0", "ones,_,x", "histogram_weights.csv(40,1): expected a number in the column '1', found 'x.260826'" },
        { "histogram.py", "histogram_weights.csv", "ones,_,", "ones,1,", "histogram.py(45,5): expected weights of 'ones' for each value that can occur, found none for \"_\" in histogram_weights.csv" },
        { "histogram.py", "histogram_weights.csv", "positions,0,", "positions,00,", "histogram.py(39,5): expected weights of the feature 'positions' from 0 on, which say the longest input, found none" },
        { "questions.py", "questions_embeddings.csv", "word,var0", "words,var0", "questions_embeddings.csv(1,1): expected 'word' as the first column, found 'words'" },
        { "questions.py", "questions_embeddings.csv", "How,1,0", "How,9,0", "questions_embeddings.csv(4,1): expected a number below 7 in the column 'var0_embeddings', found '9'" },
        { "questions.py", "questions_embeddings.csv", "How,1,0", "What,1,0", "questions_embeddings.csv(4,1): expected each word once, found \"What\" again" },
        { "questions.py", "questions_embeddings.csv", "How,1,0", "How,1", "questions_embeddings.csv(4,1): expected 3 fields, as the first line has, found 2" },
        { "questions.py", "questions_embeddings.csv", "\"\"\"\",", "\"\"\",", "questions_embeddings.csv(25,1): expected a comma or the end of the line after a quoted field, found 'a'" },
        { "questions.py", "questions_embeddings.py", "V01 = [", "V00 = [", "questions_embeddings.py(6,2): expected each member once, found 'V00' again" },
        { "questions.py", "questions_embeddings.py", "V01 = ['How', 'many', 'much', 'costs']", "V01 = 3", "questions_embeddings.py(6,2): expected a member with a list of words, found an assignment to 'V01'" },
        { "questions.py", "questions_embeddings.py", "V01 = [", "W01 = [", "questions_embeddings.py(6,2): expected a member such as 'V00', found 'W01'" },
        { "questions.py", "questions.py", "import Emb0, Emb1", "import Emb0, Embed", "questions.py(3,59): expected a class of embeddings, such as 'Emb0', found 'Embed'" },
        { "histogram.py", "histogram.py", "def num_mlp_0_0(", "def num_mlp_0_1(", "histogram.py(133,28): expected a function, found 'num_mlp_0_0', which is not defined" },
        { "questions.py", "questions_embeddings.py", "class Emb0(Enum)", "class Emb0(Flag)", "questions_embeddings.py(4,1): expected a new class of 'Enum', found the class 'Emb0'" },
    };

    [Theory, MemberData(nameof(Changes))]
    public void IsOneErrorAtItsPlace(string program, string file, string old, string changed, string error) {
        string found = new LearnedFiles().Replace(file, old, changed).Error(program);
        Assert.True(error == found, $"expected: {error}\nfound: {found}");
    }

    [Fact]
    public void AMissingTableIsNamed() => Assert.Equal(
        "brackets.py(32,9): expected the file \"programs/brackets/brackets_weights.csv\" among the AdditionalFiles with SinterProgram, found none of that name",
        new LearnedFiles().Remove("brackets_weights.csv").Error("brackets.py"));

    [Fact]
    public void WeightsThatSumsLoseAreRefused() => Assert.StartsWith(
        "brackets.py(1,1): expected weights whose sums are exact to 0.000001 in 64 bits, found sums up to ",
        new LearnedFiles().Replace("brackets_weights.csv", "ones,_,0.", "ones,_,99999999999999.").Error("brackets.py"));
}
