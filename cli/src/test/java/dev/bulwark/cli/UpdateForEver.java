package dev.bulwark.cli;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// A vendor who brings out release after release, and a registry that follows, until it is killed.
final class UpdateForEver {
  private UpdateForEver() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (int number = Integer.parseInt(args[1]); ; number++) {
      Path release = folder.resolve("releases").resolve("scorer-1." + number);
      Files.createDirectories(release);
      for (String name : new String[] {"scorer.onnx", "scorer.safetensors"}) {
        byte[] bytes = Files.readAllBytes(folder.resolve("project/models").resolve(name));
        if (name.endsWith("safetensors")) {
          bytes[bytes.length - 1] = (byte) number;
        }
        Files.write(release.resolve(name), bytes);
      }
      run("sign", release.toString(), "--key", folder.resolve("vendor.pem").toString());
      System.out.println("signed " + number);
      System.out.flush();
      int exit = run("update", "run", "--project", folder.resolve("project").toString());
      System.out.println("ran " + number + " " + exit);
      System.out.flush();
    }
  }

  private static int run(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return Main.run(
        new Shell(
            new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime),
        arguments);
  }
}
