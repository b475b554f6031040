package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks a channel's watch: reads its file, or fetches its address.
public record WatchWords(Fetcher fetcher) implements Ports.Words {

  @Override
  public Word about(Terms terms, String environment, long generation) {
    return switch (terms.watch()) {
      case Watch.Nobody() -> new Word.Unknown("no watch is named");
      case Watch.File(String path) -> file(Path.of(path), environment, generation);
      case Watch.Ask(var address) -> {
        try {
          yield Word.parse(fetcher.get(address, address.uri(), Word.MOST), environment, generation);
        } catch (RegistryFault e) {
          yield new Word.Unknown(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private static Word file(Path path, String environment, long generation) {
    int most = (int) Word.MOST.bytes();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] all = in.readNBytes(most + 1);
      return all.length > most
          ? new Word.Unknown(
              "expected a word of at most 64 KiB at " + path + ", found a larger one")
          : Word.parse(Bytes.of(all), environment, generation);
    } catch (IOException e) {
      return new Word.Unknown("expected the watch's word at " + path + ", found none");
    }
  }
}
