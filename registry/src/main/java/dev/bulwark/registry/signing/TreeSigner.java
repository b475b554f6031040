package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Bundle.Material;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.Tree.TreeFile;
import dev.bulwark.registry.signing.TreeVerification.NotCovered;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signs a tree. What a strict verifier would refuse is not signed in the first place. May be used
/// by one thread at a time.
public final class TreeSigner {
  private final TreeHasher hasher;

  public TreeSigner(TreeHasher hasher) {
    this.hasher = hasher;
  }

  /// @param certificates the signer's first, without the root; empty to sign with the bare key
  public record Identity(PrivateKeyEc key, List<X509Certificate> certificates) {
    public Identity {
      certificates = List.copyOf(certificates);
    }
  }

  /// Digests to take over unread.
  ///
  /// @param bundle a signature by the same key
  /// @param changed names that are read again, with what lies below them
  public record Previous(Bytes bundle, List<String> changed) {
    public Previous {
      changed = List.copyOf(changed);
    }
  }

  /// A signature and what it covers.
  ///
  /// @param bundle the bytes to keep
  /// @param unread resources whose digest was taken from the previous signature
  /// @param bytes how much was read
  /// @param notCovered what lies in the tree and is not signed
  public record Signed(
      Bytes bundle, Manifest manifest, int unread, long bytes, List<NotCovered> notCovered) {
    public Signed {
      notCovered = List.copyOf(notCovered);
    }
  }

  /// Signs a folder or a file.
  ///
  /// @param output where the signature will lie; left out when that is in the tree
  /// @param how `ignorePaths` as names in the tree; what OMS passes over and the output are added
  /// @throws SigningFault `tree-unsignable` and others
  public Signed sign(
      Path path,
      Optional<Path> output,
      Serialization how,
      Identity identity,
      Optional<Previous> previous,
      Instant now) {
    try {
      requireIdentity(identity, now);
      return signed(path, output, how, identity, previous, now);
    } catch (Refusal refusal) {
      throw unsignable(refusal.refused());
    }
  }

  private static SigningFault unsignable(TreeVerification.Refused refused) {
    String places =
        refused.places().isEmpty()
            ? ""
            : ": "
                + dev.bulwark.kernel.check.Place.printable(
                    String.join(", ", refused.places().stream().limit(10).toList()));
    return new SigningFault(SigningFault.TREE_UNSIGNABLE, refused.message() + places);
  }

  private Signed signed(
      Path path,
      Optional<Path> output,
      Serialization asked,
      Identity identity,
      Optional<Previous> previous,
      Instant now) {
    if (asked.isSharded() && asked.hash() == HashType.BLAKE3) {
      throw unsignable("whole files with blake3", "shards");
    }
    IgnoreList.requireSound(asked.ignorePaths());
    IgnoreList own =
        IgnoreList.DEFAULT.and(SignaturePlace.inside(path, output).map(List::of).orElse(List.of()));
    IgnoreList ignored = own.and(asked.ignorePaths());
    Tree tree = Tree.walk(path, ignored, asked.allowSymlinks());
    requireSignable(tree, asked);
    requireInert(tree, own);
    Serialization how =
        new Serialization(
            asked.cut(),
            asked.hash(),
            asked.allowSymlinks(),
            tree.isFile() ? List.of() : ignored.entries().stream().sorted().toList());
    Map<String, Bytes> taken =
        previous.map(it -> digests(it, how, identity, now)).orElseGet(Map::of);
    return bundle(tree, how, identity, taken);
  }

  private static SigningFault unsignable(String expected, String found) {
    return new SigningFault(
        SigningFault.TREE_UNSIGNABLE, "expected %s, found %s".formatted(expected, found));
  }

  private Signed bundle(Tree tree, Serialization how, Identity identity, Map<String, Bytes> taken) {
    List<TreeHasher.Unit> all = units(tree, how);
    List<TreeHasher.Unit> read =
        all.stream().filter(unit -> !taken.containsKey(unit.resource().name())).toList();
    List<Bytes> digests = hasher.digest(read, how.hash());
    Map<String, Bytes> known = new HashMap<>(taken);
    for (int i = 0; i < read.size(); i++) {
      known.put(read.get(i).resource().name(), digests.get(i));
    }
    List<Resource> resources = new ArrayList<>();
    for (TreeHasher.Unit unit : all) {
      Resource cut = unit.resource();
      Bytes digest = known.getOrDefault(cut.name(), Bytes.EMPTY);
      resources.add(new Resource(cut.file(), cut.start(), cut.end(), digest));
    }
    Manifest manifest = new Manifest(modelName(tree), how, resources);
    long bytes = read.stream().mapToLong(TreeSigner::bytes).sum();
    return new Signed(
        seal(manifest, identity),
        manifest,
        all.size() - read.size(),
        bytes,
        NotCovered.count(tree.skipped()));
  }

  private static long bytes(TreeHasher.Unit unit) {
    Resource resource = unit.resource();
    return resource.isWhole() ? unit.file().size() : resource.end() - resource.start();
  }

  private static String modelName(Tree tree) {
    return tree.root().getNameCount() == 0 ? "model" : String.valueOf(tree.root().getFileName());
  }

