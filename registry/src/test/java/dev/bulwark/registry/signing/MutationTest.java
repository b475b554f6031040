package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.MadeCertificates.Wish;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.Serialization.Cut;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A signed model, changed in one way at a time: none is accepted.
class MutationTest {
  private static final List<String> NAMES =
      List.of("config.json", "weights/a.bin", "weights/b.bin", "code/load.py");

  @TempDir Path folder;
  private final AtomicInteger number = new AtomicInteger();
  private final MadeCertificates root = MadeCertificates.root(Wish.authority("CN=root"));
  private final MadeCertificates sound = root.issue(Wish.signer("CN=leaf"));
  private final List<MadeCertificates> unsound =
      List.of(
          root.issue(Wish.signer("CN=leaf").expired()),
          root.issue(Wish.signer("CN=leaf").notYet()),
          root.issue(
              Wish.signer("CN=leaf")
                  .used(KeyUsage.digitalSignature, Optional.of(KeyPurposeId.id_kp_serverAuth))),
          root.issue(Wish.signer("CN=leaf").used(KeyUsage.cRLSign, Optional.empty())),
          MadeCertificates.root(Wish.authority("CN=root")).issue(Wish.signer("CN=leaf")));

  @Test
  void noMutationOfASignedModelIsAccepted() {
    ForAll.cases(300, this::mutation);
  }

  @Test
  @Tag("slow")
  void noneOfTenThousandIsAccepted() {
    ForAll.cases(10_000, this::mutation);
  }

  private void mutation(RandomGenerator random) {
    Bench bench = new Bench(folder.resolve("m" + number.incrementAndGet()));
    for (String name : NAMES) {
      bench.with(name, name + " holds this");
    }
    boolean byCertificate = random.nextInt(4) == 0;
    TreeSigner.Identity identity =
        byCertificate ? sound.identity() : new TreeSigner.Identity(Bench.KEY, List.of());
    Serialization how =
        new Serialization(
            random.nextBoolean() ? Cut.Files.FILES : new Cut.Shards(7),
            HashType.SHA256,
            random.nextInt(5) == 0,
            List.of());
    TreeSigner.Signed signed =
        bench.signer.sign(
            bench.root,
            Optional.of(bench.root.resolve("model.sig")),
            how,
            identity,
            Optional.empty(),
            Bench.NOW);
    Trust trust =
        byCertificate
            ? new Trust.Roots(List.of(root.certificate()), List.of())
            : new Trust.Key(Bench.KEY.publicKey(), List.of());
    TreeVerifier.Options options = TreeVerifier.Options.STRICT;
    assertThat(bench.verify(signed.bundle(), trust, options)).isInstanceOf(Verified.class);
    Bytes bundle = mutated(bench, signed, identity, random);
    assertThat(bench.verify(bundle, trust, options)).isInstanceOf(TreeVerification.Refused.class);
    delete(bench.root);
  }

