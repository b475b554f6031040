package dev.bulwark.inventory.vex;

import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.purl.PackageUrl;
import java.util.List;
import java.util.Set;

/// What one author says about one vulnerability in some products.
///
/// @param author as the document names them, perhaps empty; nobody verified it here
/// @param vulnerabilities the id and its aliases
/// @param products by package URL; one without a version stands for all versions
/// @param justification the machine's word, such as `vulnerable_code_not_in_execute_path`
/// @param reason the impact statement or detail, in words
/// @param time as written, perhaps empty
public record VexStatement(
    String author,
    Set<String> vulnerabilities,
    List<PackageUrl> products,
    Status status,
    String justification,
    String reason,
    String time) {

  public enum Status {
    NOT_AFFECTED,
    AFFECTED,
    FIXED,
    UNDER_INVESTIGATION
  }

  public VexStatement {
    vulnerabilities = Set.copyOf(vulnerabilities);
    products = List.copyOf(products);
  }

  /// Whether it is about this vulnerability of this component.
  public boolean isAbout(PackageUrl component, Vulnerability vulnerability) {
    return vulnerability.ids().stream().anyMatch(vulnerabilities::contains)
        && products.stream().anyMatch(product -> covers(product, component));
  }

  private static boolean covers(PackageUrl product, PackageUrl component) {
    return product.withoutVersion().equals(component.withoutVersion())
        && (product.version().isEmpty() || product.version().equals(component.version()))
        && component.qualifiers().entrySet().containsAll(product.qualifiers().entrySet());
  }

  /// Whether it takes the vulnerability away: fixed, or not affected and it says why.
  public boolean excuses() {
    return switch (status) {
      case FIXED -> true;
      case NOT_AFFECTED -> !justification.isBlank() || !reason.isBlank();
      case AFFECTED, UNDER_INVESTIGATION -> false;
    };
  }
}
