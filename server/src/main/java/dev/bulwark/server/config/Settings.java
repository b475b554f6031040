package dev.bulwark.server.config;

import dev.bulwark.kernel.bytes.ByteSize;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every key there is. Add one here, and to {@link #ALL}.
public final class Settings {
  public static final Setting<String> HOST =
      Setting.of(
          "host",
          Kind.TEXT,
          "localhost",
          "the name people reach it by, and the address it listens on");
  public static final Setting<String> LISTEN =
      Setting.of("listen", Kind.TEXT, null, "the address to listen on, where it is not the name");
  public static final Setting<String> ORIGIN =
      Setting.of(
          "origin",
          Kind.TEXT,
          null,
          "where browsers find it behind a proxy, https://NAME; passkeys are for that name");
  public static final Setting<Integer> PORT =
      Setting.of("port", Kind.PORT, "8443", "the port; 0 for any free one");
  public static final Setting<String> DATABASE =
      Setting.of("database", Kind.DATABASE, null, "PostgreSQL instead of the file in the home");
  public static final Setting<SecretReference> DATABASE_PASSWORD =
      Setting.of("database-password", Kind.SECRET, null, "where the database's password is");
  public static final Setting<Duration> STOP_PATIENCE =
      Setting.of(
          "stop.patience", Kind.duration("0s", "1h"), "20s", "how long a stop waits for what runs");
  public static final Setting<ByteSize> REQUEST_RATE =
      Setting.of(
          "request.least-rate",
          Kind.SIZE,
          "1KiB",
          "bytes a second a request must bring its body in");
  public static final Setting<ByteSize> FILES_MOST =
      Setting.of("files.most", Kind.SIZE, "4GiB", "the most bytes of one zip of a system's files");
  public static final Setting<Duration> BROUGHT_LAST =
      Setting.of(
          "single-sign-on.roles-last",
          Kind.duration("1min", "31d"),
          "7d",
          "how long roles that groups brought count after somebody's last arrival, at most 31d");
  public static final Setting<SecretReference> METRICS_TOKEN =
      Setting.of("metrics.token", Kind.SECRET, null, "where the token is that opens /metrics");
  public static final Setting<Boolean> METRICS_LOOPBACK =
      Setting.of(
          "metrics.loopback", Kind.FLAG, "false", "whether /metrics is open to this very machine");
  public static final Setting<URI> TRACES =
      Setting.of(
          "traces.endpoint", Kind.ADDRESS, null, "an OTLP receiver, such as http://host:4318");
  public static final Setting<SecretReference> TRACES_AUTHORIZATION =
      Setting.of("traces.authorization", Kind.SECRET, null, "where its Authorization header is");
  public static final Setting<Integer> TRACES_PERCENT =
      Setting.of(
          "traces.percent", Kind.number(1, 100), "100", "how many of 100 requests are traced");
  public static final Setting<Boolean> REPLICAS =
      Setting.of(
          "replicas.enabled", Kind.FLAG, "false", "ledgers in PostgreSQL, for several replicas");
  public static final Setting<Duration> REPLICAS_LEASE =
      Setting.of(
          "replicas.lease",
          Kind.duration("1s", "10min"),
          "10s",
          "how long a silent leader keeps a ledger");
  public static final Setting<Duration> REPLICAS_WAIT =
      Setting.of(
          "replicas.wait",
          Kind.duration("0s", "10min"),
          "30s",
          "how long a request waits for a ledger");
  public static final Setting<URI> S3_ENDPOINT =
      Setting.of("s3.endpoint", Kind.ADDRESS, null, "an S3 server for sealed versions");
  public static final Setting<String> S3_BUCKET =
      Setting.of("s3.bucket", Kind.TEXT, "bulwark", "the bucket there");
  public static final Setting<String> S3_REGION =
      Setting.of("s3.region", Kind.TEXT, "us-east-1", "the region there");
  public static final Setting<SecretReference> S3_ACCESS_KEY =
      Setting.of("s3.access-key", Kind.SECRET, null, "where the access key's id is");
  public static final Setting<SecretReference> S3_SECRET_KEY =
      Setting.of("s3.secret-key", Kind.SECRET, null, "where the access key's secret is");

  public static final Setting<Set<String>> WEBHOOKS_ALLOW =
      Setting.of(
          "webhooks.allow",
          Kind.HOSTS,
          null,
          "hosts webhooks may go to although they are not public, or not at port 443");
  public static final Setting<String> WEBHOOKS_AUTHORITIES =
      Setting.of(
          "webhooks.authorities",
          Kind.TEXT,
          null,
          "a file of certificates that receivers are believed by, in the place of the machine's");
  public static final Setting<Boolean> WEBHOOKS_INSECURE_HTTP =
      Setting.of(
          "webhooks.insecure-http-loopback",
          Kind.FLAG,
          "false",
          "whether webhooks may go to this very machine in the clear");

  /// In the order they are shown.
  public static final List<Setting<?>> ALL =
      List.of(
          HOST,
          LISTEN,
          ORIGIN,
          PORT,
          DATABASE,
          DATABASE_PASSWORD,
          STOP_PATIENCE,
          REQUEST_RATE,
          FILES_MOST,
          BROUGHT_LAST,
          METRICS_TOKEN,
          METRICS_LOOPBACK,
          TRACES,
          TRACES_AUTHORIZATION,
          TRACES_PERCENT,
          REPLICAS,
          REPLICAS_LEASE,
          REPLICAS_WAIT,
          S3_ENDPOINT,
          S3_BUCKET,
          S3_REGION,
          S3_ACCESS_KEY,
          S3_SECRET_KEY,
          WEBHOOKS_ALLOW,
          WEBHOOKS_AUTHORITIES,
          WEBHOOKS_INSECURE_HTTP);

  /// Keys there were, with what to do instead. They stay here for good, so that an old file is told
  /// more than "unknown".
  public static final Map<String, String> REMOVED = Map.of();

  private Settings() {}
}
