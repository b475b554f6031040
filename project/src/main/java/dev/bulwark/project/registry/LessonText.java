package dev.bulwark.project.registry;

import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.lesson.LessonChecks;
import dev.bulwark.registry.lesson.Lessons;

/// Lessons for people; or, when they ask for it, for programs.
///
/// @param json whether a program asks
public record LessonText(Terminal terminal, boolean json) {

  public void print(Lessons lessons) {
    if (json) {
      terminal.line(json(lessons).canonical());
      return;
    }
    if (lessons.drawn().isEmpty() && lessons.owed().isEmpty()) {
      terminal.line("Nothing went wrong yet that a lesson is owed for.");
    }
    lessons.drawn().forEach(this::print);
    lessons.owed().forEach(owed -> print(owed, lessons));
  }

  private void print(Lessons.Drawn drawn) {
    terminal.line(
        "%s  %s changed %s, entry %d by %s"
            .formatted(
                terminal.paint(Paint.GREEN, "drawn"),
                drawn.lesson().about().text(),
                drawn.lesson().change().text(),
                drawn.index(),
                drawn.by()));
    terminal.line("       " + drawn.lesson().text());
  }

  private void print(Lessons.Owed owed, Lessons lessons) {
    boolean overdue = owed.since().plus(LessonChecks.LIMIT).isBefore(lessons.asOf());
    terminal.line(
        "%s   %s until %s"
            .formatted(
                terminal.paint(overdue ? Paint.RED : Paint.YELLOW, "owed"),
                owed.about().text(),
                RegistryText.time(owed.since().plus(LessonChecks.LIMIT))));
    terminal.line("       " + owed.what());
  }

  private static Json.Obj json(Lessons lessons) {
    return Json.object()
        .put("drawn", Json.array(lessons.drawn().stream().map(LessonText::json).toList()))
        .put("owed", Json.array(lessons.owed().stream().map(LessonText::json).toList()))
        .build();
  }

  private static Json json(Lessons.Drawn drawn) {
    return Json.object()
        .put("entry", drawn.index())
        .put("at", Rfc3339.render(drawn.at()))
        .put("by", drawn.by())
        .put("about", drawn.lesson().about().text())
        .put("change", drawn.lesson().change().text())
        .put("text", drawn.lesson().text())
        .build();
  }

  private static Json json(Lessons.Owed owed) {
    return Json.object()
        .put("about", owed.about().text())
        .put("since", Rfc3339.render(owed.since()))
        .put("what", owed.what())
        .build();
  }
}
