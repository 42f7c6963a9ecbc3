using Sinter.Rasp;
using static Sinter.Rasp.Language;

namespace RaspExamples;

/// <summary>Whether brackets of two kinds nest, for each prefix: Dyck-2, a language that needs memory of a stack's depth.</summary>
public static class Brackets {
    // No stack is needed. The depth is a difference of two counts. A bracket has the level that it opens or closes, and a closing
    // one belongs to the last opening one of its level: one head finds it and reads its kind. If that is another, or there is
    // none, the prefix has failed, and so has all that follows.
    public static SOp<Balance> Run(SOp<char> tokens) {
        SOp<bool> opens = tokens.Map(c => c is '(' or '[').Named("opens");
        SOp<bool> closes = tokens.Map(c => c is ')' or ']').Named("closes");
        SOp<int> kind = tokens.Map(c => c is '(' or ')' ? 0 : 1).Named("kind");

        SOp<int> depth = (SelectorWidth(UpToHere & Select(opens, true, Equal)) - SelectorWidth(UpToHere & Select(closes, true, Equal))).Named("depth");
        SOp<int> level = (depth + Indicator(closes)).Named("level");
        Selector openedHere = Select(level, level, Equal) & Select(opens, true, Equal) & BeforeHere;
        SOp<int> partner = Last(openedHere, kind, Empty.Default(-1)).Named("partner");

        SOp<bool> failed = SelectorWidth(UpToHere & Select(closes & partner != kind, true, Equal)) > 0;
        return If(failed, Balance.Failed, If<Balance>(depth == 0, Balance.Balanced, Balance.Open));
    }
}
