package dev.bulwark.server.web;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
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
  private final Duration longest;

  /// @param leastRate bytes a second, on average over all waiting; 0 for any
  /// @param longest of all waiting for a system's files, however fast they come: each holds one of
  ///   few places
  public SlowBodies(long leastRate, Duration longest) {
    this.leastRate = leastRate;
    this.longest = longest;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long most = isFiles(request) ? longest.toNanos() : Long.MAX_VALUE;
    return super.handle(new Paced(request, most), response, callback);
  }

  /// Uploads of versions have limits of their own.
  private static boolean isFiles(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String path = request.getHttpURI().getCanonicalPath();
    return type != null
        && (type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")
            || (path != null && path.startsWith("/api/v1/systems")));
  }

  private final class Paced extends Request.Wrapper {
    private long taken;
    private long waited;
    private long since;
    private boolean isWaiting;
    private final long most;

    /// @param most nanoseconds of waiting
    Paced(Request request, long most) {
      super(request);
      this.most = most;
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
      return waited > most || (waited > GRACE_NANOS && taken < leastRate * (waited / NANOS));
    }
  }
}
