package dev.bulwark.server.console;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Receiving;
import dev.bulwark.server.project.Sent;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Files of systems, sent by people with a browser.
@Controller
public final class FilePages {
  /// The field that holds the zip.
  private static final String FIELD = "files";

  private final Callers callers;
  private final Projects projects;
  private final Receiving receiving;

  public FilePages(Callers callers, Projects projects, Receiving receiving) {
    this.callers = callers;
    this.projects = projects;
    this.receiving = receiving;
  }

  @PostMapping(path = "/systems", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Needs(Action.ADD_SYSTEM)
  ResponseEntity<byte[]> add(HttpServletRequest request) throws IOException {
    Project project = receiving.add(zip(request), callers.person(request).name());
    return Pages.see("/systems/" + project.id());
  }

  @PostMapping(path = "/systems/{system}/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Needs(Action.REPLACE_FILES)
  ResponseEntity<byte[]> replace(@PathVariable String system, HttpServletRequest request)
      throws IOException {
    receiving.replace(projects.require(system), zip(request));
    return Pages.see("/systems/" + system);
  }

  /// It lies in the spool already, and is moved.
  private static Sent zip(HttpServletRequest request) throws IOException {
    try {
      Part part = request.getPart(FIELD);
      if (part != null && part.getSize() > 0) {
        return file -> part.write(file.toAbsolutePath().toString());
      }
    } catch (ServletException | IllegalStateException e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a form with a zip, found one that cannot be read", e);
    }
    throw new ServerFault(
        ServerFault.INVALID, "expected the zip of a project's folder, found no file; choose one");
  }
}
