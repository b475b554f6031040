package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Helm itself finds nothing wrong with the chart, Kubernetes knows every field it makes, and a pod
/// of it is given no more than it needs.
///
/// Elsewhere than on the platform whose library the build names, helm-java would fetch one by
/// itself while it runs, unverified: so it is not asked there.
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "skipped: Helm's library is here for Linux on amd64 alone")
final class DeployChartTest {
  private static final Path CHART = Path.of("../deploy/helm/bulwark");

  /// What values.yaml speaks of, as a file of values that somebody gives beside it.
  private enum Values {
    AS_IT_COMES(""),
    ONE_REPLICA("replicas: 1"),
    FROM_A_DIGEST("image: registry.example.com:5000/bulwark@sha256:%s".formatted("0".repeat(64))),
    SEALED_ON_S3("s3: {endpoint: 'https://s3.example.com:9000', bucket: sealed, keys: s3-keys}"),
    EVERYTHING(
        """
        origin: https://bulwark.example.com:8443
        replicas: 3
        database: {address: 'jdbc:postgresql://pg:5432/b?user=b&sslmode=verify-full'}
        home: {size: 100Gi, storageClass: shared}
        metrics: {secret: metrics-token, namespace: monitoring}
        s3: {endpoint: 'https://s3.example.com'}
        traces: {endpoint: 'http://collector:4318'}
        network:
          egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{protocol: TCP, port: 443}]}]
        """);

    private final String text;

    Values(String text) {
      this.text = text;
    }

    boolean has(String what) {
      return text.contains(what);
    }
  }

  @TempDir private Path folder;

  private String rendered(String values) throws IOException {
    Path given = Files.writeString(folder.resolve("given.yaml"), values);
    return new Helm(CHART)
        .template()
        .withName("team")
        .withKubeVersion("1.27.0")
        .withValuesFile(given)
        .call();
  }

