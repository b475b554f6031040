package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route, with the action it is and what that means to whom.
final class RouterTest {
  @TempDir private static Path home;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.in(home);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<RequestMappingInfo, HandlerMethod> routes() {
    return server
        .server()
        .context()
        .getBean(RequestMappingHandlerMapping.class)
        .getHandlerMethods();
  }

  @Test
  void everyRouteNamesItsAction() {
    Map<RequestMappingInfo, HandlerMethod> routes = routes();
    assertThat(routes).hasSizeGreaterThan(20);
    routes.forEach(
        (route, handler) ->
            assertThat(handler.getMethodAnnotation(Needs.class)).as(route.toString()).isNotNull());
  }

  @Test
  void everyRouteWithinASystemIsGuardedByTheSystem() {
    routes()
        .forEach(
            (route, handler) -> {
              boolean within =
                  route.getPatternValues().stream().anyMatch(path -> path.contains("{system}"));
              Action action = handler.getMethodAnnotation(Needs.class).value();
              assertThat(action.reach() == Action.Reach.SYSTEM)
                  .as(route.toString())
                  .isEqualTo(within);
            });
  }

  /// Route × caller, for reading: a route or a role that is added changes this page.
  @Test
  void theMatrixIsWhatIsWrittenDown() throws IOException {
    Map<String, Caller> callers = callers();
    StringBuilder page = new StringBuilder();
    page.append("%-58s".formatted("route"));
    callers.keySet().forEach(name -> page.append(" %-10s".formatted(name)));
    page.append('\n');
    new TreeMap<>(lines(callers)).forEach((route, line) -> page.append(line).append('\n'));
    Path golden = Path.of("src/test/resources/access-matrix.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, page);
    }
    assertThat(page.toString()).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
  }

  private static Map<String, String> lines(Map<String, Caller> callers) {
    Map<String, String> lines = new LinkedHashMap<>();
    routes()
        .forEach(
            (route, handler) -> {
              Action action = handler.getMethodAnnotation(Needs.class).value();
              Optional<String> system =
                  route.getPatternValues().stream().anyMatch(path -> path.contains("{system}"))
                      ? Optional.of("own")
                      : Optional.empty();
              String name =
                  route.getMethodsCondition().getMethods() + " " + route.getPatternValues();
              StringBuilder line =
                  new StringBuilder("%-58s".formatted(name.replaceAll("[\\[\\]]", "")));
              callers
                  .values()
                  .forEach(
                      caller ->
                          line.append(
                              " %-10s".formatted(word(Access.decide(caller, action, system)))));
              lines.put(name, line.toString().stripTrailing());
            });
    return lines;
  }

  private static String word(Access.Answer answer) {
    return switch (answer) {
      case YES -> "yes";
      case WHO_ARE_YOU -> "401";
      case NO -> "403";
      case NOT_THERE -> "404";
    };
  }

  private static Map<String, Caller> callers() {
    Map<String, Caller> callers = new LinkedHashMap<>();
    callers.put("nobody", new Caller.Nobody());
    callers.put("no-role", person(false, Map.of()));
    Arrays.stream(Role.values())
        .forEach(role -> callers.put(role.word(), person(false, Map.of("own", Set.of(role)))));
    callers.put("elsewhere", person(false, Map.of("other", EnumSet.allOf(Role.class))));
    callers.put("admin", person(true, Map.of()));
    Caller.Person everything = person(true, Map.of(Caller.ALL, EnumSet.allOf(Role.class)));
    callers.put("token-read", new Caller.Program(everything, "own", Set.of(Action.READ_SYSTEM)));
    callers.put("token-else", new Caller.Program(everything, "other", EnumSet.allOf(Action.class)));
    return callers;
  }

  private static Caller.Person person(boolean administrator, Map<String, Set<Role>> roles) {
    return new Caller.Person("someone", administrator, roles, "");
  }

  /// The same at the wire, each form with its mark: nobody signed in reaches nothing but the door.
  @Test
  void nobodyReachesNothingButTheDoor() {
    Http http = new Http(server.address());
    routes()
        .forEach(
            (route, handler) -> {
              Action action = handler.getMethodAnnotation(Needs.class).value();
              if (action == Action.SIGN_IN || action == Action.READ_BADGE) {
                return;
              }
              String path =
                  route.getPatternValues().iterator().next().replaceAll("\\{\\*?[a-z]+}", "1");
              String method = route.getMethodsCondition().getMethods().iterator().next().name();
              int status =
                  route.getConsumesCondition().getExpressions().stream()
                      .findFirst()
                      .map(type -> sent(http, method, path, type.getMediaType().toString()))
                      .orElseGet(
                          () ->
                              method.equals("POST")
                                  ? http.submit("/sign-in", path).statusCode()
                                  : http.api(
                                          method,
                                          path,
                                          method.equals("DELETE") ? "bulwark_nobody" : "")
                                      .statusCode());
              assertThat(status).as(method + " " + path).isEqualTo(401);
            });
  }

  private static int sent(Http http, String method, String path, String type) {
    return type.equals("application/x-www-form-urlencoded")
        ? http.submit("/sign-in", path).statusCode()
        : http.send(
                http.to(path)
                    .header("Content-Type", type)
                    .header("Authorization", "Bearer bulwark_nobody")
                    .method(method, Http.none())
                    .build())
            .statusCode();
  }
}
