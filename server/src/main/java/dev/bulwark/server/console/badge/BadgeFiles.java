package dev.bulwark.server.console.badge;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.badge.Badge;
import dev.bulwark.server.badge.Badges;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The badge of a system as a picture, and as shields.io reads it. Whoever asks learns nothing of a
/// system whose owner shows none, not even that it is there.
@Controller
public final class BadgeFiles {
  private static final MediaType SVG = MediaType.valueOf("image/svg+xml;charset=utf-8");
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Badges badges;
  private final Projects projects;
  private final ProjectDesk desk;

  public BadgeFiles(Badges badges, Projects projects, ProjectDesk desk) {
    this.badges = badges;
    this.projects = projects;
    this.desk = desk;
  }

  @GetMapping("/badge/{name}.svg")
  @Needs(Action.READ_BADGE)
  ResponseEntity<byte[]> picture(@PathVariable String name) {
    Badge badge = badge(name);
    return answer(badge, SVG, Bytes.utf8(badge.svg()));
  }

  @GetMapping("/badge/{name}.json")
  @Needs(Action.READ_BADGE)
  ResponseEntity<byte[]> json(@PathVariable String name) {
    Badge badge = badge(name);
    return answer(badge, MediaType.APPLICATION_JSON, badge.json().canonicalBytes());
  }

  /// A stranger waits for no inspection: one goes on for all who ask, and its answer is there the
  /// next time.
  private Badge badge(String name) {
    if (!badges.isShown(name)) {
      return Badge.NOT_SHOWN;
    }
    return projects
        .find(name)
        .filter(ProjectDesk::hasEvidence)
        .map(
            project ->
                desk.fresh(project, PATIENCE)
                    .map(standing -> Badge.of(standing.report()))
                    .orElse(Badge.UNKNOWN))
        .orElse(Badge.NOT_SHOWN);
  }

  /// Other sites show it: the rule that ours are for our pages alone does not hold for it.
  private static ResponseEntity<byte[]> answer(Badge badge, MediaType type, Bytes body) {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.maxAge(badge.equals(Badge.UNKNOWN) ? SOON : FRESH).cachePublic())
        .header("Cross-Origin-Resource-Policy", "cross-origin")
        .eTag(Digest.of(body).hex())
        .body(body.toArray());
  }
}
