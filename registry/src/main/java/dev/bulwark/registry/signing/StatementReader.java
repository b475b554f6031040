package dev.bulwark.registry.signing;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a signed payload as an OMS statement. Members it does not know are passed over, as in-toto
/// asks: they are signed. Names are held here, before anything is joined to a folder.
final class StatementReader {
  static final String STATEMENT = "https://in-toto.io/Statement/v1";
  static final String PREDICATE = "https://model_signing/signature/v1.0";
  static final String OLD_PREDICATE = "https://model_signing/Digests/v0.1";

  static final ByteSize MAX_SIZE = ByteSize.ofMib(32);

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(MAX_SIZE, 32);
  private static final int MAX_IGNORE_PATHS = 1_000;

  private final Serialization serialization;

  private StatementReader(Serialization serialization) {
    this.serialization = serialization;
  }

  /// @throws Refusal when it is no such statement, or names what no tree should
  static Manifest read(Bytes payload) {
    try {
      Members statement =
          Members.of(EvidenceFault.STATEMENT_MALFORMED, JsonReader.readObject(payload, BOUNDS));
      requireKind(statement);
      return manifest(statement);
    } catch (EvidenceFault e) {
      throw refusal(e);
    }
  }

  static Refusal refusal(EvidenceFault fault) {
    boolean overLimit = fault.type().equals(EvidenceFault.JSON_OVER_LIMIT);
    return new Refusal(
        overLimit ? Reason.OVER_LIMIT : Reason.STATEMENT_MALFORMED,
        "the signed statement: " + fault.getMessage());
  }

  /// Whether bytes that nobody vouches for call themselves a statement of the old kind.
  static boolean isOld(Bytes payload) {
    try {
      return JsonReader.readObject(payload, BOUNDS)
          .text("predicateType")
          .filter(OLD_PREDICATE::equals)
          .isPresent();
    } catch (EvidenceFault e) {
      return false;
    }
  }

  private static void requireKind(Members statement) {
    String type = statement.text("_type");
    String predicate = statement.text("predicateType");
    if (predicate.equals(OLD_PREDICATE)) {
      throw oldPredicate();
    }
    if (!type.equals(STATEMENT) || !predicate.equals(PREDICATE)) {
      throw new Refusal(
          Reason.STATEMENT_MALFORMED,
          "expected an in-toto Statement v1 with the predicate %s, found another kind"
              .formatted(PREDICATE));
    }
  }

  static Refusal oldPredicate() {
    return new Refusal(
        Reason.OLD_PREDICATE,
        "expected the predicate %s, found %s of model_signing v0.2, whose signature does not cover exact bytes; sign the model again"
            .formatted(PREDICATE, OLD_PREDICATE));
  }

  private static Manifest manifest(Members statement) {
    List<Members> subjects = statement.objects("subject");
    if (subjects.size() != 1) {
      throw new Refusal(
          Reason.STATEMENT_MALFORMED,
          "expected exactly one subject in the signed statement, found " + subjects.size());
    }
    Members predicate = statement.object("predicate");
    Serialization serialization = serialization(predicate.object("serialization"));
    List<Resource> resources =
        new StatementReader(serialization).resources(predicate.objects("resources"));
    String model = subjects.getFirst().textIfPresent("name").orElse("");
    Manifest manifest = new Manifest(model, serialization, resources);
    requireRoot(manifest, subjects.getFirst().object("digest").text("sha256"));
    return manifest;
  }

  private static void requireRoot(Manifest manifest, String signed) {
    if (!manifest.root().hex().equals(signed)) {
      throw new Refusal(
          Reason.ROOT_DIFFERS,
          "expected the signed root digest to be that of the listed resources, found another; the signer's tool is at fault");
    }
  }

