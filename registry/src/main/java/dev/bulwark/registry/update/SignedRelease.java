package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.signing.HashType;
import dev.bulwark.registry.signing.Manifest;
import dev.bulwark.registry.signing.PublicKeyEc;
import dev.bulwark.registry.signing.Serialization;
import dev.bulwark.registry.signing.SigningFault;
import dev.bulwark.registry.signing.TreeHasher;
import dev.bulwark.registry.signing.TreeVerification;
import dev.bulwark.registry.signing.TreeVerifier;
import dev.bulwark.registry.signing.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds a release in a folder against its publisher's signature.
///
/// Guarantees for {@link Result.Signed}: a publisher of the terms signed, under the name
/// `ASSET-NUMBER`, exactly these files with exactly these digests. That name is part of what was
/// signed, so that an older release, or another asset's, does not pass for this one.
///
/// @param hasher reads the files
public record SignedRelease(TreeHasher hasher) {

  /// What came of it.
  public sealed interface Result {

    /// @param files to be read again when they go under seal, and compared with `signed` then
    record Signed(List<Incoming.File> files, Incoming.Signed signed) implements Result {
      public Signed {
        files = List.copyOf(files);
      }
    }

    /// @param why expected and found, for people
    record Refused(String why) implements Result {}
  }

  /// What a signature says before the files are there.
  sealed interface Said {

    /// @param manifest what a publisher of the terms signed as this very release
    record Signed(Manifest manifest) implements Said {}

    /// @param why expected and found, for people
    record Refused(String why) implements Said {}
  }

  /// Whether a publisher signed this as that release, and what files it has.
  ///
  /// @param bundle not trusted
  static Said said(Terms terms, ReleaseNumber number, Bytes bundle, Instant now) {
    TreeVerification.@Nullable Refused last = null;
    for (PublicKeyEc publisher : terms.publishers()) {
      switch (TreeVerifier.statement(bundle, new Trust.Key(publisher, List.of()), now)) {
        case TreeVerifier.Signed.Names(Manifest manifest) -> {
          return flaw(terms, number, manifest)
              .<Said>map(Said.Refused::new)
              .orElseGet(() -> new Said.Signed(manifest));
        }
        case TreeVerifier.Signed.Nothing(TreeVerification.Refused why) -> last = worse(last, why);
      }
    }
    return new Said.Refused(last == null ? "no publisher is named" : text(last));
  }

  /// Whether a signed list is over exactly these files.
  static boolean isOver(Manifest manifest, Content content) {
    Map<String, Bytes> signed = new HashMap<>();
    manifest.resources().forEach(each -> signed.put(each.file(), each.digest()));
    Map<String, Bytes> held = new HashMap<>();
    content.files().forEach(each -> held.put(each.name(), each.digest().value()));
    return signed.equals(held);
  }

  /// A signature by the right key says more than one by another.
  private static TreeVerification.Refused worse(
      TreeVerification.@Nullable Refused last, TreeVerification.Refused next) {
    return last == null || next.reason() != TreeVerification.Reason.KEY_DIFFERS ? next : last;
  }

  /// @param folder not trusted
  Result verify(Terms terms, ReleaseNumber number, Path folder, Instant now) {
    try {
      Path file = folder.resolve(FolderPublisher.SIGNATURE);
      Bytes bundle = bundle(file);
      TreeVerification.@Nullable Refused last = null;
      for (PublicKeyEc publisher : terms.publishers()) {
        switch (verification(folder, file, bundle, publisher, now)) {
          case TreeVerification.Verified verified -> {
            return accept(terms, number, folder, verified, publisher, Digest.of(bundle));
          }
          case TreeVerification.Refused refused -> last = worse(last, refused);
        }
      }
      return new Result.Refused(last == null ? "no publisher is named" : text(last));
    } catch (IOException | SigningFault e) {
      return new Result.Refused("it cannot be read: " + e.getMessage());
    }
  }

  private static String text(TreeVerification.Refused refused) {
    String places =
        refused.places().isEmpty()
            ? ""
            : ": "
                + Place.printable(String.join(", ", refused.places().stream().limit(5).toList()));
    return refused.reason().slug() + ": " + refused.message() + places;
  }

  /// @throws IOException too when something else than a file lies there: opening a pipe would wait
  ///   for whoever writes to it
  static Bytes bundle(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("its signature is no regular file");
    }
    int most = (int) TreeVerifier.MAX_BUNDLE.bytes();
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] all = in.readNBytes(most + 1);
      if (all.length > most) {
        throw new IOException("its signature is larger than " + TreeVerifier.MAX_BUNDLE);
      }
      return Bytes.of(all);
    }
  }

  private TreeVerification verification(
      Path folder, Path file, Bytes bundle, PublicKeyEc publisher, Instant now) {
    return new TreeVerifier(hasher)
        .verify(
            folder,
            Optional.of(file),
            bundle,
            new Trust.Key(publisher, List.of()),
            TreeVerifier.Options.STRICT,
            now);
  }

  private static Result accept(
      Terms terms,
      ReleaseNumber number,
      Path folder,
      TreeVerification.Verified verified,
      PublicKeyEc publisher,
      Digest signature)
      throws IOException {
    Manifest manifest = verified.manifest();
    Optional<String> flaw = flaw(terms, number, manifest);
    if (flaw.isPresent()) {
      return new Result.Refused(flaw.get());
    }
    List<Incoming.File> files = new ArrayList<>();
    List<Content.File> content = new ArrayList<>();
    for (Manifest.Resource resource : manifest.resources()) {
      Path file = folder.resolve(resource.file());
      long size = Files.size(file);
      files.add(new Incoming.File(resource.file(), size, () -> open(file)));
      content.add(new Content.File(resource.file(), size, new Digest(resource.digest())));
    }
    return new Result.Signed(
        files,
        new Incoming.Signed(
            new Content(content),
            new RegistryEvent.Arrival(
                terms.channel(), number, signature, Digest.ofHex(publisher.hint()))));
  }

  /// What a signed list lacks to be that release; empty when it lacks nothing.
  private static Optional<String> flaw(Terms terms, ReleaseNumber number, Manifest manifest) {
    String name = terms.asset() + "-" + number;
    if (!manifest.model().equals(name)) {
      return Optional.of(
          "expected a folder that was signed as %s, found one signed under another name"
              .formatted(name));
    }
    Serialization how = manifest.serialization();
    if (how.cut() != Serialization.Cut.Files.FILES || how.hash() != HashType.SHA256) {
      return Optional.of("expected a signature over whole files with sha256, found another");
    }
    if (manifest.resources().stream().anyMatch(file -> Content.isWrapping(file.file()))) {
      return Optional.of("expected no file below %s, found one".formatted(Content.WRAPPING));
    }
    return manifest.resources().isEmpty()
        ? Optional.of("expected at least one file, found none")
        : Optional.empty();
  }

  /// @throws IOException too when something else than a file lies there by now, as in {@link
  ///   #bundle}
  private static FileChannel open(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no regular file any more");
    }
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }
}
