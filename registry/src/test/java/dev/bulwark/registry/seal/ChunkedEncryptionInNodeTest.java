package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.Messages.CHUNK;
import static dev.bulwark.registry.seal.Messages.CONTEXT;
import static dev.bulwark.registry.seal.Messages.KEY;
import static dev.bulwark.registry.seal.Messages.filled;
import static dev.bulwark.registry.seal.Messages.opened;
import static dev.bulwark.registry.seal.Messages.seal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second implementation, in another language.
class ChunkedEncryptionInNodeTest {
  @TempDir Path folder;

  /// A second implementation, in another language, opens ours and seals what ours opens.
  @Test
  void nodeUnderstandsTheSame() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/node")), "skipped: /usr/bin/node is not present");
    Path script = Files.writeString(folder.resolve("chunked.js"), NODE);
    for (int size : new int[] {0, 1, CHUNK - 1, CHUNK, 70_000, 300 * CHUNK + 77}) {
      byte[] plain = filled(size, size + 3);
      Path in = Files.write(folder.resolve("in"), seal(plain));
      Path out = folder.resolve("out");
      node(script, "open", in, out);
      assertThat(Files.readAllBytes(out)).isEqualTo(plain);
      node(script, "seal", out, in);
      assertThat(opened(Files.readAllBytes(in))).isEqualTo(plain);
    }
  }

  private static void node(Path script, String verb, Path in, Path out) throws Exception {
    Process node =
        new ProcessBuilder(
                "/usr/bin/node",
                script.toString(),
                verb,
                KEY.secret().hex(),
                CONTEXT.hex(),
                in.toString(),
                out.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(said).isZero();
  }

  private static final String NODE =
      """
      const crypto = require('crypto'), fs = require('fs');
      const [verb, key, context, from, to] = process.argv.slice(2);
      const input = fs.readFileSync(from), size = 16384, parts = [];
      const salt = verb === 'open' ? input.subarray(0, 24) : crypto.randomBytes(24);
      const info = Buffer.concat([Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'),
        Buffer.from([0]), salt, Buffer.from(context, 'hex')]);
      const mac = (...p) =>
        crypto.createHmac('sha512', Buffer.from(key, 'hex')).update(Buffer.concat(p)).digest();
      const t1 = mac(info, Buffer.from([1])), t2 = mac(t1, info, Buffer.from([2]));
      const all = Buffer.concat([t1, t2]), k = all.subarray(0, 32), commitment = all.subarray(44, 76);
      function nonce(n) {
        const b = Buffer.from(all.subarray(32, 44));
        for (let i = 11, r = n; r > 0; i--, r = Math.floor(r / 256)) b[i] ^= r % 256;
        return b;
      }
      if (verb === 'open') {
        if (!commitment.equals(input.subarray(24, 56))) throw new Error('commitment');
        for (let at = 56, n = 0; ; at += size + 16, n++) {
          const chunk = input.subarray(at, at + size + 16);
          const d = crypto.createDecipheriv('aes-256-gcm', k, nonce(n));
          d.setAuthTag(chunk.subarray(chunk.length - 16));
          parts.push(d.update(chunk.subarray(0, chunk.length - 16)), d.final());
          if (chunk.length < size + 16) break;
        }
      } else {
        parts.push(salt, commitment);
        for (let at = 0, n = 0; at <= input.length; at += size, n++) {
          const c = crypto.createCipheriv('aes-256-gcm', k, nonce(n));
          parts.push(c.update(input.subarray(at, at + size)), c.final(), c.getAuthTag());
        }
      }
      fs.writeFileSync(to, Buffer.concat(parts));
      """;
}
