import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Holds every Java source below the given folder against google-java-format. `check` lists what
/// differs and fails; `apply` rewrites it.
void main(String[] args) throws Exception {
  boolean apply = args[0].equals("apply");
  Path root = Path.of(args[1]);
  Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
  List<Path> differing = new ArrayList<>();
  for (Path file : sources(root)) {
    String before = Files.readString(file);
    String after =
        formatter.formatSource(
            RemoveUnusedImports.removeUnusedImports(
                ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.GOOGLE)));
    if (!after.equals(before)) {
      differing.add(file);
      if (apply) {
        Files.writeString(file, after);
      }
    }
  }
  differing.forEach(
      file -> IO.println((apply ? "formatted " : "not formatted: ") + root.relativize(file)));
  if (!apply && !differing.isEmpty()) {
    IO.println("run: mvn -Pformat -N process-sources");
    System.exit(1);
  }
}

List<Path> sources(Path root) throws Exception {
  try (Stream<Path> files = Files.walk(root)) {
    return files
        .filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
        .sorted()
        .toList();
  }
}
