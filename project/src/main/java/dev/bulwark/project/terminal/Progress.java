package dev.bulwark.project.terminal;

import java.util.function.LongSupplier;

/// Says what long work is doing: nothing in the first second, then one line that is rewritten on a
/// terminal, or a line every ten seconds elsewhere. Thread-safe.
public final class Progress implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final int WIDTH = 78;

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final long start;
  private long last;
  private boolean shown;

  public Progress(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.last = start;
  }

  /// Tells the current step, such as `reading models/scorer.pt`.
  public synchronized void step(String what) {
    long now = nanoTime.getAsLong();
    long pause = terminal.live() ? SECOND / 10 : 10 * SECOND;
    if (now - start < SECOND || now - last < pause) {
      return;
    }
    last = now;
    String line = "%s … %d s".formatted(what, (now - start) / SECOND);
    if (terminal.live()) {
      String fitting = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
      terminal.err().print("\r\u001b[K" + fitting);
      terminal.err().flush();
      shown = true;
    } else {
      terminal.err().println(line);
    }
  }

  /// Wipes the line for good.
  @Override
  public void close() {
    wipe();
  }

  /// Makes room for a line of the answer.
  public synchronized void wipe() {
    if (shown) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      shown = false;
    }
  }
}
