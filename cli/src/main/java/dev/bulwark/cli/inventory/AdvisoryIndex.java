package dev.bulwark.cli.inventory;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which files of the folder count, by the digest of their content: `osv`, `kev` or `epss` and the
/// digest, a line each.
record AdvisoryIndex(List<Digest> osv, Optional<Digest> kev, Optional<Digest> epss) {
  static final AdvisoryIndex NONE =
      new AdvisoryIndex(List.of(), Optional.empty(), Optional.empty());

  private static final String FORMAT = "bulwark-advisories 1";

  AdvisoryIndex {
    osv = List.copyOf(osv);
  }

  static AdvisoryIndex parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
      throw new InventoryFault(
          InventoryFault.UNKNOWN_FORMAT,
          "expected an index of advisories that begins with \""
              + FORMAT
              + "\", found another; import the zips again");
    }
    List<Digest> osv = new ArrayList<>();
    Optional<Digest> kev = Optional.empty();
    Optional<Digest> epss = Optional.empty();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", -1);
      if (words.length != 2 || !words[1].matches("[0-9a-f]{64}")) {
        throw damaged();
      }
      Digest digest = Digest.ofHex(words[1]);
      switch (words[0]) {
        case "osv" -> osv.add(digest);
        case "kev" -> kev = Optional.of(digest);
        case "epss" -> epss = Optional.of(digest);
        default -> throw damaged();
      }
    }
    return new AdvisoryIndex(osv, kev, epss);
  }

  private static InventoryFault damaged() {
    return new InventoryFault(
        InventoryFault.DAMAGED,
        "expected lines of a kind and a digest in the index of advisories, found others; import the"
            + " zips again");
  }

  String render() {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    osv.forEach(digest -> text.append("osv ").append(digest.hex()).append('\n'));
    kev.ifPresent(digest -> text.append("kev ").append(digest.hex()).append('\n'));
    epss.ifPresent(digest -> text.append("epss ").append(digest.hex()).append('\n'));
    return text.toString();
  }

  /// The names of the files that count.
  List<String> names() {
    return Stream.of(osv.stream(), kev.stream(), epss.stream())
        .flatMap(digests -> digests)
        .map(Digest::hex)
        .toList();
  }
}
