package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.Tree.Skipped;
import dev.bulwark.registry.signing.Tree.TreeFile;
import dev.bulwark.registry.signing.TreeVerification.NotCovered;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds a tree against a signature, and alone makes a {@link Verified}.
///
/// **Says**: somebody the caller trusts signed a list of files; the tree holds those files, byte
/// for byte, and no other but those {@link Verified#notCovered} counts. **Does not say**: that the
/// signer is still in good standing (no revocation is looked up), that the files are harmless, or
/// anything about the tree after it was read.
///
/// Names are compared before a byte is read. May be used by one thread at a time.
public final class TreeVerifier {
  /// The largest bundle that is read.
  public static final ByteSize MAX_BUNDLE = BundleReader.MAX_SIZE;

  private final TreeHasher hasher;

  public TreeVerifier(TreeHasher hasher) {
    this.hasher = hasher;
  }

  /// What the caller lets pass that a signature can ask for.
  ///
  /// @param allowSymlinks whether links to files inside the tree are read as those files, when the
  ///   signature says so too
  /// @param allowedIgnores names below which the signer may leave files out
  public record Options(boolean allowSymlinks, List<String> allowedIgnores) {
    /// Nothing.
    public static final Options STRICT = new Options(false, List.of());

    public Options {
      allowedIgnores = List.copyOf(allowedIgnores);
    }
  }

  /// @param signature where the bundle lies; passed over when it lies in the tree
  /// @param now the time of this verification
  /// @throws SigningFault when the tree cannot be read: then nothing is said about it
  public TreeVerification verify(
      Path tree,
      Optional<Path> signature,
      Bytes bundle,
      Trust trust,
      Options options,
      Instant now) {
    try {
      Bundle parsed = BundleReader.read(bundle);
      Held held = Authenticator.verify(parsed, trust, now);
      Manifest manifest = StatementReader.read(parsed.payload());
      return new Comparison(manifest, options).verify(tree, signature, held);
    } catch (Refusal refusal) {
      return refusal.refused();
    }
  }

  /// What a signature says, before the tree is there: somebody the caller trusts signed this list.
  ///
  /// @param now the time of this verification
  /// @return the list, or why nobody trusted signed one
  public static Signed statement(Bytes bundle, Trust trust, Instant now) {
    try {
      Bundle parsed = BundleReader.read(bundle);
      Authenticator.verify(parsed, trust, now);
      return new Signed.Names(StatementReader.read(parsed.payload()));
    } catch (Refusal refusal) {
      return new Signed.Nothing(refusal.refused());
    }
  }

  /// What a signature says by itself.
  public sealed interface Signed {

    /// @param manifest what somebody the caller trusts signed; nothing of it was compared with
    ///   files
    record Names(Manifest manifest) implements Signed {}

    record Nothing(TreeVerification.Refused why) implements Signed {}
  }

  /// Whether bytes are a bundle over an OMS statement, whoever signed it.
  public static boolean isBundle(Bytes bytes) {
    try {
      StatementReader.read(BundleReader.read(bytes).payload());
      return true;
    } catch (Refusal refusal) {
      return false;
    }
  }

  /// A tree against one manifest.
  private final class Comparison {
    private final Manifest manifest;
    private final Serialization how;
    private final Options options;

    Comparison(Manifest manifest, Options options) {
      this.manifest = manifest;
      this.how = manifest.serialization();
      this.options = options;
    }

    TreeVerification verify(Path path, Optional<Path> signature, Held held) {
      Optional<String> own = SignaturePlace.inside(path, signature);
      IgnoreList ignored =
          IgnoreList.DEFAULT.and(own.map(List::of).orElse(List.of())).and(how.ignorePaths());
      Tree tree = Tree.walk(path, ignored, how.allowSymlinks() && options.allowSymlinks());
      requireAllowed(tree.skipped(), own);
      requireNames(tree);
      Map<String, TreeFile> files = new HashMap<>();
      tree.files().forEach(file -> files.put(nameOf(file), file));
      List<TreeHasher.Unit> units = new ArrayList<>();
      for (Resource resource : manifest.resources()) {
        // The names are equal by now, so every resource has its file.
        units.add(new TreeHasher.Unit(found(files, resource), resource));
      }
      requireDigests(hasher.digest(units, how.hash()));
      long bytes = tree.files().stream().mapToLong(TreeFile::size).sum();
      return new Verified(manifest, held, bytes, NotCovered.count(tree.skipped()));
    }

