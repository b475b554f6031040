package dev.bulwark.server.hook;

import dev.bulwark.project.remote.Trust;
import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Which certificates receivers of webhooks are believed by; read when the first message is sent.
public final class HookTrust implements Supplier<SSLContext> {
  private final Trust trust;
  private Optional<SSLContext> made = Optional.empty();

  private HookTrust(Trust trust) {
    this.trust = trust;
  }

  /// @param authorities a file of certificates in PEM that take the place of the machine's
  /// @throws ServerFault `server-unavailable` when it cannot be read
  public static HookTrust of(Optional<String> authorities) {
    return new HookTrust(
        authorities
            .<Trust>map(file -> new Trust.Authority(read(file)))
            .orElseGet(Trust.Machine::new));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static ServerFault unreadable(Exception cause) {
    return new ServerFault(
        ServerFault.UNAVAILABLE,
        "expected certificates in PEM at webhooks.authorities, found none that can be read",
        cause);
  }

  @Override
  public synchronized SSLContext get() {
    if (made.isEmpty()) {
      try {
        made = Optional.of(trust.context());
      } catch (GeneralSecurityException | IOException e) {
        throw unreadable(e);
      }
    }
    return made.get();
  }
}
