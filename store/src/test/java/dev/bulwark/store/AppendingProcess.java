package dev.bulwark.store;

import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.kernel.bytes.Bytes;
import java.nio.file.Path;

/// A process of its own that appends until it is killed, and prints each acknowledgement only when
/// it has it: `index entry`.
final class AppendingProcess {
  private static final int CALLERS = 12;

  private AppendingProcess() {}

  static String entry(String run, int caller, int number) {
    return run + "-" + caller + "-" + number + "-" + "x".repeat(number * 37 % 900);
  }

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Ledger ledger =
        Ledger.open(
            FileTileStore.open(folder), FileCasStore.open(folder), TestKeys.KEYS, TestKeys.ORIGIN);
    for (int caller = 0; caller < CALLERS; caller++) {
      int self = caller;
      Thread.ofPlatform().start(() -> append(ledger, args[1], self));
    }
  }

  private static void append(Ledger ledger, String run, int caller) {
    for (int number = 0; ; number++) {
      String entry = entry(run, caller, number);
      long index = ledger.append(Bytes.utf8(entry));
      System.out.println(index + " " + entry);
    }
  }
}
