package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.signing.Manifest;
import dev.bulwark.registry.signing.TreeVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An index of releases at an address, and the files beside it under `ASSET-NUMBER/`.
///
/// @param fetcher bounds everything that is fetched from there together
/// @param scratch a private folder where releases are laid out; whoever gave it removes it
public record IndexPublisher(Fetcher fetcher, String asset, Path scratch) implements Publisher {

  @Override
  public Answer ask() {
    try {
      Index index = Index.parse(fetcher.get(fetcher.address().uri(), Index.MOST), asset);
      return new Answer.Offers(index.releases().stream().map(this::offer).toList(), List.of());
    } catch (RegistryFault e) {
      return new Answer.Silent(String.valueOf(e.getMessage()));
    }
  }

  private Offer offer(Index.Release release) {
    return new Offer(release.number(), release.signature().digest(), new Remote(this, release));
  }

  private URI uri(Index.Release release, Index.File file) {
    String path =
        Stream.concat(
                Stream.of(asset + "-" + release.number()),
                Arrays.stream(file.name().split("/", -1)))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return fetcher.address().uri().resolve(path);
  }

  /// A release that is fetched when it is wanted: its signature first, and of the files only those
  /// that the signature covers as the index has them.
  private record Remote(IndexPublisher from, Index.Release release) implements Fetch {

    @Override
    public Bytes signature() {
      Index.File file = release.signature();
      Bytes signature =
          from.fetcher()
              .get(
                  from.uri(release, file),
                  new ByteSize(Math.min(file.size(), TreeVerifier.MAX_BUNDLE.bytes())));
      if (!Digest.of(signature).equals(file.digest())) {
        throw unusable("the signature the index names", "another");
      }
      return signature;
    }

    @Override
    public Path folder(Manifest signed) {
      List<Index.File> files = signed.resources().stream().map(this::named).toList();
      Path folder = from.scratch().resolve(from.asset() + "-" + release.number());
      try {
        layOut(files, folder);
        return folder;
      } catch (RuntimeException e) {
        PrivateFolder.remove(folder);
        throw e;
      }
    }

    private Index.File named(Manifest.Resource resource) {
      return release.files().stream()
          .filter(file -> file.name().equals(resource.file()))
          .filter(file -> file.digest().value().equals(resource.digest()))
          .findFirst()
          .orElseThrow(
              () ->
                  unusable(
                      "every file that was signed, as it was signed, in the index",
                      Place.printable(resource.file()) + " otherwise or not at all"));
    }

    private RegistryFault unusable(String expected, String found) {
      return new RegistryFault(
          RegistryFault.SOURCE_UNUSABLE,
          "expected %s at %s, found %s; ask the publisher"
              .formatted(expected, from.fetcher().address().uri(), found));
    }

    private void layOut(List<Index.File> files, Path folder) {
      try {
        PrivateFolder.make(folder);
        fetch(release.signature(), folder);
        for (Index.File file : files) {
          fetch(file, folder);
        }
      } catch (FileAlreadyExistsException e) {
        throw unusable("each name once, and none below a file", "a second one");
      } catch (IOException e) {
        throw new StoreFault(
            StoreFault.UNAVAILABLE,
            "expected to lay a release out in %s, found: %s; make room there"
                .formatted(folder, e.getClass().getSimpleName()),
            e);
      }
    }

    private void fetch(Index.File file, Path folder) throws IOException {
      Path to = folder.resolve(file.name());
      Files.createDirectories(Optional.ofNullable(to.getParent()).orElse(folder));
      from.fetcher().download(from.uri(release, file), to, file.size(), file.digest());
    }
  }
}
