package dev.bulwark.server.rest;

import dev.bulwark.cli.workspace.AuditBundle;
import dev.bulwark.cli.workspace.PrivateFolder;
import dev.bulwark.cli.workspace.WorkspaceReader;
import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
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
  private final Projects projects;
  private final Semaphore exports = new Semaphore(1);

  public LedgerFiles(Projects projects) {
    this.projects = projects;
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

  /// Everything for an auditor in one file: `bulwark audit FILE` verifies it offline.
  @GetMapping("/systems/{system}/audit-bundle")
  @Needs(Action.EXPORT_AUDIT)
  void bundle(@PathVariable String system, HttpServletResponse response) throws IOException {
    WorkspaceReader reader = reader(system);
    if (!exports.tryAcquire()) {
      throw new ServerFault(
          ServerFault.BUSY, "expected to make one copy at a time, found another; try again");
    }
    try {
      send(system, reader, response);
    } finally {
      exports.release();
    }
  }

  private static void send(String system, WorkspaceReader reader, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/zip");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s-audit.zip\"".formatted(system));
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    try (PrivateFolder work = PrivateFolder.make()) {
      AuditBundle.write(reader, work.path(), response.getOutputStream());
    }
  }

  private WorkspaceReader reader(String system) {
    return WorkspaceReader.open(ProjectDesk.home(projects.require(system)));
  }
}
