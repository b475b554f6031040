package dev.bulwark.inventory.bom;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.check.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a system is made of, whatever the format it is written in.
///
/// @param name of the system
/// @param version of the system, perhaps empty
/// @param complete whether every lock file could be read
/// @param time when the bill was made, from outside (law 8)
/// @param tool the version of this program
public record BillOfMaterials(
    String name,
    String version,
    List<Component> components,
    List<Model> models,
    List<Dataset> datasets,
    List<Known> vulnerabilities,
    boolean complete,
    Instant time,
    String tool) {

  /// @param files of the model, with their digests
  /// @param licenses SPDX ids or names
  public record Model(
      String name,
      String version,
      Optional<PackageUrl> purl,
      List<Subject> files,
      List<String> licenses,
      ModelCard card) {
    public Model {
      files = List.copyOf(files);
      licenses = List.copyOf(licenses);
    }
  }

  /// What is said about a model; empty texts and lists are left out.
  ///
  /// @param approach a learning type of CycloneDX, such as `supervised`; perhaps empty
  /// @param datasets names of {@link Dataset}s it was trained on
  public record ModelCard(
      String approach,
      String task,
      String architectureFamily,
      String architecture,
      List<String> datasets,
      List<String> inputs,
      List<String> outputs,
      List<Metric> metrics,
      List<String> useCases,
      List<String> limitations) {
    public static final ModelCard EMPTY =
        new ModelCard(
            "", "", "", "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public ModelCard {
      datasets = List.copyOf(datasets);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      metrics = List.copyOf(metrics);
      useCases = List.copyOf(useCases);
      limitations = List.copyOf(limitations);
    }
  }

  /// @param slice which part of the data, perhaps empty
  public record Metric(String type, String value, String slice) {}

  /// @param classification such as `public`, perhaps empty
  /// @param sensitive kinds of sensitive data in it
  public record Dataset(
      String name,
      String version,
      Optional<PackageUrl> purl,
      List<Subject> files,
      List<String> licenses,
      String description,
      String classification,
      List<String> sensitive) {
    public Dataset {
      files = List.copyOf(files);
      licenses = List.copyOf(licenses);
      sensitive = List.copyOf(sensitive);
    }
  }

  /// A vulnerability of a component and what its supplier says about it.
  public record Known(
      PackageUrl component, Vulnerability vulnerability, Optional<VexStatement> statement) {}

  public BillOfMaterials {
    components = List.copyOf(components);
    models = List.copyOf(models);
    datasets = List.copyOf(datasets);
    vulnerabilities = List.copyOf(vulnerabilities);
  }
}