  private static List<TreeHasher.Unit> units(Tree tree, Serialization how) {
    List<TreeHasher.Unit> units = new ArrayList<>();
    for (TreeFile file : tree.files()) {
      switch (how.cut()) {
        case Serialization.Cut.Files _ ->
            units.add(new TreeHasher.Unit(file, Resource.whole(file.name(), Bytes.EMPTY)));
        case Serialization.Cut.Shards(long size) ->
            Shards.cut(file.name(), file.size(), size)
                .forEach(shard -> units.add(new TreeHasher.Unit(file, shard)));
      }
    }
    return units;
  }

  private static Bytes seal(Manifest manifest, Identity identity) {
    Bytes payload = manifest.statement().canonicalBytes();
    if (payload.size() > StatementReader.MAX_SIZE.bytes()) {
      throw unsignable(
          "a manifest of at most " + StatementReader.MAX_SIZE,
          "a larger one; sign parts of the tree, or larger shards");
    }
    Bundle unsigned = new Bundle(material(identity), List.of(), List.of(), payload, Bytes.EMPTY);
    Bytes signature = identity.key().sign(unsigned.signed());
    return new Bundle(unsigned.material(), List.of(), List.of(), payload, signature)
        .json()
        .canonicalBytes();
  }

  private static Material material(Identity identity) {
    return identity.certificates().isEmpty()
        ? new Material.Hint(identity.key().publicKey().hint())
        : new Material.Chain(identity.certificates().stream().map(Certificates::der).toList());
  }

  private static void requireIdentity(Identity identity, Instant now) {
    if (identity.certificates().isEmpty()) {
      return;
    }
    X509Certificate leaf = identity.certificates().getFirst();
    if (!Certificates.requireSigner(leaf).equals(identity.key().publicKey())) {
      throw new SigningFault(
          SigningFault.CERTIFICATE_UNUSABLE,
          "expected the first certificate to be that of the private key, found another key's");
    }
    for (X509Certificate certificate : identity.certificates()) {
      if (!Certificates.isValid(certificate, now)) {
        throw new SigningFault(
            SigningFault.CERTIFICATE_UNUSABLE,
            "expected certificates valid at %s, found %s valid from %s to %s"
                .formatted(
                    now,
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant()));
      }
    }
  }

  private static void requireSignable(Tree tree, Serialization how) {
    if (tree.files().isEmpty()) {
      throw unsignable("at least one file to sign", "none");
    }
    for (TreeFile file : tree.files()) {
      Optional<String> objection =
          tree.isFile() ? Optional.empty() : TreeName.objection(file.name());
      if (objection.isPresent()) {
        throw unsignable("names every verifier takes", "one that " + objection.get());
      }
      if (how.isSharded() && (file.size() == 0 || file.name().contains(":"))) {
        throw unsignable(
            "no empty file and no ':' in a name when signing shards, which cannot cover them",
            dev.bulwark.kernel.check.Place.printable(file.name()) + "; sign whole files");
      }
    }
    List<String> colliding =
        TreeName.collisions(tree.files().stream().map(TreeFile::name).toList());
    if (!colliding.isEmpty()) {
      throw unsignable(
          "names that differ in more than case or composition",
          dev.bulwark.kernel.check.Place.printable(String.join(", ", colliding)));
    }
  }

  /// Files that a verifier of ours would refuse are named while the signer can still choose.
  private static void requireInert(Tree tree, IgnoreList own) {
    List<String> loadable =
        tree.skipped().stream()
            .map(Tree.Skipped::name)
            .filter(name -> own.match(name).isEmpty())
            .filter(name -> !IgnoreList.isInert(name))
            .sorted(Comparator.naturalOrder())
            .toList();
    if (!loadable.isEmpty()) {
      throw unsignable(
          "to leave out only kinds of files that nobody loads",
          dev.bulwark.kernel.check.Place.printable(
              String.join(", ", loadable.stream().limit(10).toList())));
    }
  }

  /// What a signature by this same key said about files that the caller calls unchanged.
  private static Map<String, Bytes> digests(
      Previous previous, Serialization how, Identity identity, Instant now) {
    try {
      Bundle bundle = BundleReader.read(previous.bundle());
      Bundle bare =
          new Bundle(
              new Material.Hint(identity.key().publicKey().hint()),
              List.of(),
              List.of(),
              bundle.payload(),
              bundle.signature());
      Authenticator.verify(bare, new Trust.Key(identity.key().publicKey(), List.of()), now);
      Manifest manifest = StatementReader.read(bundle.payload());
      if (!manifest.serialization().cutsLike(how)) {
        throw unusable("another hash or another cut");
      }
      IgnoreList changed = new IgnoreList(previous.changed());
      Map<String, Bytes> digests = new HashMap<>();
      for (Resource resource : manifest.resources()) {
        if (changed.match(resource.file()).isEmpty()) {
          digests.put(resource.name(), resource.digest());
        }
      }
      return digests;
    } catch (Refusal refusal) {
      throw unusable(refusal.refused().message());
    }
  }

  private static SigningFault unusable(String found) {
    return new SigningFault(
        SigningFault.PREVIOUS_UNUSABLE,
        "expected a previous signature by the same key over the same kind of manifest, found "
            + found);
  }
}
