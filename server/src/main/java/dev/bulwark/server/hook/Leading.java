package dev.bulwark.server.hook;

/// Whether this process is the one that delivers. Losing it between an answer and the next message
/// sends something twice, under the same id, and leaves out nothing.
public interface Leading extends AutoCloseable {
  /// Where there is one process.
  Leading ALONE =
      new Leading() {
        @Override
        public boolean leads() {
          return true;
        }

        @Override
        public void close() {
          // Nobody waits for it.
        }
      };

  /// Becomes the one if nobody is.
  boolean leads();

  /// Lets another at once.
  @Override
  void close();
}
