package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second implementation in another language reads what was signed here: signature, root, order
/// and digests. Left out where Python or its `cryptography` is not installed.
class PythonTest {
  private static final String PYTHON =
      """
      import base64, hashlib, json, pathlib, sys
      from cryptography.hazmat.primitives import hashes, serialization
      from cryptography.hazmat.primitives.asymmetric import ec
      root, key = pathlib.Path(sys.argv[1]), serialization.load_pem_public_key(sys.argv[2].encode())
      bundle = json.loads((root / 'model.sig').read_bytes())
      envelope = bundle['dsseEnvelope']
      payload = base64.b64decode(envelope['payload'], validate=True)
      kind = envelope['payloadType'].encode()
      pae = b'DSSEv1 %d %s %d ' % (len(kind), kind, len(payload)) + payload
      key.verify(base64.b64decode(envelope['signatures'][0]['sig']), pae, ec.ECDSA(hashes.SHA384()))
      pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
      assert bundle['verificationMaterial']['publicKey']['hint'] == hashlib.sha256(pem).hexdigest()
      statement = json.loads(payload)
      predicate = statement['predicate']
      how, resources = predicate['serialization'], predicate['resources']
      new = {'sha256': hashlib.sha256, 'blake2b': hashlib.blake2b}[how['hash_type']]
      expected = []
      for path in root.rglob('*'):
          name = pathlib.PurePosixPath(path.relative_to(root))
          if path.is_file() and not any(name.is_relative_to(i) for i in how['ignore_paths']):
              data = path.read_bytes()
              if how['method'] == 'files':
                  expected.append(((name,), str(name), how['hash_type'], new(data).hexdigest()))
              else:
                  size = how['shard_size']
                  for start in range(0, len(data), size):
                      end = min(start + size, len(data))
                      expected.append(((name, start, end), f'{name}:{start}:{end}',
                          f"{how['hash_type']}-sharded-{size}", new(data[start:end]).hexdigest()))
      expected.sort()
      assert [e[1:] for e in expected] == [(r['name'], r['algorithm'], r['digest']) for r in resources], resources
      whole = hashlib.sha256(b''.join(bytes.fromhex(r['digest']) for r in resources)).hexdigest()
      assert [s['digest'] for s in statement['subject']] == [{'sha256': whole}]
      """;

  @TempDir Path folder;

  static Stream<Serialization> ways() {
    return TreeSignerTest.everyWay().filter(how -> how.hash() != HashType.BLAKE3);
  }

  @Test
  void anotherLanguageReadsWhatIsSignedHere() throws Exception {
    Assumptions.assumeTrue(run("import cryptography").isEmpty(), "Python's cryptography");
    Bench bench =
        new Bench(folder)
            .model()
            .with("a/b", "1")
            .with("a-b", "2")
            .with("a.b", "3")
            .with("d0-x/f", "4")
            .with("d0/f", "5")
            .with("d0.txt", "6")
            .with("\uffee", "7")
            .with("\ud83d\ude00", "8")
            .with("模型.bin", "9")
            .with(".git/config", "ignored");
    for (Serialization how : ways().toList()) {
      Files.write(folder.resolve("model.sig"), bench.bundle(how).toArray());
      assertThat(run(PYTHON, folder.toString(), Bench.KEY.publicKey().pem())).isEmpty();
    }
  }

  private static String run(String program, String... arguments) throws InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/python3", "-c", program));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : "failed: " + said;
    } catch (IOException e) {
      return "no Python";
    }
  }
}
