package dev.bulwark.server.objects;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.ReadChannel;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.disk.FreeRoom;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in a bucket, below a prefix.
///
/// An object comes to its name by one conditional request (`If-None-Match: *`): whole or not at
/// all, and never in the place of another. The server must honour that condition and be strongly
/// consistent, as Amazon's, MinIO and Ceph are. Bytes on their way lie in a nameless file in the
/// server's folder, and one request takes at most 5 GiB.
public final class S3Objects implements ObjectStore {
  private static final Pattern NAME =
      Pattern.compile("(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final String PROBE = "bulwark-probe";

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final ByteSize most;
  private final FreeRoom room;
  private final Runnable first;

  /// @param prefix ends with `/`
  /// @param room where bytes lie on their way
  S3Objects(S3Client client, String bucket, String prefix, FreeRoom room) {
    this(client, bucket, prefix, ByteSize.ofGib(5), room, () -> {});
  }

  /// @param most of one object
  /// @param first runs before an object is begun, and refuses by throwing
  S3Objects(
      S3Client client, String bucket, String prefix, ByteSize most, FreeRoom room, Runnable first) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
    this.most = most;
    this.room = room;
    this.first = first;
  }

  /// The stores of all systems in one bucket, each below its id. The S3 server is asked nothing
  /// before somebody reads or writes.
  ///
  /// @param room where bytes lie on their way
  public static Function<String, ObjectStore> at(
      URI endpoint,
      String region,
      String bucket,
      String accessKey,
      String secretKey,
      FreeRoom room) {
    S3Client client = client(endpoint, region, accessKey, secretKey);
    AtomicBoolean isKnown = new AtomicBoolean();
    Runnable first =
        () -> {
          if (!isKnown.get()) {
            requireConditions(client, bucket);
            isKnown.set(true);
          }
        };
    return system ->
        new S3Objects(client, bucket, "systems/" + system + "/", ByteSize.ofGib(5), room, first);
  }

  /// A server that ignores the condition would let one version take another's place: it is refused
  /// before anything is kept there. One that says that another request for the same name is under
  /// way looks at the condition, too.
  ///
  /// @throws StoreFault `store-unavailable`
  static void requireConditions(S3Client client, String bucket) {
    try {
      for (int attempt = 0; attempt < 2; attempt++) {
        client.putObject(
            ask -> ask.bucket(bucket).key(PROBE).ifNoneMatch("*"), RequestBody.fromString("probe"));
      }
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == S3Writer.CONFLICT) {
        return;
      }
      throw fault("write", PROBE, bucket, e);
    } catch (SdkException e) {
      throw fault("write", PROBE, bucket, e);
    }
    throw new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected the S3 server to refuse to replace an object (If-None-Match), found that it"
            + " replaces; use one that honours the condition");
  }

  static S3Client client(URI endpoint, String region, String accessKey, String secretKey) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofSeconds(60)))
        .build();
  }

  S3Client client() {
    return client;
  }

  String bucket() {
    return bucket;
  }

  ByteSize most() {
    return most;
  }

  FreeRoom room() {
    return room;
  }

  String key(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected segments of [A-Za-z0-9._-] joined by /, found another name");
    }
    return prefix + name;
  }

  @Override
  public Writer create() {
    first.run();
    return S3Writer.begin(this);
  }

  @Override
  public Optional<SeekableByteChannel> open(String name) {
    String key = key(name);
    try {
      HeadObjectResponse head = client.headObject(ask -> ask.bucket(bucket).key(key));
      return Optional.of(
          new ReadChannel(head.contentLength(), new S3Reading(this, key, head.eTag())));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw fault("read", key, e);
    } catch (SdkException e) {
      throw fault("read", key, e);
    }
  }

  @Override
  public void erase(String name) {
    String key = key(name);
    try {
      client.deleteObject(ask -> ask.bucket(bucket).key(key));
    } catch (SdkException e) {
      throw fault("erase", key, e);
    }
  }

  @Override
  public List<String> names() {
    try {
      return client
          .listObjectsV2Paginator(ask -> ask.bucket(bucket).prefix(prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(key -> key.substring(prefix.length()))
          .sorted()
          .toList();
    } catch (SdkException e) {
      throw fault("list", prefix, e);
    }
  }

  StoreFault fault(String doing, String key, @Nullable Exception cause) {
    return fault(doing, key, bucket, cause);
  }

  private static StoreFault fault(
      String doing, String key, String bucket, @Nullable Exception cause) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "cannot %s %s in the bucket %s: %s; look at the S3 server, its address and the key's rights"
            .formatted(doing, key, bucket, cause == null ? "" : cause.getClass().getSimpleName()),
        cause);
  }
}
