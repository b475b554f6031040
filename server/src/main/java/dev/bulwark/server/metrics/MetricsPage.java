package dev.bulwark.server.metrics;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// `/metrics`: there for whoever brings the token that was set for it, or, where that was chosen,
/// for this very machine; for nobody else, and by default not at all.
@Controller
public final class MetricsPage {
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");
  private static final String BEARER = "Bearer ";

  private final Door door;
  private final Requests requests;
  private final SystemFigures systems;

  /// Who is let in.
  ///
  /// @param token what a program must bring; empty: nothing opens it
  /// @param loopback whether the machine itself needs none
  public record Door(Optional<String> token, boolean loopback) {
    @Override
    public String toString() {
      return "Door[hidden]";
    }
  }

  public MetricsPage(Door door, Requests requests, SystemFigures systems) {
    this.door = door;
    this.requests = requests;
    this.systems = systems;
  }

  @GetMapping("/metrics")
  @Needs(Action.SIGN_IN)
  ResponseEntity<byte[]> metrics(HttpServletRequest request) {
    requireLetIn(request);
    Exposition page = new Exposition();
    requests.tell(page);
    systems.tell(page);
    Runtime runtime = Runtime.getRuntime();
    page.add(
        "bulwark_heap_used_bytes",
        "gauge",
        "Memory of the program's objects.",
        runtime.totalMemory() - runtime.freeMemory());
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.CONTENT_TYPE, Exposition.CONTENT_TYPE)
        .body(page.render().getBytes(StandardCharsets.UTF_8));
  }

  private void requireLetIn(HttpServletRequest request) {
    if (door.token().isEmpty() && !door.loopback()) {
      throw new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address");
    }
    boolean hasToken = door.token().filter(token -> isSame(token, bearer(request))).isPresent();
    if (!hasToken && !(door.loopback() && isThisMachine(request))) {
      throw new ServerFault(
          ServerFault.WHO_ARE_YOU,
          "expected the token that was set for metrics, found none or another");
    }
  }

  /// Compared in constant time, and whatever their lengths.
  private static boolean isSame(String token, String given) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String bearer(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
  }

  /// A proxy on this machine carries requests of others: what says it was forwarded is not from
  /// here.
  private static boolean isThisMachine(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
          && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
