package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.TermsDraft;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.RegistryState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Words about what runs, from files and addresses.
class WatchWordsTest {
  private final Path folder;
  @AutoClose private final IndexHost index;

  WatchWordsTest(@TempDir Path folder) {
    this.folder = folder;
    index = new IndexHost(folder);
  }

  /// What runs in staging, generation 1, and its watch.
  private Vendor running(Watch watch) {
    Vendor vendor = index.vendor();
    vendor.follow(draft -> draft.watch = watch);
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    assertThat(vendor.environment("staging").generation()).isEqualTo(1);
    return vendor;
  }

  private static Word asked(Vendor vendor) {
    return asked(vendor, "staging", 1);
  }

  private static Word asked(Vendor vendor, String environment, long generation) {
    RegistryState state = vendor.state();
    Channel channel = state.channel("vendor");
    return WatchWords.about(
            List.of(channel), state, address -> IndexHost.fetcher(address, Duration.ofSeconds(20)))
        .about(channel.terms(), environment, generation);
  }

  private static String word(String environment, long generation, String result) {
    return Json.object()
        .put("environment", environment)
        .put("generation", generation)
        .put("result", result)
        .put("reason", "slow")
        .build()
        .canonical();
  }

  @Test
  void aWordIsFetchedAndMustBeAboutThisGeneration() {
    Vendor vendor = running(new Watch.Ask(index.host.address("/health")));
    index.host.answer("/health", Bytes.utf8(word("staging", 1, "bad")));
    assertThat(asked(vendor)).isEqualTo(new Word.Said(Result.BAD, "slow"));
    assertThat(asked(vendor, "staging", 2)).isInstanceOf(Word.Unknown.class);
    assertThat(asked(vendor, "production", 1)).isInstanceOf(Word.Unknown.class);
    for (String odd :
        List.of(
            "",
            "{}",
            word("staging", 2, "bad"),
            word("production", 1, "bad"),
            word("staging", 1, "fine"))) {
      index.host.answer("/health", Bytes.utf8(odd));
      assertThat(asked(vendor)).as(odd).isInstanceOf(Word.Unknown.class);
    }
    index.host.answer("/health", Bytes.of(new byte[(64 << 10) + 1]));
    assertThat(asked(vendor)).isInstanceOf(Word.Unknown.class);
    index.close();
    assertThat(asked(vendor)).isInstanceOf(Word.Unknown.class);
  }

  /// Each of two watches answers when the other was asked too.
  @Test
  void watchesAreAskedSideBySide() {
    Vendor vendor = running(new Watch.Ask(index.host.address("/health")));
    CyclicBarrier both = new CyclicBarrier(2);
    index.host.answer(
        "/health",
        exchange -> {
          try {
            both.await(10, TimeUnit.SECONDS);
            HttpsHost.whole(exchange, Bytes.utf8(word("staging", 1, "good")));
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
          }
        });
    RegistryState state = vendor.state();
    Channel one = state.channel("vendor");
    Terms terms = TermsDraft.with(one.terms(), draft -> draft.channel = "other");
    Channel other =
        new Channel(
            terms,
            one.by(),
            one.opened(),
            one.closed(),
            one.highest(),
            one.looked(),
            one.problem(),
            one.changed(),
            one.request(),
            one.event());
    WatchWords words =
        WatchWords.about(
            List.of(one, other),
            state,
            address -> IndexHost.fetcher(address, Duration.ofSeconds(20)));
    for (Channel each : List.of(one, other)) {
      assertThat(words.about(each.terms(), "staging", 1))
          .isEqualTo(new Word.Said(Result.GOOD, "slow"));
    }
  }

  @Test
  void aWordInAFileIsReadAndBounded() throws IOException {
    Path file = folder.resolve("word.json");
    Vendor vendor = running(new Watch.File(file.toString()));
    assertThat(asked(vendor)).isInstanceOf(Word.Unknown.class);
    Files.writeString(file, word("staging", 1, "good"));
    assertThat(asked(vendor)).isEqualTo(new Word.Said(Result.GOOD, "slow"));
    Files.write(file, new byte[(64 << 10) + 1]);
    assertThat(asked(vendor)).isInstanceOf(Word.Unknown.class);
  }

  /// Whoever opens a pipe waits for somebody to write to it.
  @Test
  void aPipeInPlaceOfTheWordKeepsNobody() throws IOException, InterruptedException {
    Path pipe = folder.resolve("word.json");
    Vendor vendor = running(new Watch.File(pipe.toString()));
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(asked(vendor)).isInstanceOf(Word.Unknown.class));
  }
}
