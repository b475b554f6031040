package dev.bulwark.server;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.passkey.Site;
import dev.bulwark.server.project.Rosters;
import dev.bulwark.server.web.Certificate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// A running server.
///
/// TLS 1.3 only, on virtual threads, with bounded requests; it stops gracefully.
public final class Server implements AutoCloseable {
  private static final ReentrantLock STARTING = new ReentrantLock();

  private static final String PRIVATE = "rwx------";

  private final ConfigurableApplicationContext context;
  private final Certificate certificate;
  private final ServerConfig config;

  private Server(
      ConfigurableApplicationContext context, Certificate certificate, ServerConfig config) {
    this.context = context;
    this.certificate = certificate;
    this.config = config;
  }

  /// @throws ServerFault `server-unavailable`
  public static Server start(ServerConfig config, InstantSource clock, LongSupplier nanoTime) {
    makePrivate(config.home());
    makePrivate(config.spool());
    config.requireWhole();
    Certificate certificate =
        Certificate.ensure(
            config.certificate(), config.host(), clock.instant(), new SecureRandom());
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Shell shell = new Shell(new Terminal(nowhere, nowhere, false, false), clock, nanoTime);
    SpringApplication application = new SpringApplication(Wiring.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.setDefaultProperties(properties(config, certificate));
    application.addInitializers(
        context -> {
          GenericApplicationContext beans = (GenericApplicationContext) context;
          beans.registerBean(ServerConfig.class, () -> config);
          beans.registerBean(Shell.class, () -> shell);
        });
    ConfigurableApplicationContext running = run(application, config);
    running.getBean(Rosters.class).alignAll();
    return new Server(running, certificate, config);
  }

  private static ConfigurableApplicationContext run(
      SpringApplication application, ServerConfig config) {
    // Spring's logging sets up what the whole process shares.
    STARTING.lock();
    try {
      return application.run();
    } catch (BeanCreationException e) {
      throw told(e);
    } catch (ApplicationContextException | WebServerException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to listen on %s, port %d, found that it is taken or not to be had; give another with --port or --host"
              .formatted(config.host(), config.port()),
          e);
    } finally {
      STARTING.unlock();
    }
  }

  /// What a part said that could not be made; otherwise the exception, for us.
  private static RuntimeException told(BeanCreationException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Fault fault) {
        return fault;
      }
    }
    return e;
  }

  private static Map<String, Object> properties(ServerConfig config, Certificate certificate) {
    Map<String, Object> properties = new HashMap<>();
    String mostSent = config.settings().value(Settings.FILES_MOST).bytes() + "B";
    properties.put("server.port", config.port());
    properties.put("server.address", config.settings().find(Settings.LISTEN).orElse(config.host()));
    properties.put("server.shutdown", "graceful");
    properties.put(
        "spring.lifecycle.timeout-per-shutdown-phase",
        config.settings().value(Settings.STOP_PATIENCE).toMillis() + "ms");
    properties.put("server.server-header", "");
    properties.put("server.max-http-request-header-size", "16KB");
    properties.put("server.jetty.max-http-form-post-size", "256KB");
    properties.put("server.jetty.connection-idle-timeout", "30s");
    properties.put("server.jetty.max-connections", 2000);
    properties.put("server.ssl.key-store", certificate.file().toString());
    properties.put("server.ssl.key-store-type", "PKCS12");
    properties.put("server.ssl.key-store-password", certificate.password());
    properties.put("server.ssl.enabled-protocols", "TLSv1.3");
    properties.put("spring.threads.virtual.enabled", true);
    properties.put("spring.main.lazy-initialization", false);
    properties.put("spring.jmx.enabled", false);
    properties.put("spring.servlet.multipart.location", config.spool().toString());
    properties.put("spring.servlet.multipart.max-file-size", mostSent);
    properties.put("spring.servlet.multipart.max-request-size", mostSent);
    properties.put("spring.servlet.multipart.file-size-threshold", "64KB");
    properties.put("spring.web.resources.add-mappings", false);
    properties.put("logging.level.root", "WARN");
    // A start that fails is told once, by what it throws.
    properties.put("logging.level.org.springframework.boot.SpringApplication", "OFF");
    properties.put("logging.level.org.springframework.boot.web.server.servlet.context", "OFF");
    // What a stranger can cause is told to the stranger, not to the log.
    properties.put("logging.level.org.eclipse.jetty.server.handler", "ERROR");
    properties.put("logging.level.org.springframework.web.servlet.PageNotFound", "ERROR");
    return properties;
  }

  private static void makePrivate(Path home) {
    try {
      if (!Files.isDirectory(home)) {
        Files.createDirectories(
            home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
      }
      if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(home)).equals(PRIVATE)) {
        throw new ServerFault(
            ServerFault.UNAVAILABLE,
            "expected a folder for its owner alone at %s, found one that others can look into; `chmod 700` it"
                .formatted(home));
      }
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to make the folder %s, found: %s; give a writable one with --home"
              .formatted(home, e.getClass().getSimpleName()),
          e);
    }
  }

  /// Where it answers.
  public String address() {
    int port =
        context instanceof WebServerApplicationContext web && web.getWebServer() != null
            ? web.getWebServer().getPort()
            : config.port();
    return "https://%s:%d".formatted(config.host(), port);
  }

  /// What people compare once with what their browser shows.
  public String fingerprint() {
    return certificate.fingerprint();
  }

  /// The address by which the first administrator begins, as long as there is none.
  public Optional<String> firstLink() {
    return context.getBean(Accounts.class).hasAdministrator()
        ? Optional.empty()
        : Optional.of(
            context.getBean(Site.class).origin().get()
                + "/begin?link="
                + context.getBean(Links.class).first().text());
  }

  Certificate certificate() {
    return certificate;
  }

  /// Trusts the certificate of this very server and no other.
  public SSLContext trust() {
    return certificate.trust();
  }

  ApplicationContext context() {
    return context;
  }

  @Override
  public void close() {
    context.close();
  }
}
