package dev.bulwark.server.oci;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.seal.ItemName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A manifest of files (OCI Image 1.1, `application/vnd.oci.image.manifest.v1+json`).
///
/// @param layers as they stand there
record OciManifest(String mediaType, Blob config, List<Blob> layers, boolean hasSubject) {
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String EMPTY = "application/vnd.oci.empty.v1+json";
  static final Bytes EMPTY_BYTES = Bytes.utf8("{}");
  static final Digest EMPTY_DIGEST = Digest.of(EMPTY_BYTES);

  /// The names under which a version keeps what a client sent beside its files.
  static final String MANIFEST_FILE = Content.WRAPPING + "oci-manifest.json";

  static final String CONFIG_FILE = Content.WRAPPING + "oci-config.json";

  private static final Set<String> KNOWN =
      Set.of(IMAGE, "application/vnd.docker.distribution.manifest.v2+json");
  private static final List<String> TITLES =
      List.of("org.opencontainers.image.title", "org.cncf.model.filepath");

  /// How many bytes may be named again.
  private static final ByteSize REPEATED = ByteSize.ofMib(64);

  /// More than any blob that is taken; sums of a manifest's stay within a long.
  private static final long LARGEST = 1L << 44;

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofMib(4), 16);

  OciManifest {
    layers = List.copyOf(layers);
  }

  /// A blob a manifest names.
  ///
  /// @param title the name of the file it is; empty when it has none
  record Blob(String mediaType, Digest digest, long size, Optional<String> title) {}

  /// @param type of the request; empty when it says none
  /// @throws dev.bulwark.server.ServerFault `oci-manifest-invalid`
  static OciManifest parse(Bytes bytes, String type) {
    Json.Obj json = json(bytes);
    String mediaType = json.text("mediaType").orElse(type.isEmpty() ? IMAGE : type);
    if (!KNOWN.contains(mediaType) || (!type.isEmpty() && !type.equals(mediaType))) {
      throw invalid(
          "the media type " + IMAGE + ", as in the request",
          "another; models are single manifests");
    }
    if (!json.find("schemaVersion").equals(Optional.of(new Json.Int(2)))) {
      throw invalid("schemaVersion 2", "another");
    }
    List<Blob> layers = new ArrayList<>();
    for (Json layer : json.items("layers")) {
      layers.add(blob(layer));
    }
    return new OciManifest(
        mediaType,
        blob(json.find("config").orElse(Json.Null.NULL)),
        layers,
        json.find("subject").isPresent());
  }

  /// The media type of a manifest that was taken in.
  static String type(Bytes bytes) {
    return json(bytes).text("mediaType").orElse(IMAGE);
  }

  private static Json.Obj json(Bytes bytes) {
    try {
      return JsonReader.readObject(bytes, BOUNDS);
    } catch (EvidenceFault e) {
      throw invalid("one JSON object, at most 4 MiB and 16 deep, each member once", "another text");
    }
  }

  private static Blob blob(Json json) {
    if (!(json instanceof Json.Obj object)
        || !(object.find("size").orElse(Json.Null.NULL) instanceof Json.Int(long size))
        || size < 0) {
      throw invalid("descriptors with mediaType, digest and size", "another value");
    }
    Optional<Json.Obj> annotations = object.object("annotations");
    return new Blob(
        object.text("mediaType").orElse(""),
        Reference.find(object.text("digest").orElse(""))
            .orElseThrow(() -> invalid("sha256 digests", "another")),
        size,
        TITLES.stream()
            .flatMap(name -> annotations.flatMap(all -> all.text(name)).stream())
            .findFirst());
  }

  static dev.bulwark.server.ServerFault invalid(String expected, String found) {
    return OciProblem.MANIFEST_INVALID.because(
        "expected in the manifest %s, found %s".formatted(expected, found));
  }

  /// A file a version is to hold.
  record Named(String name, Blob blob) {}

  /// The files a version of this manifest holds, without the manifest itself.
  ///
  /// @throws dev.bulwark.server.ServerFault `oci-manifest-invalid` for names that leave a folder
  List<Named> files() {
    List<Named> files = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Blob layer : layers) {
      if (layer.mediaType().equals(EMPTY) && layer.title().isEmpty()) {
        continue;
      }
      String name = layer.title().orElse("blobs/sha256/" + layer.digest().hex());
      ItemName.flaw(name)
          .ifPresent(
              flaw -> {
                throw invalid("titles that are relative file names", flaw);
              });
      if (Content.isWrapping(ItemName.folded(name))) {
        throw invalid("titles that are not below " + Content.WRAPPING, "one that is");
      }
      if (!taken.add(ItemName.folded(name))) {
        throw invalid(
            "each title once, in one case",
            ItemName.shown(name) + " twice; name every file differently");
      }
      files.add(new Named(name, layer));
    }
    if (files.isEmpty()) {
      throw invalid("a layer for every file of the model", "none");
    }
    if (!config.digest().equals(EMPTY_DIGEST)) {
      files.add(new Named(CONFIG_FILE, config));
    }
    requireBounded(files);
    return files;
  }

  /// A blob is put under seal once for each name it has, so names may repeat some bytes, not
  /// thousands of times.
  private static void requireBounded(List<Named> files) {
    Map<Digest, Long> sizes = new HashMap<>();
    long most = REPEATED.bytes();
    for (Named file : files) {
      long size = Math.min(file.blob().size(), LARGEST);
      if (sizes.putIfAbsent(file.blob().digest(), size) == null) {
        most += size;
      }
    }
    long total = 0;
    for (Named file : files) {
      total += sizes.getOrDefault(file.blob().digest(), 0L);
      if (total > most) {
        throw invalid("each blob named about once", "the same bytes under many names");
      }
    }
  }

  /// The manifest of a version that came another way. The same content has the same one for ever.
  static Bytes of(Content content) {
    return Json.object()
        .put("schemaVersion", 2)
        .put("mediaType", IMAGE)
        .put("artifactType", "application/vnd.cncf.model.manifest.v1+json")
        .put("config", descriptor(EMPTY, EMPTY_DIGEST, EMPTY_BYTES.size()).build())
        .put(
            "layers",
            Json.array(
                content.files().stream()
                    .map(
                        file ->
                            descriptor("application/octet-stream", file.digest(), file.size())
                                .put(
                                    "annotations",
                                    Json.object().put(TITLES.getFirst(), file.name()).build())
                                .build())
                    .toList()))
        .build()
        .canonicalBytes();
  }

  static Json.Builder descriptor(String mediaType, Digest digest, long size) {
    return Json.object()
        .put("mediaType", mediaType)
        .put("digest", digest.toString())
        .put("size", size);
  }
}
