package dev.bulwark.server.rest;

import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Places;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Receiving;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// The files of systems, sent by programs as zips. The answer is what the server's own checks say.
@Controller
public final class FilesApi {
  static final String ZIP = "application/zip";

  /// How long a program waits for its place; shorter than a silent connection is kept.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Callers callers;
  private final Projects projects;
  private final ProjectDesk desk;
  private final Receiving receiving;
  private final Places places;

  public FilesApi(
      Callers callers, Projects projects, ProjectDesk desk, Receiving receiving, Places places) {
    this.callers = callers;
    this.projects = projects;
    this.desk = desk;
    this.receiving = receiving;
    this.places = places;
  }

  /// A system that is not here yet; its manifest says its id.
  @PostMapping(path = "/api/v1/systems", consumes = ZIP)
  @Needs(Action.ADD_SYSTEM)
  ResponseEntity<byte[]> add(
      HttpServletRequest request,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept,
      @RequestParam(defaultValue = "") String gate,
      @RequestParam(defaultValue = "false") boolean all)
      throws IOException {
    ReportForms forms = ReportForms.of(accept, gate, all);
    String by = callers.person(request).name();
    try (Places.Place _ = places.take(by, PATIENCE)) {
      Project project = receiving.add(request.getInputStream(), by);
      ResponseEntity<byte[]> report = forms.answer(desk.standing(project).report());
      return ResponseEntity.status(HttpStatus.CREATED)
          .headers(report.getHeaders())
          .location(URI.create("/api/v1/systems/" + project.id()))
          .body(report.getBody());
    }
  }

  /// Other files for a system. Sending the same again changes nothing but the moment.
  @PutMapping(path = "/api/v1/systems/{system}/files", consumes = ZIP)
  @Needs(Action.REPLACE_FILES)
  ResponseEntity<byte[]> replace(
      @PathVariable String system,
      HttpServletRequest request,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept,
      @RequestParam(defaultValue = "") String gate,
      @RequestParam(defaultValue = "false") boolean all)
      throws IOException {
    ReportForms forms = ReportForms.of(accept, gate, all);
    Project project = projects.require(system);
    try (Places.Place _ = places.take(callers.person(request).name(), PATIENCE)) {
      return forms.answer(receiving.replace(project, request.getInputStream()));
    }
  }
}
