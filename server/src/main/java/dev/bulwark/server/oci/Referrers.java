package dev.bulwark.server.oci;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.inventory.bom.CycloneDx;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inventory.OpenAdvisories;
import dev.bulwark.project.inventory.ProjectBill;
import dev.bulwark.project.registry.StoredVersions;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What is attached to a version: its bill of materials, and the signed statements of the ledger
/// about it, such as the gates' decisions, its admission and its provenance.
///
/// Everything is made from the ledger and the stored bytes when it is asked for; nothing that
/// clients attach is kept.
final class Referrers {
  private static final int MOST = 50;
  private static final int MOST_KEPT = 500;
  private static final int MOST_MADE = 5;
  private static final String BOM = "application/vnd.cyclonedx+json";
  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  private final ProjectDesk desk;
  private final Shell shell;
  private final Map<Key, Bytes> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bytes> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private final Semaphore making = new Semaphore(1);

  private record Key(String system, String model, Digest digest) {}

  Referrers(ProjectDesk desk, Shell shell) {
    this.desk = desk;
    this.shell = shell;
  }

  /// An attachment as a manifest of its own.
  ///
  /// @param predicate of the statement; empty for the bill of materials
  record Attached(String type, String predicate, Bytes content, Bytes manifest) {
    Json.Obj descriptor() {
      Json.Builder out =
          OciManifest.descriptor(OciManifest.IMAGE, Digest.of(manifest), manifest.size())
              .put("artifactType", type);
      return predicate.isEmpty() ? out.build() : out.put("annotations", notes(predicate)).build();
    }
  }

  private static Json.Obj notes(String predicate) {
    return Json.object().put("in-toto.io/predicate-type", predicate).build();
  }

  /// @param version ready
  List<Attached> of(Project project, Version version) {
    List<Attached> all = new ArrayList<>();
    all.add(attached(version, BOM, "", "sbom.cdx.json", bill(project, version)));
    WorkspaceReader reader = WorkspaceReader.open(ProjectDesk.home(project));
    desk.evidence(project).reversed().stream()
        .filter(evidence -> isAbout(evidence, version))
        .limit(MOST)
        .forEach(
            evidence ->
                reader
                    .envelope(evidence)
                    .ifPresent(
                        envelope ->
                            all.add(
                                attached(
                                    version,
                                    ENVELOPE,
                                    evidence.statement().predicateType(),
                                    "statement-%d.dsse.json".formatted(evidence.index()),
                                    envelope))));
    keep(project, version, all);
    return all;
  }

  /// The judge's and builders' words about the whole version; what people asked for is theirs.
  private static boolean isAbout(Evidence evidence, Version version) {
    String type = evidence.statement().predicateType();
    boolean kind =
        type.equals(PredicateType.VERIFICATION_SUMMARY)
            || type.equals(PredicateType.REGISTRY)
            || type.startsWith("https://slsa.dev/provenance/");
    return kind
        && evidence.statement().subjects().stream()
            .anyMatch(
                subject ->
                    subject.name().equals(version.id().toString())
                        || subject.digest().equals(version.content().digest()));
  }

  private Bytes bill(Project project, Version version) {
    try (StoredVersions stored = StoredVersions.open(ProjectDesk.home(project));
        OpenAdvisories none = new OpenAdvisories(Optional.empty(), List.of())) {
      return CycloneDx.write(
              ProjectBill.ofVersion(
                      version,
                      stored.lockFiles(version),
                      project.files(),
                      none,
                      List.of(),
                      version.pushed().truncatedTo(ChronoUnit.SECONDS),
                      shell)
                  .bill(),
              CycloneDx.Version.V1_6)
          .canonicalBytes();
    }
  }

  private static Attached attached(
      Version version, String type, String predicate, String title, Bytes content) {
    Json.Builder manifest =
        Json.object()
            .put("schemaVersion", 2)
            .put("mediaType", OciManifest.IMAGE)
            .put("artifactType", type)
            .put(
                "config",
                OciManifest.descriptor(
                        OciManifest.EMPTY, OciManifest.EMPTY_DIGEST, OciManifest.EMPTY_BYTES.size())
                    .build())
            .put(
                "layers",
                Json.array(
                    List.of(
                        OciManifest.descriptor(type, Digest.of(content), content.size())
                            .put(
                                "annotations",
                                Json.object().put("org.opencontainers.image.title", title).build())
                            .build())))
            .put(
                "subject",
                OciManifest.descriptor(
                        OciManifest.IMAGE,
                        Repository.manifest(version),
                        Repository.manifestSize(version))
                    .build());
    if (!predicate.isEmpty()) {
      manifest.put("annotations", notes(predicate));
    }
    return new Attached(type, predicate, content, manifest.build().canonicalBytes());
  }

  private synchronized void keep(Project project, Version version, List<Attached> all) {
    for (Attached each : all) {
      for (Bytes bytes : List.of(each.manifest(), each.content())) {
        kept.put(new Key(project.id(), version.id().asset(), Digest.of(bytes)), bytes);
      }
    }
  }

  /// A manifest or a blob of an attachment that was listed, or of one of the newest ready versions.
  Optional<Bytes> find(Project project, Repository repository, Digest digest) {
    Key key = new Key(project.id(), repository.model(), digest);
    Optional<Bytes> known = known(key);
    if (known.isPresent()) {
      return known;
    }
    List<Version> newest =
        repository.state().of(repository.model()).reversed().stream()
            .filter(version -> version.state() == Version.State.READY)
            .limit(MOST_MADE)
            .toList();
    if (!making.tryAcquire()) {
      throw new ServerFault(
          ServerFault.BUSY, "expected to look for one attachment at a time, found more; try again");
    }
    try {
      newest.forEach(version -> of(project, version));
    } finally {
      making.release();
    }
    return known(key);
  }

  private synchronized Optional<Bytes> known(Key key) {
    return Optional.ofNullable(kept.get(key));
  }
}
