package dev.bulwark.server.web;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/// Lets a client go that holds a request open by sending its body a byte at a time: an idle timeout
/// alone begins anew with every byte.
///
/// Only the time is counted in which we wait for the client. Not Jetty's own
/// `MinimumDataRateHandler`, which holds one request against the bytes of all.
public final class SlowBodies extends Handler.Wrapper {
  /// What a client may take before anything is asked of its pace.
  static final long GRACE_NANOS = 10_000_000_000L;

  private static final double NANOS = 1e9;

  private final long leastRate;

  /// @param leastRate bytes a second, on average over all waiting; 0 for any
  public SlowBodies(long leastRate) {
    this.leastRate = leastRate;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(leastRate == 0 ? request : new Paced(request), response, callback);
  }

  private final class Paced extends Request.Wrapper {
    private long taken;
    private long waited;
    private long since;
    private boolean isWaiting;

    Paced(Request request) {
      super(request);
    }

    @Override
    public Content.@Nullable Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk == null) {
        since = isWaiting ? since : NanoTime.now();
        isWaiting = true;
        return null;
      }
      if (isWaiting) {
        waited += NanoTime.since(since);
        isWaiting = false;
      }
      taken += chunk.remaining();
      if (Content.Chunk.isFailure(chunk) || chunk.isLast() || !isTooSlow()) {
        return chunk;
      }
      chunk.release();
      TimeoutException slow = new TimeoutException("the body comes too slowly");
      fail(slow);
      return Content.Chunk.from(slow);
    }

    private boolean isTooSlow() {
      return waited > GRACE_NANOS && taken < leastRate * (waited / NANOS);
    }
  }
}
