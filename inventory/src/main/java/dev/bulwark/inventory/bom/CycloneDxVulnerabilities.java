package dev.bulwark.inventory.bom;

import dev.bulwark.inventory.osv.CvssScore;
import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/// Vulnerabilities as CycloneDX writes them, with what suppliers say about them.
final class CycloneDxVulnerabilities {
  private static final Set<String> JUSTIFICATIONS =
      Set.of(
          "code_not_present",
          "code_not_reachable",
          "requires_configuration",
          "requires_dependency",
          "requires_environment",
          "protected_by_compiler",
          "protected_at_runtime",
          "protected_at_perimeter",
          "protected_by_mitigating_control");

  private CycloneDxVulnerabilities() {}

  static List<Json.Obj> of(List<BillOfMaterials.Known> all) {
    TreeMap<String, Json.Obj> sorted = new TreeMap<>();
    for (BillOfMaterials.Known known : all) {
      sorted.put(known.vulnerability().id() + "\n" + known.component(), one(known));
    }
    return List.copyOf(sorted.values());
  }

  private static Json.Obj one(BillOfMaterials.Known known) {
    Vulnerability vulnerability = known.vulnerability();
    String id = vulnerability.id();
    List<Json.Obj> references = new ArrayList<>();
    for (String other : vulnerability.ids()) {
      if (!other.equals(id)) {
        references.add(Json.object().put("id", other).put("source", source(other)).build());
      }
    }
    Drawer drawer =
        new Drawer()
            .text("bom-ref", id + "/" + known.component())
            .text("id", id)
            .put("source", source(id))
            .items("references", references)
            .items("ratings", List.of(rating(vulnerability)))
            .text("description", vulnerability.summary());
    if (!vulnerability.fixes().isEmpty()) {
      drawer.text(
          "recommendation", "Update to " + String.join(" or ", vulnerability.fixes()) + ".");
    }
    known.statement().ifPresent(statement -> drawer.part("analysis", analysis(statement)));
    return drawer
        .items("affects", List.of(Json.object().put("ref", known.component().toString()).build()))
        .done();
  }

  private static Json.Obj source(String id) {
    return Json.object().put("name", id.startsWith("CVE-") ? "CVE" : "OSV").build();
  }

  private static Json.Obj rating(Vulnerability vulnerability) {
    Drawer rating = new Drawer();
    vulnerability
        .score()
        .ifPresent(
            score ->
                rating
                    .put("score", new Json.Real(score.base()))
                    .text("method", method(score))
                    .text("vector", score.vector()));
    return rating.text("severity", word(vulnerability)).done();
  }

  /// Nobody's score is `unknown`, however this program counts it.
  private static String word(Vulnerability vulnerability) {
    return vulnerability
        .score()
        .map(CvssScore::severity)
        .map(Severity::name)
        .orElse("UNKNOWN")
        .toLowerCase(Locale.ROOT);
  }

  private static String method(CvssScore score) {
    if (score.vector().startsWith("CVSS:4.0")) {
      return "CVSSv4";
    } else if (score.vector().startsWith("CVSS:3.1")) {
      return "CVSSv31";
    }
    return score.vector().startsWith("CVSS:3") ? "CVSSv3" : "CVSSv2";
  }

  private static Json.Obj analysis(VexStatement statement) {
    String state =
        switch (statement.status()) {
          case NOT_AFFECTED -> statement.excuses() ? "not_affected" : "in_triage";
          case FIXED -> "resolved";
          case AFFECTED -> "exploitable";
          case UNDER_INVESTIGATION -> "in_triage";
        };
    String detail =
        String.join(
                " ",
                List.of(
                    statement.justification(),
                    statement.reason(),
                    statement.author().isBlank() ? "" : "(" + statement.author() + ")"))
            .strip();
    return new Drawer()
        .text("state", state)
        .text("justification", justification(statement.justification()))
        .text("detail", detail)
        .done();
  }

  /// OpenVEX has other words for the same reasons; one without a like word stays in the detail.
  private static String justification(String word) {
    return switch (word) {
      case "component_not_present", "vulnerable_code_not_present" -> "code_not_present";
      case "vulnerable_code_not_in_execute_path",
          "vulnerable_code_cannot_be_controlled_by_adversary" ->
          "code_not_reachable";
      case "inline_mitigations_already_exist" -> "protected_by_mitigating_control";
      default -> JUSTIFICATIONS.contains(word) ? word : "";
    };
  }
}
