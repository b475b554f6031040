package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.signing.Manifest;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A folder of releases: each a folder `ASSET-NUMBER` with its signature in `model.sig`. What has
/// no signature yet is still being copied, and is no release.
///
/// @param root not trusted
public record FolderPublisher(Path root, String asset) implements Publisher {
  static final String SIGNATURE = "model.sig";
  private static final int MOST = 10_000;

  @Override
  public Answer ask() {
    List<Offer> offers = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    int seen = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, asset + "-*")) {
      for (Path entry : entries) {
        if (++seen > MOST) {
          return new Answer.Silent("more than %,d releases lie in %s".formatted(MOST, root));
        }
        offer(entry, strange).ifPresent(offers::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return new Answer.Silent(
          "expected a folder of releases at %s, found none that can be read".formatted(root));
    }
    return new Answer.Offers(offers, strange);
  }

  /// Names are not trusted and are told in a printable form. One whose rest begins with no digit is
  /// another asset's, such as `scorer-large-1.0` beside `scorer`.
  private Optional<Offer> offer(Path folder, List<String> strange) {
    String file = String.valueOf(folder.getFileName());
    String rest = file.substring(asset.length() + 1);
    if (rest.isEmpty() || rest.charAt(0) < '0' || rest.charAt(0) > '9') {
      return Optional.empty();
    }
    String name = Place.printable(file);
    Optional<ReleaseNumber> number = ReleaseNumber.parse(rest);
    if (number.isEmpty() || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      strange.add(name + " is no folder " + asset + "-NUMBER");
      return Optional.empty();
    }
    Optional<Digest> signature = signature(folder.resolve(SIGNATURE));
    if (signature.isEmpty()) {
      strange.add(name + " has no " + SIGNATURE + " that can be read");
    }
    return signature.map(digest -> new Offer(number.get(), digest, new Lying(folder)));
  }

  private static Optional<Digest> signature(Path file) {
    try {
      return Optional.of(Digest.of(SignedRelease.bundle(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// A release that lies where it is.
  private record Lying(Path folder) implements Fetch {
    @Override
    public Bytes signature() {
      try {
        return SignedRelease.bundle(folder.resolve(SIGNATURE));
      } catch (IOException e) {
        throw new RegistryFault(
            RegistryFault.SOURCE_UNUSABLE,
            "expected a signature that can be read in %s, found none".formatted(folder),
            e);
      }
    }

    @Override
    public Path folder(Manifest signed) {
      return folder;
    }
  }
}
