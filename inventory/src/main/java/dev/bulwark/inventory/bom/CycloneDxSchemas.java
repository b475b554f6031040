package dev.bulwark.inventory.bom;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The official JSON schemas of CycloneDX, which lie beside this class. Nothing is fetched.
final class CycloneDxSchemas {
  private static final String BASE = "http://cyclonedx.org/schema/";
  private static final List<String> VERSIONS = List.of("1.5", "1.6", "1.7");
  private static final List<String> PARTS =
      List.of("spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json");
  private static final int MOST = 100;

  private CycloneDxSchemas() {}

  static CycloneDxReading check(Bytes bytes, Budget budget) {
    return switch (Document.json(bytes, budget)) {
      case Document.Broken(int line, String problem) ->
          new CycloneDxReading.Malformed(line, problem);
      case Document.Tree(Node root) -> check(root, bytes);
    };
  }

  private static CycloneDxReading check(Node root, Bytes bytes) {
    Optional<String> version = root.text("specVersion");
    if (version.isEmpty()) {
      return new CycloneDxReading.Malformed(
          root.line(), "expected a CycloneDX document with a specVersion, found none");
    }
    if (!VERSIONS.contains(version.get())) {
      return new CycloneDxReading.UnknownVersion(version.get());
    }
    List<String> errors =
        schema(version.get()).validate(bytes.utf8(), InputFormat.JSON).stream()
            .limit(MOST)
            .map(CycloneDxSchemas::shown)
            .toList();
    if (!errors.isEmpty()) {
      return new CycloneDxReading.Invalid(version.get(), errors);
    }
    return repeated(root)
        .<CycloneDxReading>map(
            ref ->
                new CycloneDxReading.Invalid(
                    version.get(), List.of("expected each bom-ref once, found " + ref + " again")))
        .orElseGet(() -> new CycloneDxReading.Valid(version.get()));
  }

  private static String shown(Error error) {
    String text = Place.printable(error.toString());
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  /// The schema asks for unique references in words only.
  private static Optional<String> repeated(Node root) {
    Set<String> seen = new HashSet<>();
    java.util.ArrayDeque<Node> open = new java.util.ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Node node = open.pop();
      Optional<String> ref = node.text("bom-ref");
      if (ref.isPresent() && !seen.add(ref.get())) {
        return Optional.of(Place.printable(ref.get()));
      }
      open.addAll(node.items());
      open.addAll(node.members().values());
    }
    return Optional.empty();
  }

  private static Schema schema(String version) {
    String name = "bom-" + version + ".schema.json";
    Map<String, String> schemas = new HashMap<>();
    PARTS.forEach(part -> schemas.put(BASE + part, resource(part)));
    schemas.put(BASE + name, resource(name));
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            builder ->
                builder
                    .schemas(schemas)
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
        .getSchema(SchemaLocation.of(BASE + name));
  }

  /// The SPDX license ids the schemas know.
  static Set<String> licenses() {
    Budget budget = Budget.of(dev.bulwark.kernel.check.Limits.DEFAULT, () -> 0);
    return Document.json(Bytes.utf8(resource(PARTS.getFirst())), budget)
            instanceof Document.Tree(Node root)
        ? Set.copyOf(root.texts("enum"))
        : Set.of();
  }

  private static String resource(String name) {
    try (InputStream in = CycloneDxSchemas.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the schema " + name + " must lie beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
