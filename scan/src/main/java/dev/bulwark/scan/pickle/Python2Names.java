package dev.bulwark.scan.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What Python 3 reads the names of Python 2 as, below protocol 3 (`fix_imports`).
final class Python2Names {
  static final Python2Names BUILTIN = load();

  private final Map<PickleName, PickleName> names = new HashMap<>();
  private final Map<String, String> modules = new HashMap<>();

  private Python2Names() {}

  private static Python2Names load() {
    Python2Names tables = new Python2Names();
    try (InputStream in = Python2Names.class.getResourceAsStream("python2-names.tsv")) {
      if (in == null) {
        throw new IllegalStateException("python2-names.tsv is missing from the build");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(tables::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }

  private void add(String line) {
    String[] fields = line.split("\t", -1);
    if (fields[0].equals("name")) {
      names.put(new PickleName(fields[1], fields[2]), new PickleName(fields[3], fields[4]));
    } else if (fields[0].equals("module")) {
      modules.put(fields[1], fields[2]);
    }
  }

  PickleName map(PickleName written) {
    PickleName moved = names.get(written);
    if (moved != null) {
      return moved;
    }
    String module = modules.get(written.module());
    return module == null ? written : new PickleName(module, written.qualified());
  }
}
