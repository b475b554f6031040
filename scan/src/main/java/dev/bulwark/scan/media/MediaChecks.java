package dev.bulwark.scan.media;

import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.media.MediaView.Kind;
import java.util.List;

/// The rules over media.
public final class MediaChecks {
  private MediaChecks() {}

  public static List<Check<MediaView>> all() {
    return List.of(new Behind(), new Acts());
  }

  private record Behind() implements Check<MediaView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("MED-001"),
            "Something lies behind the end of a picture, sound or document",
            "Viewers stop at the end and show nothing of it; a loader told where to look finds a"
                + " second file there.",
            "Save the file again with an ordinary program, and look at what was behind it.",
            MEDIUM,
            new References(List.of("CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(MediaView view, Budget budget) {
      if (view.behind() == 0) {
        return Outcome.passed();
      }
      boolean harmless = isEmpty(view, budget) || isNextPicture(view);
      return Outcome.of(
          List.of(
              new Finding(
                  RULE.id(),
                  harmless ? NOTE : MEDIUM,
                  view.source().place().at(view.known()),
                  "%d bytes lie behind the end of the %s.".formatted(view.behind(), view.kind()))));
    }

    private static boolean isEmpty(MediaView view, Budget budget) {
      for (long at = view.known(); at < view.source().size(); at++) {
        budget.tick();
        if (" \r\n\t\0".indexOf(view.source().at(at)) < 0) {
          return false;
        }
      }
      return true;
    }

    /// Telephones write a preview and a depth map behind the picture.
    private static boolean isNextPicture(MediaView view) {
      return view.kind() == Kind.JPEG
          && view.behind() > 3
          && view.source().at(view.known()) == 0xff
          && view.source().at(view.known() + 1) == 0xd8;
    }
  }

  private record Acts() implements Check<MediaView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("MED-002"),
            "A PDF runs scripts, starts programs or carries files",
            "Documentation is to be read; a viewer that follows such actions runs what the author"
                + " of the file wants.",
            "Print the document to a new PDF, or open it in a viewer without scripts.",
            MEDIUM,
            new References(List.of("CWE-506"), List.of("AML.T0011"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(MediaView view, Budget budget) {
      if (view.kind() != Kind.PDF) {
        return Outcome.passed();
      }
      return Outcome.of(
          view.actions().stream()
              .sorted()
              .map(
                  action ->
                      new Finding(
                          RULE.id(),
                          action.equals("/EmbeddedFile") ? NOTE : MEDIUM,
                          view.source().place(),
                          "The document names the action %s outside of its compressed parts."
                              .formatted(action)))
              .toList());
    }
  }
}
