package dev.bulwark.project.inspect;

import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.govern.threat.RiskRegister;
import dev.bulwark.govern.threat.ThreatModel;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import java.util.ArrayList;
import java.util.List;

/// What the producers said about a project, on its way to becoming evidence.
public sealed interface Inspection {

  /// The manifest by the digest of its bytes.
  Subject manifest();

  /// One per suite and subject.
  List<CheckRun> runs();

  /// The manifest can be read.
  ///
  /// @param unread files that could not be read at all, so that no run is about them
  record Described(AiSystem system, ThreatModel threats, List<CheckRun> runs, List<Unread> unread)
      implements Inspection {
    public Described {
      runs = List.copyOf(runs);
      unread = List.copyOf(unread);
    }

    @Override
    public Subject manifest() {
      return system.subject();
    }
  }

  /// The manifest has problems; the run of its checks names them all.
  record Undescribed(Subject manifest, List<CheckRun> runs, int problems) implements Inspection {
    public Undescribed {
      runs = List.copyOf(runs);
    }
  }

  /// @param why expected and found
  record Unread(String file, String reason, String why) {}

  /// What the system is, to be signed before anything else: a manifest that cannot be read is said
  /// to be so, or an older description would go on counting.
  default Statement description() {
    return switch (this) {
      case Described described -> {
        List<Subject> documents = documentsOf(described.threats());
        List<Subject> subjects = new ArrayList<>(List.of(manifest()));
        subjects.addAll(documents);
        yield new Statement(
            subjects,
            PredicateType.SYSTEM,
            Json.object()
                .put("system", described.system().json())
                .put("documents", Json.array(documents.stream().map(Subject::json).toList()))
                .build());
      }
      case Undescribed undescribed ->
          new Statement(
              List.of(manifest()),
              PredicateType.SYSTEM,
              Json.object()
                  .put("invalid", undescribed.problems() + " problems in bulwark.yaml")
                  .build());
    };
  }

  /// The documents people sign, by the names the catalogue asks for.
  private static List<Subject> documentsOf(ThreatModel threats) {
    return List.of(
        new Subject("threat-model", threats.subject().digest()),
        new Subject("risk-register", RiskRegister.of(threats).subject().digest()));
  }
}