    private static TreeFile found(Map<String, TreeFile> files, Resource resource) {
      TreeFile file = files.get(resource.file());
      if (file == null) {
        throw new IllegalStateException("names were compared, and one is missing");
      }
      return file;
    }

    /// A tree of one file is `.` in the reference and the file's own name in the specification.
    private String nameOf(TreeFile file) {
      boolean isNamed =
          file.name().equals(TreeName.SELF)
              && manifest.resources().stream()
                  .allMatch(resource -> resource.file().equals(ownName(file)));
      return isNamed ? ownName(file) : file.name();
    }

    private static String ownName(TreeFile file) {
      return String.valueOf(file.path().getFileName());
    }

    private void requireNames(Tree tree) {
      if (how.isSharded()) {
        requireShardable(tree);
      }
      Set<String> signed = new HashSet<>();
      manifest.resources().forEach(resource -> signed.add(resource.file()));
      Set<String> found = new HashSet<>();
      tree.files().forEach(file -> found.add(nameOf(file)));
      requireNone(
          Reason.FILES_EXTRA,
          "expected only files that were signed, found %,d others; remove them or sign the tree again",
          found.stream().filter(name -> !signed.contains(name)).sorted().toList());
      requireNone(
          Reason.FILES_MISSING,
          "expected every file that was signed, found %,d missing",
          signed.stream().filter(name -> !found.contains(name)).sorted().toList());
      requireSizes(tree);
    }

    private void requireShardable(Tree tree) {
      requireNone(
          Reason.EMPTY_FILE_IN_SHARDS,
          "expected no empty file under a signature over shards, which cannot cover one, found %,d",
          tree.files().stream().filter(file -> file.size() == 0).map(TreeFile::name).toList());
    }

    /// A file longer or shorter than its shards differs, and need not be read to know it.
    private void requireSizes(Tree tree) {
      if (!how.isSharded()) {
        return;
      }
      Map<String, Long> sizes = new HashMap<>();
      manifest.resources().forEach(shard -> sizes.merge(shard.file(), shard.end(), Math::max));
      requireNone(
          Reason.FILES_DIFFER,
          "expected every file as it was signed, found %,d of another size",
          tree.files().stream()
              .filter(file -> !Long.valueOf(file.size()).equals(sizes.get(nameOf(file))))
              .map(TreeFile::name)
              .toList());
    }

    private void requireDigests(List<Bytes> digests) {
      List<String> differing = new ArrayList<>();
      for (int i = 0; i < digests.size(); i++) {
        Resource resource = manifest.resources().get(i);
        if (!digests.get(i).equals(resource.digest())) {
          differing.add(resource.name());
        }
      }
      requireNone(
          Reason.FILES_DIFFER,
          "expected every file as it was signed, found %,d changed",
          differing);
    }

    private static void requireNone(Reason reason, String message, List<String> places) {
      if (!places.isEmpty()) {
        throw new Refusal(reason, message.formatted(places.size()), places);
      }
    }

    /// What the signer's own list hides must be something the caller allowed, and nothing a loader
    /// could take for part of the model unless the caller named that very file.
    private void requireAllowed(List<Skipped> skipped, Optional<String> own) {
      List<String> hidden = new ArrayList<>();
      List<String> loadable = new ArrayList<>();
      for (Skipped file : skipped) {
        boolean isKnown =
            IgnoreList.DEFAULT.match(file.name()).isPresent()
                || own.filter(file.name()::equals).isPresent()
                || options.allowedIgnores().contains(file.name());
        if (!isKnown && new IgnoreList(options.allowedIgnores()).match(file.name()).isEmpty()) {
          hidden.add(file.name());
        } else if (!isKnown && !IgnoreList.isInert(file.name())) {
          loadable.add(file.name());
        }
      }
      requireNone(
          Reason.IGNORED_FILES,
          "expected every file to be signed, found %,d that the signer's ignore list leaves out; remove them, or allow them by name",
          hidden);
      requireNone(
          Reason.IGNORED_FILES,
          "expected ignored files of kinds that nobody loads, found %,d others; remove them, or allow each by its own name",
          loadable);
    }
  }
}
