package dev.bulwark.server.console.hook;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.badge.Badges;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.Pages;
import dev.bulwark.server.hook.Deliveries;
import dev.bulwark.server.hook.Delivery;
import dev.bulwark.server.hook.Hook;
import dev.bulwark.server.hook.HookKind;
import dev.bulwark.server.hook.Hooks;
import dev.bulwark.server.hook.News;
import dev.bulwark.server.hook.Reach;
import dev.bulwark.server.hook.Round;
import dev.bulwark.server.passkey.Site;
import dev.bulwark.server.project.Project;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Who outside is told what happens to a system, and whether strangers see how far it is.
@Controller
public final class HookPages {
  private final Console console;
  private final Hooks hooks;
  private final Deliveries deliveries;
  private final Round round;
  private final News news;
  private final Reach reach;
  private final Badges badges;
  private final Site site;

  public HookPages(
      Console console,
      Hooks hooks,
      Deliveries deliveries,
      Round round,
      News news,
      Reach reach,
      Badges badges,
      Site site) {
    this.console = console;
    this.hooks = hooks;
    this.deliveries = deliveries;
    this.round = round;
    this.news = news;
    this.reach = reach;
    this.badges = badges;
    this.site = site;
  }

  /// @param typed what the form was filled in with, when it was refused
  /// @param badge who switched it last; empty when nobody did
  /// @param origin of this server, for what people paste elsewhere
  public record Listed(
      Project project,
      List<Hook> hooks,
      String typed,
      Reach reach,
      Optional<Badges.Switch> badge,
      String origin,
      Said said) {
    public Listed {
      hooks = List.copyOf(hooks);
    }

    public List<HookKind> kinds() {
      return List.of(HookKind.values());
    }

    public boolean badgeShown() {
      return badge.filter(Badges.Switch::shown).isPresent();
    }
  }

  /// @param last the newest entry of the ledger
  public record One(Project project, Hook hook, List<Delivery> deliveries, long last, Said said) {
    public One {
      deliveries = List.copyOf(deliveries);
    }
  }

  @GetMapping("/systems/{system}/webhooks")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> list(@PathVariable String system, HttpServletRequest request) {
    return list(HttpStatus.OK, system, "", Said.NOTHING, request);
  }

  private ResponseEntity<byte[]> list(
      HttpStatus status, String system, String typed, Said said, HttpServletRequest request) {
    Project project = console.project(system);
    return console.answer(
        status,
        "webhooks",
        new Listed(
            project, hooks.of(system), typed, reach, badges.of(system), site.origin().get(), said),
        request,
        "Webhooks of " + project.title());
  }

  @PostMapping("/systems/{system}/webhooks")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> make(
      @PathVariable String system,
      @RequestParam String address,
      @RequestParam(defaultValue = "") List<String> event,
      HttpServletRequest request) {
    try {
      console.confirmed(request);
      Project project = console.project(system);
      Hooks.Made made =
          hooks.make(
              project.id(),
              address.strip(),
              event,
              console.person(request).name(),
              news.last(system));
      return one(
          HttpStatus.OK,
          system,
          made.hook().id(),
          new Said(
              "It is told what happens from now on. Its secret is shown this once:",
              false,
              made.secret().text()),
          request);
    } catch (ServerFault e) {
      return list(status(e), system, address, Said.no(e), request);
    }
  }

  private static HttpStatus status(ServerFault e) {
    return HttpStatus.valueOf(e.type().httpStatus());
  }

  @GetMapping("/systems/{system}/webhooks/{hook}")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> one(
      @PathVariable String system, @PathVariable String hook, HttpServletRequest request) {
    return one(HttpStatus.OK, system, hook, Said.NOTHING, request);
  }

  private ResponseEntity<byte[]> one(
      HttpStatus status, String system, String id, Said said, HttpServletRequest request) {
    Project project = console.project(system);
    Hook hook = hooks.require(system, id);
    return console.answer(
        status,
        "webhook",
        new One(project, hook, deliveries.of(hook), news.last(system), said),
        request,
        "A webhook of " + project.title());
  }

  /// What a form does to one hook.
  private interface Act {
    Said on(Hook hook);
  }

  private ResponseEntity<byte[]> act(
      String system, String id, HttpServletRequest request, Act act) {
    Hook hook = hooks.require(system, id);
    try {
      console.confirmed(request);
      return one(HttpStatus.OK, system, id, act.on(hook), request);
    } catch (ServerFault e) {
      return one(status(e), system, id, Said.no(e), request);
    }
  }

  @PostMapping("/systems/{system}/webhooks/{hook}/rotation")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> rotate(
      @PathVariable String system, @PathVariable String hook, HttpServletRequest request) {
    return act(
        system,
        hook,
        request,
        found ->
            new Said(
                "For a day both secrets sign. The new one is shown this once:",
                false,
                hooks.rotate(found).text()));
  }

  /// Goes on, with what was not delivered or with what happens from now on.
  @PostMapping("/systems/{system}/webhooks/{hook}/resumption")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> resume(
      @PathVariable String system,
      @PathVariable String hook,
      @RequestParam String from,
      HttpServletRequest request) {
    return act(
        system,
        hook,
        request,
        found -> {
          hooks.resume(
              found,
              from.equals("now") ? news.last(system) : found.seen(),
              console.person(request).name());
          return Said.yes("It goes on.");
        });
  }

  @PostMapping("/systems/{system}/webhooks/{hook}/test")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> test(
      @PathVariable String system, @PathVariable String hook, HttpServletRequest request) {
    Hook found = hooks.require(system, hook);
    try {
      Delivery delivery = round.test(found);
      Said said =
          delivery.delivered()
              ? Said.yes("The test was taken: it answered " + delivery.status() + ".")
              : new Said("The test was not taken: " + delivery.why() + ".", true, "");
      return one(HttpStatus.OK, system, hook, said, request);
    } catch (ServerFault e) {
      return one(status(e), system, hook, Said.no(e), request);
    }
  }

  @PostMapping("/systems/{system}/webhooks/{hook}/removal")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> remove(
      @PathVariable String system, @PathVariable String hook, HttpServletRequest request) {
    Hook found = hooks.require(system, hook);
    try {
      console.confirmed(request);
    } catch (ServerFault e) {
      return one(status(e), system, hook, Said.no(e), request);
    }
    hooks.remove(found);
    return Pages.see("/systems/" + system + "/webhooks");
  }
}
