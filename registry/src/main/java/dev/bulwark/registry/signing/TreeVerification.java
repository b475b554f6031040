package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What came of holding a tree against a signature.
public sealed interface TreeVerification {

  /// Every file of the tree is what was signed, and nothing else is there but what {@link
  /// #notCovered} names. Only {@link TreeVerifier} makes one.
  final class Verified implements TreeVerification {
    private final Manifest manifest;
    private final String signer;
    private final Instant judgedAt;
    private final String timeBasis;
    private final long bytes;
    private final List<NotCovered> notCovered;

    Verified(Manifest manifest, Held signature, long bytes, List<NotCovered> notCovered) {
      this.manifest = manifest;
      this.signer = signature.signer();
      this.judgedAt = signature.judgedAt();
      this.timeBasis = signature.timeBasis();
      this.bytes = bytes;
      this.notCovered = List.copyOf(notCovered);
    }

    public Manifest manifest() {
      return manifest;
    }

    /// The digest that names the tree.
    public Digest root() {
      return manifest.root();
    }

    /// Who signed: a key's fingerprint, a certificate's subject, or an identity and its issuer.
    public String signer() {
      return signer;
    }

    /// The moment the signer's certificates were judged at.
    public Instant judgedAt() {
      return judgedAt;
    }

    /// Where {@link #judgedAt} comes from.
    public String timeBasis() {
      return timeBasis;
    }

    /// How many bytes were read.
    public long bytes() {
      return bytes;
    }

    /// What lies in the tree and is not signed.
    public List<NotCovered> notCovered() {
      return notCovered;
    }
  }

  /// The tree must not be used as the signed one.
  ///
  /// @param message what was expected and found, and what to do
  /// @param places names in the tree or the bundle, at most {@link #MAX_PLACES}
  record Refused(Reason reason, String message, List<String> places) implements TreeVerification {
    /// How many names are kept.
    public static final int MAX_PLACES = 100;

    public Refused {
      Objects.requireNonNull(reason);
      places = List.copyOf(places.size() > MAX_PLACES ? places.subList(0, MAX_PLACES) : places);
    }
  }

  /// Files that an entry of an ignore list leaves out.
  ///
  /// @param entry what OMS passes over by itself, or what the signer wrote
  /// @param files how many files it leaves out
  record NotCovered(String entry, int files) {
    static List<NotCovered> count(List<Tree.Skipped> skipped) {
      Map<String, Integer> counts = new TreeMap<>();
      skipped.forEach(file -> counts.merge(file.entry(), 1, Integer::sum));
      return counts.entrySet().stream()
          .map(entry -> new NotCovered(entry.getKey(), entry.getValue()))
          .toList();
    }
  }

  /// Why a tree is refused; the names are stable.
  enum Reason {
    BUNDLE_MALFORMED,
    BUNDLE_KIND_UNKNOWN,
    OVER_LIMIT,
    OLD_PREDICATE,
    STATEMENT_MALFORMED,
    METHOD_DIFFERS,
    KEY_DIFFERS,
    SIGNATURE_WRONG,
    CERTIFICATE_UNTRUSTED,
    CERTIFICATE_NOT_FOR_SIGNING,
    TIMESTAMP_WRONG,
    LOG_ENTRY_WRONG,
    IDENTITY_DIFFERS,
    NAME_UNSAFE,
    ROOT_DIFFERS,
    IGNORE_LIST_ABUSED,
    IGNORED_FILES,
    SYMLINK,
    SPECIAL_FILE,
    EMPTY_FILE_IN_SHARDS,
    FILES_EXTRA,
    FILES_MISSING,
    FILES_DIFFER,
    CHANGED_WHILE_READ;

    /// Lower-case with hyphens, for machines.
    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
