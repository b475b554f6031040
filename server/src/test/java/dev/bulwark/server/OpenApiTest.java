package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/// `api/openapi.yaml` is what the server does: every route is in it and every answer is of its
/// shape.
final class OpenApiTest {
  private static final Path SPEC = Path.of("../api/openapi.yaml");

  @TempDir private static Path home;
  private static RunningServer server;
  private static String token;
  private static Map<?, ?> spec;

  @BeforeAll
  static void start() throws IOException {
    spec =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(SPEC));
    server = RunningServer.in(home);
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/systems", "/systems", "example", "credit-scoring");
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    HttpResponse<String> page =
        admin.submit(
            "/account",
            "/account/tokens",
            "label",
            "all",
            "where",
            "*",
            "days",
            "1",
            "action",
            "list-systems",
            "action",
            "read-system",
            "action",
            "check-system",
            "action",
            "manage-hooks");
    Matcher found = Pattern.compile("bulwark_[A-Za-z0-9_-]{43}").matcher(page.body());
    assertThat(found.find()).isTrue();
    token = found.group();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<?, ?> paths() {
    return (Map<?, ?>) spec.get("paths");
  }

  @Test
  void routesAndPathsAreTheSame() {
    Set<String> routes = new TreeSet<>();
    server
        .server()
        .context()
        .getBean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            route ->
                route.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/"))
                    .forEach(
                        path ->
                            route
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(
                                    method ->
                                        routes.add(method.name().toLowerCase() + " " + path))));
    Set<String> written = new TreeSet<>();
    paths()
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .keySet().stream()
                        .filter(key -> Set.of("get", "post", "put", "delete").contains(key))
                        .forEach(method -> written.add(method + " " + path)));
    assertThat(routes).hasSizeGreaterThan(4).isEqualTo(written);
  }

  @Test
  void answersAreOfTheShapeThatIsWrittenDown() {
    Http http = new Http(server.address());
    holds("Systems", http.api("GET", "/api/v1/systems", token), 200);
    holds("Report", http.api("GET", "/api/v1/systems/credit-scoring", token), 200);
    holds("Status", http.api("GET", "/api/v1/systems/credit-scoring/status", token), 200);
    holds("Report", http.api("POST", "/api/v1/systems/credit-scoring/checks", token), 200);
    String evidence = "/api/v1/systems/credit-scoring/evidence";
    holds("EvidencePage", http.api("GET", evidence + "?limit=3", token), 200);
    holds("Problem", http.api("GET", evidence + "?limit=0", token), 400);
    holds("Problem", http.api("GET", evidence + "?limit=x", token), 400);
    holds("Problem", http.api("GET", "/api/v1/systems/none", token), 404);
    holds("Problem", http.api("GET", "/api/v1/systems", ""), 401);
    holds("Problem", http.api("GET", "/api/v1/none", token), 404);
    holds("Problem", http.api("DELETE", "/api/v1/systems", token), 405);
  }

  @Test
  void webhooksAreOfTheShapeThatIsWrittenDown() {
    Http http = new Http(server.address());
    String all = "/api/v1/systems/credit-scoring/webhooks";
    HttpResponse<String> made =
        http.send(
            http.to(all)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"url\":\"https://hooks.invalid/\",\"events\":[\"key.revoked\"]}"))
                .build());
    holds("WebhookWithSecret", made, 201);
    String one = made.headers().firstValue("Location").orElseThrow();
    holds("Webhooks", http.api("GET", all, token), 200);
    holds("Webhook", http.api("GET", one, token), 200);
    holds("WebhookWithSecret", http.api("POST", one + "/rotation", token), 200);
    holds("Delivery", http.api("POST", one + "/test", token), 200);
    holds("Deliveries", http.api("GET", one + "/deliveries", token), 200);
    holds("Webhook", http.api("POST", one + "/resumption?from=now", token), 200);
    holds("Problem", http.api("POST", one + "/resumption?from=then", token), 400);
    assertThat(http.api("DELETE", one, token).statusCode()).isEqualTo(204);
    holds("Problem", http.api("GET", one, token), 404);
  }

  @Test
  void pagesOfEvidenceAreAllOfItOnce() {
    Http http = new Http(server.address());
    Pattern index = Pattern.compile("\"index\":(\\d+)");
    List<String> all = indexes(index, http.api("GET", evidence("?limit=200"), token).body());
    List<String> paged = new java.util.ArrayList<>();
    String after = "-1";
    while (true) {
      String page = http.api("GET", evidence("?limit=4&after=" + after), token).body();
      paged.addAll(indexes(index, page));
      Matcher next = Pattern.compile("\"next\":(\\d+)").matcher(page);
      if (!next.find()) {
        break;
      }
      after = next.group(1);
    }
    assertThat(all).hasSizeGreaterThan(8);
    assertThat(paged).isEqualTo(all);
  }

  private static String evidence(String query) {
    return "/api/v1/systems/credit-scoring/evidence" + query;
  }

  private static List<String> indexes(Pattern index, String body) {
    return index.matcher(body).results().map(match -> match.group(1)).toList();
  }

  private static void holds(String name, HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(name + " " + answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo(status / 100 == 2 ? "application/json" : "application/problem+json");
    Map<?, ?> schemas = (Map<?, ?>) ((Map<?, ?>) spec.get("components")).get("schemas");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new JsonMapper().writeValueAsString(schemas.get(name)), InputFormat.JSON);
    assertThat(schema.validate(answer.body(), InputFormat.JSON)).as(name).isEmpty();
  }
}