  private static Serialization serialization(Members members) {
    HashType hash =
        HashType.of(members.text("hash_type"))
            .orElseThrow(() -> members.wrong("hash_type", "sha256, blake2b or blake3"));
    if (!(members.value("allow_symlinks") instanceof Json.Bool(boolean links))) {
      throw members.wrong("allow_symlinks", "true or false");
    }
    Serialization.Cut cut =
        switch (members.text("method")) {
          case "files" -> files(members);
          case "shards" -> shards(members, hash);
          default -> throw members.wrong("method", "files or shards");
        };
    List<String> ignored = members.has("ignore_paths") ? texts(members, "ignore_paths") : List.of();
    IgnoreList.requireSound(ignored);
    return new Serialization(cut, hash, links, ignored);
  }

  private static Serialization.Cut files(Members members) {
    if (members.has("shard_size")) {
      throw members.wrong("shard_size", "nothing beside the method files");
    }
    return Serialization.Cut.Files.FILES;
  }

  private static Serialization.Cut shards(Members members, HashType hash) {
    long size = members.integer("shard_size");
    if (size < 1 || hash == HashType.BLAKE3) {
      throw members.wrong("shard_size", "a positive size, and not with blake3");
    }
    return new Serialization.Cut.Shards(size);
  }

  private static List<String> texts(Members members, String name) {
    List<Json> items = members.array(name).items();
    if (items.size() > MAX_IGNORE_PATHS) {
      throw new Refusal(
          Reason.OVER_LIMIT,
          "expected at most %d ignored paths, found %d".formatted(MAX_IGNORE_PATHS, items.size()));
    }
    List<String> texts = new ArrayList<>();
    for (Json item : items) {
      if (!(item instanceof Json.Text(String text))) {
        throw members.wrong(name, "an array of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  private List<Resource> resources(List<Members> listed) {
    if (listed.isEmpty() || listed.size() > Tree.MAX_ENTRIES) {
      throw new Refusal(
          listed.isEmpty() ? Reason.STATEMENT_MALFORMED : Reason.OVER_LIMIT,
          "expected from 1 to %,d resources, found %,d".formatted(Tree.MAX_ENTRIES, listed.size()));
    }
    List<Resource> resources = new ArrayList<>();
    for (Members resource : listed) {
      resources.add(resource(resource));
    }
    requireSafeNames(resources);
    if (serialization.cut() instanceof Serialization.Cut.Shards(long size)) {
      Shards.requireWhole(resources, size);
    }
    return resources;
  }

  private Resource resource(Members members) {
    String algorithm = members.text("algorithm");
    if (!algorithm.equals(serialization.algorithm())
        && !algorithm.equals(serialization.hash().id())) {
      throw members.wrong("algorithm", serialization.algorithm());
    }
    String hex = members.text("digest");
    if (hex.length() != 2 * serialization.hash().size()
        || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw members.wrong("digest", "lower-case hexadecimal digits of " + algorithm);
    }
    Bytes digest = Bytes.parseHex(hex);
    String name = members.text("name");
    return serialization.isSharded() ? Shards.parse(name, digest) : Resource.whole(name, digest);
  }

  private void requireSafeNames(List<Resource> resources) {
    Set<String> names = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Resource resource : resources) {
      if (!names.add(resource.name())) {
        twice.add(resource.name());
      }
    }
    if (!twice.isEmpty()) {
      throw new Refusal(Reason.NAME_UNSAFE, "expected every resource once, found twice", twice);
    }
    Set<String> files = resources.stream().map(Resource::file).collect(Collectors.toSet());
    if (files.equals(Set.of(TreeName.SELF))) {
      return;
    }
    for (String file : files) {
      Optional<String> objection = TreeName.objection(file);
      if (objection.isPresent()) {
        throw new Refusal(
            Reason.NAME_UNSAFE,
            "expected names inside the tree, found one that " + objection.get(),
            List.of(Place.printable(file)));
      }
    }
    requireDistinct(files);
  }

  private static void requireDistinct(Set<String> files) {
    List<String> colliding = TreeName.collisions(files);
    if (!colliding.isEmpty()) {
      throw new Refusal(
          Reason.NAME_UNSAFE,
          "expected names that differ in more than case or composition, found names that are one file on some systems",
          colliding);
    }
  }
}
