package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;

/// Posts something somewhere.
@FunctionalInterface
interface Sender {

  /// What came of it.
  sealed interface Answer {
    /// @param retryAfter when the receiver asks to be left alone for a while
    record Status(int code, Optional<Duration> retryAfter) implements Answer {
      boolean isSuccess() {
        return code / 100 == 2;
      }
    }

    /// Nothing came back.
    ///
    /// @param why for people
    record None(String why) implements Answer {}
  }

  /// @param headers by name, beside those of the body
  Answer post(URI to, SequencedMap<String, String> headers, Bytes body);
}
