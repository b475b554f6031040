package dev.bulwark.server.rest;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.AuditBundle;
import dev.bulwark.project.workspace.PrivateFolder;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// A system's ledger for whoever keeps an eye on it: checkpoint and tiles as C2SP tlog-tiles lays
/// them out. What lies in them are commitments; the statements stay here.
@Controller
public final class LedgerFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerFiles.class);

  private final Projects projects;
  private final Callers callers;
  private final Semaphore exports = new Semaphore(1);
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  public LedgerFiles(Projects projects, Callers callers) {
    this.projects = projects;
    this.callers = callers;
  }

  @GetMapping("/systems/{system}/tlog/checkpoint")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> checkpoint(@PathVariable String system) {
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .cacheControl(CacheControl.noStore())
        .body(reader(system).checkpoint().note().toArray());
  }

  /// The public keys its checkpoints are signed with. Whoever audits has them from elsewhere; here
  /// they are to be compared.
  @GetMapping("/systems/{system}/tlog/keys")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> keys(@PathVariable String system) {
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .cacheControl(CacheControl.noStore())
        .body(Bytes.utf8(reader(system).ledger().vkeys()).toArray());
  }

  /// Full tiles never change; partial ones are replaced by longer ones of another name.
  @GetMapping("/systems/{system}/tlog/tile/{*path}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> tile(@PathVariable String system, @PathVariable String path) {
    Optional<Bytes> tile = TilePath.parse("tile" + path).flatMap(reader(system).tiles()::read);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .cacheControl(CacheControl.noStore())
        .body(
            tile.orElseThrow(() -> new ServerFault(ServerFault.NOT_THERE, "there is no such tile"))
                .toArray());
  }

  /// Everything for an auditor in one file: `bulwark audit FILE` verifies it offline. It is made
  /// whole first, few at a time; a client that reads slowly holds up itself alone.
  @GetMapping("/systems/{system}/audit-bundle")
  @Needs(Action.EXPORT_AUDIT)
  void bundle(@PathVariable String system, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    WorkspaceReader reader = reader(system);
    String person = callers.person(request).name();
    if (!asking.add(person)) {
      throw busy("one copy at a time for you");
    }
    try (PrivateFolder work = PrivateFolder.make()) {
      Path bundle = work.path().resolve("bundle.zip");
      make(reader, work, bundle);
      response.setContentType("application/zip");
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          "attachment; filename=\"%s-audit.zip\"".formatted(system));
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setContentLengthLong(Files.size(bundle));
      copy(bundle, response.getOutputStream());
    } finally {
      asking.remove(person);
    }
  }

  /// A client that leaves has its part of the file; what cannot be read is our defect.
  static void copy(Path bundle, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(bundle)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          LOG.atDebug().addKeyValue("event", "bundle.left").log();
          return;
        }
      }
    }
  }

  private void make(WorkspaceReader reader, PrivateFolder work, Path bundle) throws IOException {
    if (!exports.tryAcquire()) {
      throw busy("to make one copy at a time");
    }
    try (OutputStream out = Files.newOutputStream(bundle, StandardOpenOption.CREATE_NEW)) {
      AuditBundle.write(reader, work.path(), out);
    } finally {
      exports.release();
    }
  }

  private static ServerFault busy(String expected) {
    return new ServerFault(
        ServerFault.BUSY, "expected %s, found another; try again".formatted(expected));
  }

  private WorkspaceReader reader(String system) {
    return WorkspaceReader.open(ProjectDesk.home(projects.require(system)));
  }
}
