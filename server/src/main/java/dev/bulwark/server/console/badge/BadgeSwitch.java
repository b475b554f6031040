package dev.bulwark.server.console.badge;

import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.badge.Badges;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.Pages;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Whether strangers see how far a system is.
@Controller
public final class BadgeSwitch {
  private final Console console;
  private final Badges badges;

  public BadgeSwitch(Console console, Badges badges) {
    this.console = console;
    this.badges = badges;
  }

  @PostMapping("/systems/{system}/badge")
  @Needs(Action.SHOW_BADGE)
  ResponseEntity<byte[]> set(
      @PathVariable String system, @RequestParam boolean shown, HttpServletRequest request) {
    console.confirmed(request);
    badges.set(console.project(system).id(), shown, console.person(request).name());
    return Pages.see("/systems/" + system + "/webhooks");
  }
}
