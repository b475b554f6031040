package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.config.Setting;
import dev.bulwark.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// What starts the server elsewhere gives it no more than it needs, and speaks of keys there are.
///
/// No container engine and no Helm runs here: the templates use so little of Helm's language that
/// it is rendered below, and anything else in them fails.
final class DeployTest {
  private static final Path DEPLOY = Path.of("../deploy");
  private static final Pattern ACTION = Pattern.compile("\\{\\{-? ?(.*?) ?-?}}");
  private static final Pattern VARIABLE = Pattern.compile("BULWARK_[A-Z0-9_]+");

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Object at(Object node, String path) {
    Object found = node;
    for (String key : path.split("\\.")) {
      found =
          key.matches("\\d+")
              ? ((List<?>) found).get(Integer.parseInt(key))
              : ((Map<?, ?>) found).get(key);
      assertThat(found).as(path).isNotNull();
    }
    return found;
  }

  private static Object value(Object values, String path) {
    return path.equals(".Release.Name") ? "team" : at(values, path.replace(".Values.", ""));
  }

  private static String render(String template, Object values) {
    StringBuilder page = new StringBuilder();
    List<Boolean> open = new ArrayList<>();
    for (String line : template.split("\n")) {
      Matcher action = ACTION.matcher(line);
      if (line.strip().startsWith("{{- if ") && action.find()) {
        open.add(!List.of("", List.of()).contains(value(values, action.group(1).substring(3))));
      } else if (line.strip().equals("{{- else }}")) {
        open.add(!open.removeLast());
      } else if (line.strip().equals("{{- end }}")) {
        open.removeLast();
      } else if (!open.contains(false)) {
        page.append(
                ACTION
                    .matcher(line)
                    .replaceAll(found -> Matcher.quoteReplacement(one(found.group(1), values))))
            .append('\n');
      }
    }
    assertThat(open).as("every if ends").isEmpty();
    return page.toString();
  }

  private static String one(String action, Object values) {
    if (action.endsWith(" | quote")) {
      return "\"" + value(values, action.replace(" | quote", "")) + "\"";
    }
    if (action.startsWith("toYaml ")) {
      String inner = action.replaceFirst("toYaml (\\S+) \\| nindent \\d+", "$1");
      int deep = Integer.parseInt(action.replaceFirst(".* ", ""));
      String dumped =
          new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
              .dumpToString(value(values, inner));
      return "\n" + dumped.strip().indent(deep).stripTrailing();
    }
    assertThat(action).matches("\\.(Values|Release)\\.[A-Za-z0-9.]+");
    return value(values, action).toString();
  }

  private static Map<String, Object> rendered(boolean everything) throws IOException {
    Path chart = DEPLOY.resolve("helm/bulwark");
    String values = Files.readString(chart.resolve("values.yaml"));
    Object given =
        yaml(
            everything
                ? values
                    .replace("secret: \"\"", "secret: metrics")
                    .replace("endpoint: \"\"", "endpoint: http://collector:4318")
                    .replace("namespace: \"\"", "namespace: monitoring")
                    .replace("origin: \"\"", "origin: https://bulwark.example.com:8443")
                    .replace(
                        "egress: []",
                        "egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{protocol:"
                            + " TCP, port: 443}]}]")
                    .replace("storageClass: \"\"", "storageClass: shared")
                : values);
    Map<String, Object> kinds = new TreeMap<>();
    try (Stream<Path> templates = Files.list(chart.resolve("templates"))) {
      for (Path template : templates.sorted().toList()) {
        Object document = yaml(render(Files.readString(template), given));
        assertThat(at(document, "metadata.name").toString()).startsWith("team");
        kinds.put(at(document, "kind").toString(), document);
      }
    }
    return kinds;
  }

  @Test
  void theChartGivesAPodWhatItNeedsAndNoMore() throws IOException {
    for (boolean everything : List.of(false, true)) {
      Map<String, Object> kinds = rendered(everything);
      assertThat(kinds)
          .containsOnlyKeys(
              "NetworkPolicy",
              "PersistentVolumeClaim",
              "PodDisruptionBudget",
              "Service",
              "StatefulSet");
      Object pod = at(kinds.get("StatefulSet"), "spec.template.spec");
      assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
      assertThat(at(pod, "enableServiceLinks")).isEqualTo(false);
      assertThat(at(pod, "securityContext.runAsNonRoot")).isEqualTo(true);
      assertThat(at(pod, "securityContext.seccompProfile.type")).isEqualTo("RuntimeDefault");
      Object container = at(pod, "containers.0");
      assertThat(at(container, "securityContext.allowPrivilegeEscalation")).isEqualTo(false);
      assertThat(at(container, "securityContext.privileged")).isEqualTo(false);
      assertThat(at(container, "securityContext.readOnlyRootFilesystem")).isEqualTo(true);
      assertThat(at(container, "securityContext.capabilities.drop")).isEqualTo(List.of("ALL"));
      assertThat(at(container, "resources.limits.memory")).isNotNull();
      assertThat(at(container, "livenessProbe.httpGet.path")).isEqualTo("/health");
      assertThat(at(container, "readinessProbe.httpGet.path")).isEqualTo("/ready");
      assertThat((Integer) at(pod, "terminationGracePeriodSeconds")).isGreaterThan(20);
      Object labels = at(kinds.get("StatefulSet"), "spec.template.metadata.labels");
      for (String kind : List.of("Service", "PodDisruptionBudget", "NetworkPolicy")) {
        String where =
            kind.equals("Service")
                ? "spec.selector"
                : kind.equals("NetworkPolicy")
                    ? "spec.podSelector.matchLabels"
                    : "spec.selector.matchLabels";
        assertThat(at(kinds.get(kind), where)).as(kind).isEqualTo(labels);
      }
      assertThat(at(kinds.get("NetworkPolicy"), "spec.policyTypes"))
          .isEqualTo(List.of("Ingress", "Egress"));
      assertThat(at(kinds.get("Service"), "spec.sessionAffinity")).isEqualTo("ClientIP");
      List<?> rules = (List<?>) at(kinds.get("NetworkPolicy"), "spec.egress");
      assertThat(rules.toString().contains("203.0.113.0/24")).isEqualTo(everything);
      assertThat(at(kinds.get("NetworkPolicy"), "spec.ingress").toString().contains("monitoring"))
          .isEqualTo(everything);
      mountsMatchVolumes(pod, container);
      itFindsItselfAndKnowsItsDatabase(container, everything);
      theSettingsAreSettings(container);
    }
  }

