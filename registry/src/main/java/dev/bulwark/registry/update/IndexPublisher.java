package dev.bulwark.registry.update;

import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An index of releases at an address, and the files beside it under `ASSET-NUMBER/`.
///
/// @param scratch where a release is laid out while it is looked at; made, and emptied again
public record IndexPublisher(Address address, String asset, Fetcher fetcher, Path scratch)
    implements Publisher {

  @Override
  public Answer ask() {
    try {
      Index index = Index.parse(fetcher.get(address, address.uri(), Index.MOST), asset);
      return new Answer.Offers(index.releases().stream().map(this::offer).toList(), List.of());
    } catch (RegistryFault e) {
      return new Answer.Silent(String.valueOf(e.getMessage()));
    }
  }

  private Offer offer(Index.Release release) {
    return new Offer(
        release.number(),
        release.files().stream()
            .filter(file -> file.name().equals(FolderPublisher.SIGNATURE))
            .findFirst()
            .map(Index.File::digest)
            .orElseThrow(),
        new Remote(this, release));
  }

  private URI uri(Index.Release release, Index.File file) {
    String path =
        Stream.concat(
                Stream.of(asset + "-" + release.number()),
                Arrays.stream(file.name().split("/", -1)))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return address.uri().resolve(path);
  }

  /// A release that is fetched when it is wanted.
  private record Remote(IndexPublisher from, Index.Release release) implements Fetch {

    @Override
    public <T> T during(Function<Path, T> work) {
      Path folder = from.scratch().resolve(from.asset() + "-" + release.number());
      try {
        layOut(folder);
        return work.apply(folder);
      } finally {
        discard(from.scratch());
      }
    }

    private void layOut(Path folder) {
      try {
        remove(from.scratch());
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Index.File file : release.files()) {
          Path to = folder.resolve(file.name());
          Files.createDirectories(Optional.ofNullable(to.getParent()).orElse(folder));
          from.fetcher()
              .download(from.address(), from.uri(release, file), to, file.size(), file.digest());
        }
      } catch (IOException | UncheckedIOException e) {
        throw new RegistryFault(
            RegistryFault.SOURCE_UNUSABLE,
            "expected to lay a release out in %s, found: %s; make room there"
                .formatted(folder, e.getClass().getSimpleName()),
            e);
      }
    }

    private static void discard(Path scratch) {
      try {
        remove(scratch);
      } catch (IOException e) {
        throw new RegistryFault(
            RegistryFault.SOURCE_UNUSABLE,
            "expected to empty %s, found: %s".formatted(scratch, e.getClass().getSimpleName()),
            e);
      }
    }

    private static void remove(Path folder) throws IOException {
      if (!Files.exists(folder)) {
        return;
      }
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
