package dev.bulwark.inventory.vex;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads OpenVEX 0.2 and the vulnerabilities of a CycloneDX document.
public final class VexReader {
  private VexReader() {}

  /// What became of a document.
  public sealed interface Result {

    /// In the order of the document; where two are about the same, the later counts.
    record Read(List<VexStatement> statements) implements Result {
      public Read {
        statements = List.copyOf(statements);
      }
    }

    record Malformed(int line, String problem) implements Result {}
  }

  private static final class Broken extends RuntimeException {
    private final transient Result.Malformed result;

    Broken(Node at, String problem) {
      super(problem, null, false, false);
      this.result = new Result.Malformed(at.line(), problem);
    }
  }

  /// @throws Budget.OverLimit when a bound is hit
  public static Result read(Bytes bytes, Budget budget) {
    return switch (Document.json(bytes, budget)) {
      case Document.Broken(int line, String problem) -> new Result.Malformed(line, problem);
      case Document.Tree(Node root) -> read(root);
    };
  }

  private static Result read(Node root) {
    try {
      if (root.text("@context").orElse("").startsWith("https://openvex.dev/ns")) {
        return new Result.Read(openVex(root));
      } else if (root.text("bomFormat").orElse("").equals("CycloneDX")) {
        return new Result.Read(cycloneDx(root));
      }
      return new Result.Malformed(1, "expected OpenVEX or CycloneDX, found another document");
    } catch (Broken e) {
      return e.result;
    }
  }

  private static List<VexStatement> openVex(Node root) {
    List<VexStatement> all = new ArrayList<>();
    for (Node item : root.items("statements")) {
      Set<String> ids = new LinkedHashSet<>();
      item.text("vulnerability").ifPresent(ids::add);
      item.find("vulnerability")
          .ifPresent(
              named -> {
                named.text("name").ifPresent(ids::add);
                named.text("@id").ifPresent(ids::add);
                ids.addAll(named.texts("aliases"));
              });
      all.add(
          new VexStatement(
              root.text("author").orElse(""),
              ids,
              products(item.items("products")),
              openVexStatus(item),
              item.text("justification").orElse(""),
              item.text("impact_statement").orElse(""),
              item.text("timestamp").or(() -> root.text("timestamp")).orElse("")));
    }
    return all;
  }

  /// Where a product names its parts, the parts are what the statement is about.
  private static List<PackageUrl> products(List<Node> products) {
    return products.stream()
        .flatMap(
            product -> {
              List<Node> parts = product.items("subcomponents");
              return parts.isEmpty() ? named(product) : products(parts).stream();
            })
        .toList();
  }

  private static Stream<PackageUrl> named(Node product) {
    return Stream.of(
            product.text(),
            product.text("@id"),
            product.find("identifiers").flatMap(names -> names.text("purl")))
        .flatMap(text -> text.flatMap(VexReader::purl).stream())
        .distinct();
  }

  private static Optional<PackageUrl> purl(String text) {
    return PackageUrl.parse(text) instanceof PurlReading.Valid(PackageUrl purl)
        ? Optional.of(purl)
        : Optional.empty();
  }

  private static VexStatement.Status openVexStatus(Node item) {
    return switch (item.text("status").orElse("")) {
      case "not_affected" -> VexStatement.Status.NOT_AFFECTED;
      case "affected" -> VexStatement.Status.AFFECTED;
      case "fixed" -> VexStatement.Status.FIXED;
      case "under_investigation" -> VexStatement.Status.UNDER_INVESTIGATION;
      default -> throw new Broken(item, "expected a status of OpenVEX, found another word");
    };
  }

  private static List<VexStatement> cycloneDx(Node root) {
    Map<String, PackageUrl> byRef = new HashMap<>();
    collect(root.items("components"), byRef);
    root.find("metadata")
        .flatMap(metadata -> metadata.find("component"))
        .ifPresent(component -> collect(List.of(component), byRef));
    List<VexStatement> all = new ArrayList<>();
    for (Node item : root.items("vulnerabilities")) {
      Optional<Node> analysis = item.find("analysis");
      if (analysis.isEmpty()) {
        continue;
      }
      Set<String> ids = new LinkedHashSet<>();
      item.text("id").ifPresent(ids::add);
      item.items("references").forEach(other -> other.text("id").ifPresent(ids::add));
      List<PackageUrl> products =
          item.items("affects").stream()
              .flatMap(affected -> affected.text("ref").stream())
              .flatMap(ref -> Stream.concat(Stream.ofNullable(byRef.get(ref)), purl(ref).stream()))
              .distinct()
              .toList();
      all.add(
          new VexStatement(
              root.find("metadata")
                  .flatMap(metadata -> metadata.find("supplier"))
                  .flatMap(supplier -> supplier.text("name"))
                  .orElse(""),
              ids,
              products,
              cycloneDxStatus(analysis.get()),
              analysis.get().text("justification").orElse(""),
              analysis.get().text("detail").orElse(""),
              analysis.get().text("lastUpdated").orElse("")));
    }
    return all;
  }

  private static void collect(List<Node> components, Map<String, PackageUrl> byRef) {
    for (Node component : components) {
      Optional<PackageUrl> purl = component.text("purl").flatMap(VexReader::purl);
      Optional<String> ref = component.text("bom-ref");
      if (purl.isPresent() && ref.isPresent()) {
        byRef.put(ref.get(), purl.get());
      }
      collect(component.items("components"), byRef);
    }
  }

  private static VexStatement.Status cycloneDxStatus(Node analysis) {
    return switch (analysis.text("state").orElse("in_triage")) {
      case "not_affected", "false_positive" -> VexStatement.Status.NOT_AFFECTED;
      case "exploitable" -> VexStatement.Status.AFFECTED;
      case "resolved", "resolved_with_pedigree" -> VexStatement.Status.FIXED;
      case "in_triage" -> VexStatement.Status.UNDER_INVESTIGATION;
      default -> throw new Broken(analysis, "expected a state of CycloneDX, found another word");
    };
  }
}
