package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.security.MessageDigest;
import java.util.List;

/// Every resource of a tree with its digest, in the order they were signed in (OMS §5.2.1).
///
/// @param model the folder's or file's own name; says nothing and is trusted for nothing
public record Manifest(String model, Serialization serialization, List<Resource> resources) {

  /// One file, or one piece of a file.
  ///
  /// @param file the name in the tree; `.` when the tree is a file
  /// @param start first byte, 0 for a whole file
  /// @param end byte behind the last one, or -1 for a whole file
  public record Resource(String file, long start, long end, Bytes digest) {
    static final long WHOLE = -1;

    static Resource whole(String file, Bytes digest) {
      return new Resource(file, 0, WHOLE, digest);
    }

    boolean isWhole() {
      return end == WHOLE;
    }

    /// As written in the manifest.
    public String name() {
      return isWhole() ? file : file + ":" + start + ":" + end;
    }
  }

  public Manifest {
    resources = List.copyOf(resources);
  }

  /// SHA-256 over the raw digests in the order of the list, whatever each was made with.
  public Digest root() {
    MessageDigest all = Digest.sha256();
    for (Resource resource : resources) {
      all.update(resource.digest().buffer());
    }
    return new Digest(Bytes.of(all.digest()));
  }

  /// How many files the resources make.
  public long files() {
    return resources.stream().map(Resource::file).distinct().count();
  }

  /// The in-toto statement over this manifest.
  Json.Obj statement() {
    return Json.object()
        .put("_type", StatementReader.STATEMENT)
        .put("subject", Json.array(List.of(subject())))
        .put("predicateType", StatementReader.PREDICATE)
        .put(
            "predicate",
            Json.object()
                .put("serialization", serialization.json())
                .put("resources", Json.array(resources.stream().map(this::json).toList()))
                .build())
        .build();
  }

  private Json.Obj subject() {
    return Json.object()
        .put("name", model)
        .put("digest", Json.object().put("sha256", root().hex()).build())
        .build();
  }

  private Json.Obj json(Resource resource) {
    return Json.object()
        .put("name", resource.name())
        .put("algorithm", serialization.algorithm())
        .put("digest", resource.digest().hex())
        .build();
  }
}
