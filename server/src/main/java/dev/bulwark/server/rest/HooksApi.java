package dev.bulwark.server.rest;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.hook.Deliveries;
import dev.bulwark.server.hook.Hook;
import dev.bulwark.server.hook.HookSecret;
import dev.bulwark.server.hook.Hooks;
import dev.bulwark.server.hook.News;
import dev.bulwark.server.hook.Round;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Webhooks for programs.
@Controller
public final class HooksApi {
  private static final String ALL = "/api/v1/systems/{system}/webhooks";
  private static final String ONE = ALL + "/{hook}";
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(16), 4);

  private final Callers callers;
  private final Projects projects;
  private final Hooks hooks;
  private final Deliveries deliveries;
  private final Round round;
  private final News news;

  public HooksApi(
      Callers callers,
      Projects projects,
      Hooks hooks,
      Deliveries deliveries,
      Round round,
      News news) {
    this.callers = callers;
    this.projects = projects;
    this.hooks = hooks;
    this.deliveries = deliveries;
    this.round = round;
    this.news = news;
  }

  @GetMapping(ALL)
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> list(@PathVariable String system) {
    projects.require(system);
    List<Json.Obj> all = hooks.of(system).stream().map(hook -> HookJson.of(hook).build()).toList();
    return answer(HttpStatus.OK, Json.object().put("webhooks", Json.array(all)).build());
  }

  /// The body is `{"url", "events": […]}`. The answer holds a secret, and is kept for nobody who
  /// asks twice.
  @PostMapping(path = ALL, consumes = MediaType.APPLICATION_JSON_VALUE)
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> make(@PathVariable String system, HttpServletRequest request) {
    Once.refuse(request);
    Json.Obj body = body(request);
    Hooks.Made made =
        hooks.make(
            projects.require(system).id(),
            body.text("url").orElse(""),
            body.texts("events"),
            callers.person(request).name(),
            news.last(system));
    ResponseEntity<byte[]> answer =
        answer(HttpStatus.CREATED, with(HookJson.of(made.hook()), made.secret()));
    return ResponseEntity.status(HttpStatus.CREATED)
        .headers(answer.getHeaders())
        .location(URI.create("/api/v1/systems/" + system + "/webhooks/" + made.hook().id()))
        .body(answer.getBody());
  }

  private static Json.Obj body(HttpServletRequest request) {
    try {
      return JsonReader.readObject(
          Bytes.of(request.getInputStream().readNBytes((int) BOUNDS.size().bytes() + 1)), BOUNDS);
    } catch (EvidenceFault | IOException e) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a JSON object with url and events of at most 16 KiB, found something else",
          e);
    }
  }

  private static Json.Obj with(Json.Builder hook, HookSecret secret) {
    return hook.put("secret", secret.text()).build();
  }

  @GetMapping(ONE)
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> one(@PathVariable String system, @PathVariable String hook) {
    return answer(HttpStatus.OK, HookJson.of(hooks.require(system, hook)).build());
  }

  @DeleteMapping(ONE)
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> remove(@PathVariable String system, @PathVariable String hook) {
    hooks.remove(hooks.require(system, hook));
    return ResponseEntity.noContent().build();
  }

  @PostMapping(ONE + "/rotation")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> rotate(
      @PathVariable String system, @PathVariable String hook, HttpServletRequest request) {
    Once.refuse(request);
    Hook found = hooks.require(system, hook);
    return answer(HttpStatus.OK, with(HookJson.of(found), hooks.rotate(found)));
  }

  @PostMapping(ONE + "/test")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> test(@PathVariable String system, @PathVariable String hook) {
    return answer(HttpStatus.OK, HookJson.of(round.test(hooks.require(system, hook))));
  }

  /// @param from `there`, where it was given up, or `now`
  @PostMapping(ONE + "/resumption")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> resume(
      @PathVariable String system,
      @PathVariable String hook,
      @RequestParam(defaultValue = "there") String from,
      HttpServletRequest request) {
    if (!List.of("there", "now").contains(from)) {
      throw new ServerFault(ServerFault.INVALID, "expected from=there or now, found another word");
    }
    Hook found = hooks.require(system, hook);
    hooks.resume(
        found,
        from.equals("now") ? news.last(system) : found.seen(),
        callers.person(request).name());
    return one(system, hook);
  }

  @GetMapping(ONE + "/deliveries")
  @Needs(Action.MANAGE_HOOKS)
  ResponseEntity<byte[]> deliveries(@PathVariable String system, @PathVariable String hook) {
    List<Json.Obj> all =
        deliveries.of(hooks.require(system, hook)).stream().map(HookJson::of).toList();
    return answer(HttpStatus.OK, Json.object().put("deliveries", Json.array(all)).build());
  }

  private static ResponseEntity<byte[]> answer(HttpStatus status, Json.Obj json) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(json.canonicalBytes().toArray());
  }
}
