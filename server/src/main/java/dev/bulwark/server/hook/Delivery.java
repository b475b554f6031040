package dev.bulwark.server.hook;

import java.time.Instant;

/// One message, and what came of sending it.
///
/// @param index of the entry it is about; -1 for a test
/// @param at the last try
/// @param status of the last answer; 0 when there was none
/// @param why it was not taken; empty when it was
public record Delivery(
    String message, String type, long index, Instant at, int tries, int status, String why) {
  public boolean delivered() {
    return why.isEmpty();
  }
}
