package dev.bulwark.server.upload;

/// What one person may still have waiting in one system, and what of it is on its way. Two uploads
/// side by side share it. Guarded by itself.
final class Allowance {
  private final long most;
  private long underway;

  /// @param most of everything that waits and is on its way, in bytes
  Allowance(long most) {
    this.most = most;
  }

  /// Bytes that are on their way until they wait, or will never.
  final class Claim implements AutoCloseable {
    private long claimed;

    /// Claims more.
    ///
    /// @param waiting what waits already
    /// @return whether there is that much left
    boolean more(long bytes, long waiting) {
      synchronized (Allowance.this) {
        if (bytes > most - waiting - underway) {
          return false;
        }
        underway += bytes;
        claimed += bytes;
        return true;
      }
    }

    long claimed() {
      synchronized (Allowance.this) {
        return claimed;
      }
    }

    @Override
    public void close() {
      synchronized (Allowance.this) {
        underway -= claimed;
        claimed = 0;
      }
    }
  }

  Claim claim() {
    return new Claim();
  }
}