  /// Helm lints a chart with its own values alone: they are changed in a copy.
  private LintResult linted(String from, String to) throws IOException {
    Path copy = folder.resolve("bulwark");
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(CHART.relativize(file).toString()));
      }
    }
    String values = Files.readString(CHART.resolve("values.yaml"));
    assertThat(values).contains(from);
    Files.writeString(copy.resolve("values.yaml"), values.replaceFirst(from, to));
    return new Helm(copy).lint().strict().call();
  }

  @Test
  void helmFindsNothingToSayOfTheChart() {
    LintResult result = new Helm(CHART).lint().strict().call();

    assertThat(result.getMessages()).allMatch(message -> message.startsWith("[INFO]"));
    assertThat(result.isFailed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 2               | replicas: two          | at '/replicas': got string, want integer
          replicas: 2               | replicas: 0            | at '/replicas': minimum: got 0, want 1
          secret: bulwark-database  | secrets: mine          | at '/database': missing property 'secret'
          storageClass:             | storageclass:          | at '/home': additional properties 'storageclass' not allowed
          host: bulwark             | host: https://bulwark  | at '/host': 'https://bulwark.example.com' does not match pattern
          bulwark:0.1.0             | bulwark                | at '/image': 'registry.example.com/bulwark' does not match pattern
          memory: 2Gi               | cpu: 2                 | at '/resources/limits': missing property 'memory'
          """)
  void wrongValuesAreRefusedAndHelmSaysWhere(String from, String to, String why)
      throws IOException {
    LintResult result = linted(from, to);

    assertThat(result.isFailed()).isTrue();
    assertThat(String.join("\n", result.getMessages())).contains(why);
  }

  @Test
  void aPasswordInTheAddressIsRefused() {
    assertThatThrownBy(
            () -> rendered("database: {address: 'jdbc:postgresql://pg/b?user=b&Password=oh'}"))
        .hasMessageContaining("database.address holds a password")
        .hasMessageContaining("put it into the Secret that database.secret names");
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsRefused() throws IOException {
    Path template = CHART.resolve("templates/service.yaml");
    String service = Files.readString(template).replaceAll("\\{\\{.*?}}", "team");

    KubernetesManifests.read(service);
    assertThatThrownBy(() -> KubernetesManifests.read(service.replace("sessionA", "sesionA")))
        .hasMessageContaining("`sesionAffinity`");
    assertThatThrownBy(() -> KubernetesManifests.read(service.replace("443", "\"443\"")))
        .hasMessageContaining("v1 Service.spec.ports.0.port");
  }

  @ParameterizedTest
  @EnumSource
  void kubernetesKnowsWhatHelmMakesAndNothingIsASecretInTheOpen(Values values) throws IOException {
    KubernetesManifests made = KubernetesManifests.read(rendered(values.text));
    V1StatefulSet set = made.one(V1StatefulSet.class);

    assertThat(made.count()).isEqualTo(5);
    Map<String, String> labels = set.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(set.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(made.one(V1Service.class).getSpec().getSelector()).isEqualTo(labels);
    assertThat(made.one(V1PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
        .isEqualTo(labels);
    thePodGetsNoMoreThanItNeeds(set.getSpec().getTemplate().getSpec());
    theServerFindsWhatItIsTold(set.getSpec().getTemplate().getSpec(), values);
    replicasShareWhatTheyMust(made, values);
    theNetworkIsClosedButFor(made.one(V1NetworkPolicy.class), values);
  }

  private static void thePodGetsNoMoreThanItNeeds(V1PodSpec pod) {
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(20);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    V1Container container = only(pod);
    V1SecurityContext context = container.getSecurityContext();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getPrivileged()).isFalse();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(context.getCapabilities().getAdd()).isNullOrEmpty();
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(asks(container.getStartupProbe())).isEqualTo("HTTPS /health");
    assertThat(asks(container.getLivenessProbe())).isEqualTo("HTTPS /health");
    assertThat(asks(container.getReadinessProbe())).isEqualTo("HTTPS /ready");
    assertThat(pod.getVolumes())
        .allMatch(
            volume ->
                volume.getSecret() == null
                    ? volume.getPersistentVolumeClaim() != null || volume.getEmptyDir() != null
                    : volume.getSecret().getDefaultMode() == 0440);
  }

  private static V1Container only(V1PodSpec pod) {
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(pod.getInitContainers()).isNullOrEmpty();
    return pod.getContainers().getFirst();
  }

  private static String asks(V1Probe probe) {
    assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo("https");
    return probe.getHttpGet().getScheme() + " " + probe.getHttpGet().getPath();
  }

  /// Each setting is read as the server would, and each file it names lies in a mounted Secret.
  private static void theServerFindsWhatItIsTold(V1PodSpec pod, Values values) {
    V1Container container = only(pod);
    Map<String, String> env =
        container.getEnv().stream()
            .collect(
                Collectors.toMap(
                    V1EnvVar::getName, V1EnvVar::getValue, (a, b) -> a + b, TreeMap::new));
    env.forEach(DeployedVariables::isRead);
    assertThat(env)
        .containsEntry(
            "BULWARK_ORIGIN",
            values.has("origin")
                ? "https://bulwark.example.com:8443"
                : "https://bulwark.example.com");
    assertThat(env.containsKey("BULWARK_METRICS_TOKEN")).isEqualTo(values.has("metrics"));
    assertThat(env.containsKey("BULWARK_S3_SECRET_KEY")).isEqualTo(values.has("s3"));
    assertThat(env.containsKey("BULWARK_TRACES_ENDPOINT")).isEqualTo(values.has("traces"));

    Map<String, String> mounts =
        container.getVolumeMounts().stream()
            .collect(Collectors.toMap(V1VolumeMount::getMountPath, V1VolumeMount::getName));
    assertThat(mounts.values())
        .containsExactlyInAnyOrderElementsOf(
            pod.getVolumes().stream().map(V1Volume::getName).toList());
    List<String> secrets =
        pod.getVolumes().stream()
            .filter(volume -> volume.getSecret() != null)
            .map(V1Volume::getName)
            .toList();
    Stream.concat(
            env.values().stream().filter(value -> value.startsWith("file:")),
            Stream.of(env.get("BULWARK_DATABASE").replaceFirst(".*&sslrootcert=", "file:")))
        .map(value -> Path.of(value.substring("file:".length())).getParent().toString())
        .forEach(path -> assertThat(secrets).contains(mounts.get(path)));
  }

  private static void replicasShareWhatTheyMust(KubernetesManifests made, Values values) {
    V1StatefulSet set = made.one(V1StatefulSet.class);
    V1PodSpec pod = set.getSpec().getTemplate().getSpec();
    V1PersistentVolumeClaim home = made.one(V1PersistentVolumeClaim.class);

    assertThat(set.getSpec().getReplicas())
        .isEqualTo(values.has("replicas: 1") ? 1 : values.has("replicas: 3") ? 3 : 2);
    assertThat(only(pod).getEnv())
        .contains(new V1EnvVar().name("BULWARK_REPLICAS_ENABLED").value("true"))
        .anyMatch(
            each ->
                each.getName().equals("BULWARK_DATABASE")
                    && each.getValue().startsWith("jdbc:postgresql:"));
    assertThat(home.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    assertThat(home.getSpec().getStorageClassName())
        .isEqualTo(values.has("storageClass") ? "shared" : null);
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
        .singleElement()
        .returns(
            home.getMetadata().getName(),
            volume -> volume.getPersistentVolumeClaim().getClaimName());
    assertThat(pod.getTopologySpreadConstraints())
        .singleElement()
        .returns("kubernetes.io/hostname", each -> each.getTopologyKey());
    assertThat(made.one(V1Service.class).getSpec().getSessionAffinity()).isEqualTo("ClientIP");
    assertThat(made.one(V1PodDisruptionBudget.class).getSpec().getMaxUnavailable().getIntValue())
        .isEqualTo(1);
  }

  private static void theNetworkIsClosedButFor(V1NetworkPolicy policy, Values values) {
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .hasSize(values.has("metrics") ? 2 : 1)
        .allMatch(rule -> rule.getFrom().getFirst().getNamespaceSelector() != null);
    assertThat(policy.getSpec().getEgress()).hasSize(values.has("traces") ? 4 : 2);
  }
}
