package dev.bulwark.kernel.check;

import java.util.List;

/// A documented thing to look for: what `bulwark explain` shows and what `docs/rules/` holds.
///
/// @param title one line, stating the bad case ("Pickle calls a function when it is loaded")
/// @param why what happens to whom when this is left alone
/// @param fix what to do, in the imperative
/// @param severity the gravest severity its findings take
/// @param references ids in public catalogues
public record Rule(
    RuleId id, String title, String why, String fix, Severity severity, References references) {

  /// Ids in the field's catalogues; facts only, each list possibly empty.
  ///
  /// @param cwe such as `CWE-502`
  /// @param atlas MITRE ATLAS techniques, such as `AML.T0011.000`
  /// @param owasp OWASP items, such as `LLM03` or `ASI05`
  public record References(List<String> cwe, List<String> atlas, List<String> owasp) {
    public static final References NONE = new References(List.of(), List.of(), List.of());

    public References {
      cwe = List.copyOf(cwe);
      atlas = List.copyOf(atlas);
      owasp = List.copyOf(owasp);
    }
  }
}
