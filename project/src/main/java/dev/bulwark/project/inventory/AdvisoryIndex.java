package dev.bulwark.project.inventory;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which files of the folder count, by the digest of their content: `osv`, `kev`, `epss` or `vex`
/// and the digest, a line each. The last line is `index` and the digest of all lines before it: one
/// that is missing would be advisories nobody asks.
record AdvisoryIndex(
    List<Digest> osv, Optional<Digest> kev, Optional<Digest> epss, List<Digest> vex) {
  static final AdvisoryIndex NONE =
      new AdvisoryIndex(List.of(), Optional.empty(), Optional.empty(), List.of());

  private static final String FORMAT = "bulwark-advisories 2";

  AdvisoryIndex {
    osv = List.copyOf(osv);
    vex = List.copyOf(vex);
  }

  static AdvisoryIndex parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
      throw new InventoryFault(
          InventoryFault.UNKNOWN_FORMAT,
          "expected an index of advisories that begins with \""
              + FORMAT
              + "\", found another; import everything again: the zips, --kev, --epss and --vex");
    }
    int end = lines.size() - 1;
    if (!text.equals(whole(lines.subList(0, end)))) {
      throw damaged();
    }
    List<Digest> osv = new ArrayList<>();
    List<Digest> vex = new ArrayList<>();
    Optional<Digest> kev = Optional.empty();
    Optional<Digest> epss = Optional.empty();
    for (String line : lines.subList(1, end)) {
      String[] words = line.split(" ", -1);
      if (words.length != 2 || !words[1].matches("[0-9a-f]{64}")) {
        throw damaged();
      }
      Digest digest = Digest.ofHex(words[1]);
      switch (words[0]) {
        case "osv" -> osv.add(digest);
        case "kev" -> kev = Optional.of(digest);
        case "epss" -> epss = Optional.of(digest);
        case "vex" -> vex.add(digest);
        default -> throw damaged();
      }
    }
    return new AdvisoryIndex(osv, kev, epss, vex);
  }

  private static InventoryFault damaged() {
    return new InventoryFault(
        InventoryFault.DAMAGED,
        "expected a whole index of advisories, found a damaged one; import everything"
            + " again: the zips, --kev, --epss and --vex");
  }

  String render() {
    List<String> lines = new ArrayList<>(List.of(FORMAT));
    osv.forEach(digest -> lines.add("osv " + digest.hex()));
    kev.ifPresent(digest -> lines.add("kev " + digest.hex()));
    epss.ifPresent(digest -> lines.add("epss " + digest.hex()));
    vex.forEach(digest -> lines.add("vex " + digest.hex()));
    return whole(lines);
  }

  private static String whole(List<String> lines) {
    String text = String.join("\n", lines) + "\n";
    return text + "index " + Digest.of(Bytes.utf8(text)).hex() + "\n";
  }

  /// The names of the files that count.
  List<String> names() {
    return Stream.of(osv.stream(), kev.stream(), epss.stream(), vex.stream())
        .flatMap(digests -> digests)
        .map(Digest::hex)
        .toList();
  }
}
