package dev.bulwark.server.console;

import dev.bulwark.project.report.Report;
import java.util.List;

/// One stage of the life cycle with its controls.
public record StageView(String stage, List<Report.ControlLine> controls) {
  /// As they follow each other in a system's life.
  private static final List<String> STAGES = List.of("design", "develop", "deploy", "operate");

  public StageView {
    controls = List.copyOf(controls);
  }

  public static List<StageView> of(Report report) {
    return STAGES.stream()
        .map(
            stage ->
                new StageView(
                    stage,
                    report.controls().stream().filter(line -> line.stage().equals(stage)).toList()))
        .toList();
  }

  public long satisfied() {
    return count(Report.State.SATISFIED);
  }

  public long count(Report.State state) {
    return controls.stream().filter(line -> line.state() == state).count();
  }

  /// The part of the controls in a state, in whole hundredths, for a bar.
  public long percent(Report.State state) {
    return controls.isEmpty() ? 0 : 100 * count(state) / controls.size();
  }
}