  private static void mountsMatchVolumes(Object pod, Object container) {
    List<Object> mounted =
        ((List<?>) at(container, "volumeMounts")).stream().map(each -> at(each, "name")).toList();
    List<Object> volumes =
        ((List<?>) at(pod, "volumes")).stream().map(each -> at(each, "name")).toList();
    assertThat(mounted).isEqualTo(volumes);
  }

  /// Browsers do not see the port of the pod; and a certificate is verified against something.
  private static void itFindsItselfAndKnowsItsDatabase(Object container, boolean everything) {
    Map<String, String> env = new HashMap<>();
    for (Object each : (List<?>) at(container, "env")) {
      env.put(at(each, "name").toString(), at(each, "value").toString());
    }
    assertThat(env)
        .containsEntry(
            "BULWARK_ORIGIN",
            everything ? "https://bulwark.example.com:8443" : "https://bulwark.example.com");
    Matcher root = Pattern.compile("sslrootcert=(/[^&]*)").matcher(env.get("BULWARK_DATABASE"));
    assertThat(root.find()).isTrue();
    List<Object> mounted =
        ((List<?>) at(container, "volumeMounts"))
            .stream().map(each -> at(each, "mountPath")).toList();
    assertThat(mounted).contains(Path.of(root.group(1)).getParent().toString());
    assertThat(env.containsKey("BULWARK_S3_ENDPOINT")).isEqualTo(everything);
    env.values().stream()
        .filter(value -> value.startsWith("file:"))
        .forEach(
            value ->
                assertThat(mounted).contains(Path.of(value.substring(5)).getParent().toString()));
  }

  private static void theSettingsAreSettings(Object container) {
    Map<String, Setting<?>> known = new HashMap<>();
    Settings.ALL.forEach(setting -> known.put(setting.variable(), setting));
    for (Object each : (List<?>) at(container, "env")) {
      String name = at(each, "name").toString();
      if (!name.equals("BULWARK_HOME")) {
        assertThat(known).containsKey(name);
        known.get(name).kind().reader().read(at(each, "value").toString());
      }
    }
  }

  @Test
  void theImageRunsAsNobodyInParticular() throws IOException {
    String file = Files.readString(DEPLOY.resolve("container/Containerfile"));
    List<String> lines = file.lines().map(String::strip).filter(l -> !l.startsWith("#")).toList();
    assertThat(lines.getFirst()).startsWith("ARG RUNTIME=").doesNotContain(":latest");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("USER "))
        .containsExactly("USER 10001:10001");
    assertThat(file)
        .doesNotContain("ADD ", "curl ", "sudo", "chmod 777", "apt-get")
        .contains("ENTRYPOINT [\"java\"", "STOPSIGNAL SIGTERM", "EXPOSE 8443");
    assertThat(lines.indexOf("USER 10001:10001"))
        .isGreaterThan(
            lines.stream()
                .filter(l -> l.startsWith("RUN"))
                .mapToInt(lines::indexOf)
                .max()
                .orElse(0));
    theVariablesAreKnown(file);
  }

  @Test
  void theUnitLocksItsProcessIn() throws IOException {
    String unit = Files.readString(DEPLOY.resolve("systemd/bulwark.service"));
    assertThat(unit.lines())
        .contains(
            "DynamicUser=yes",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ProtectSystem=strict",
            "StateDirectory=bulwark",
            "StateDirectoryMode=0700",
            "SystemCallFilter=@system-service",
            "KillSignal=SIGTERM");
    theVariablesAreKnown(unit);
  }

  private static void theVariablesAreKnown(String text) {
    List<String> known = Settings.ALL.stream().map(Setting::variable).toList();
    assertThat(VARIABLE.matcher(text).results().map(found -> found.group()))
        .allMatch(name -> name.equals("BULWARK_HOME") || known.contains(name));
  }
}