  /// Changes the tree, and gives the bundle back, or leaves the tree and changes the bundle.
  private Bytes mutated(
      Bench bench, TreeSigner.Signed signed, TreeSigner.Identity identity, RandomGenerator random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    Path file = bench.root.resolve(name);
    try {
      switch (random.nextInt(15)) {
        case 0 -> bench.with(name, Mangle.once(Files.readAllBytes(file), random));
        case 1 -> Files.move(file, file.resolveSibling("renamed"));
        case 2 -> swap(file, bench.root.resolve(other(name, random)));
        case 3 -> bench.with("weights/" + random.nextInt(9), "");
        case 4 -> bench.with(name, "");
        case 5 -> bench.without(name);
        case 6 -> {
          Path copy = Files.copy(file, folder.resolve("c" + number.incrementAndGet()));
          Files.delete(file);
          Files.createSymbolicLink(file, copy);
        }
        case 7 -> bench.with(name.toUpperCase(java.util.Locale.ROOT), "x");
        case 8 -> {
          return renamed(signed.manifest(), random);
        }
        case 9 -> {
          return hidden(bench, signed.manifest(), random);
        }
        case 10 -> {
          return doubled(signed.bundle(), random);
        }
        case 11 -> {
          return sealed(signed.manifest(), unsound.get(random.nextInt(unsound.size())).identity());
        }
        case 12 -> {
          return signed.bundle().slice(0, random.nextInt(signed.bundle().size()));
        }
        case 13 -> {
          return sealed(
              signed.manifest(),
              identity.certificates().isEmpty()
                  ? new TreeSigner.Identity(Bench.OTHER, List.of())
                  : new TreeSigner.Identity(Bench.KEY, identity.certificates()));
        }
        default -> {
          return mangled(signed.bundle(), random);
        }
      }
      return signed.bundle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String other(String name, RandomGenerator random) {
    int at = NAMES.indexOf(name) + 1 + random.nextInt(NAMES.size() - 1);
    return NAMES.get(at % NAMES.size());
  }

  private static void swap(Path one, Path two) throws IOException {
    byte[] first = Files.readAllBytes(one);
    Files.write(one, Files.readAllBytes(two));
    Files.write(two, first);
  }

  /// Signed by the right key, over a name no tree should have.
  private static Bytes renamed(Manifest manifest, RandomGenerator random) {
    List<String> evil =
        List.of("../config.json", "/config.json", "", "weights//a.bin", "./config.json", "a\\b");
    List<Resource> resources = new ArrayList<>(manifest.resources());
    int at = random.nextInt(resources.size());
    Resource old = resources.get(at);
    String name =
        random.nextInt(4) == 0
            ? resources.get((at + 1) % resources.size()).file()
            : evil.get(random.nextInt(evil.size()));
    if (name.equals(old.file())) {
      name = "..";
    }
    resources.set(at, new Resource(name, old.start(), old.end(), old.digest()));
    return sealed(
        new Manifest(manifest.model(), manifest.serialization(), resources),
        new TreeSigner.Identity(Bench.KEY, List.of()));
  }

  /// Signed by the right key, with an ignore list that hides a file.
  private static Bytes hidden(Bench bench, Manifest manifest, RandomGenerator random) {
    List<String> entries = List.of("code/evil.py", "evil", "*.py", "", ".", "..", "/");
    String entry = entries.get(random.nextInt(entries.size()));
    bench.with("code/evil.py", "x").with("evil/run.py", "x");
    Serialization how = manifest.serialization();
    return sealed(
        new Manifest(
            manifest.model(),
            new Serialization(how.cut(), how.hash(), how.allowSymlinks(), List.of(entry)),
            manifest.resources()),
        new TreeSigner.Identity(Bench.KEY, List.of()));
  }

  private static Bytes sealed(Manifest manifest, TreeSigner.Identity identity) {
    Bundle.Material material =
        identity.certificates().isEmpty()
            ? new Bundle.Material.Hint(identity.key().publicKey().hint())
            : new Bundle.Material.Chain(
                identity.certificates().stream().map(Certificates::der).toList());
    Bytes payload = manifest.statement().canonicalBytes();
    Bundle bare = new Bundle(material, List.of(), List.of(), payload, Bytes.EMPTY);
    return new Bundle(material, List.of(), List.of(), payload, identity.key().sign(bare.signed()))
        .json()
        .canonicalBytes();
  }

  private static Bytes doubled(Bytes bundle, RandomGenerator random) {
    List<String> members = List.of("payload", "payloadType", "sig", "mediaType", "signatures");
    String member = "\"" + members.get(random.nextInt(members.size())) + "\":";
    return Bytes.utf8(bundle.utf8().replaceFirst(member, member + "\"x\"," + member));
  }

  /// Damage at random. What still reads as the same bundle (other white space, another base64
  /// alphabet) is no mutation.
  private static Bytes mangled(Bytes bundle, RandomGenerator random) {
    while (true) {
      Bytes damaged = Bytes.of(Mangle.once(bundle.toArray(), random));
      try {
        if (!BundleReader.read(damaged).equals(BundleReader.read(bundle))) {
          return damaged;
        }
      } catch (Refusal refusal) {
        return damaged;
      }
    }
  }

  private static void delete(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
