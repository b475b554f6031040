package dev.bulwark.registry.update;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.seal.ItemName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an HTTPS source offers: `{"format":"bulwark-releases/v1","asset","releases":[{"number",
/// "files":[{"name","size","sha256"}]}]}`. Not trusted: it says what to fetch, and the publisher's
/// signature, one of the files, says what it is.
record Index(List<Release> releases) {
  static final String FORMAT = "bulwark-releases/v1";

  /// The largest index that is read.
  static final ByteSize MOST = ByteSize.ofMib(1);

  private static final int MOST_FILES = 10_000;
  private static final int MOST_RELEASES = 1_000;

  /// The largest release that is fetched.
  private static final ByteSize MOST_BYTES = ByteSize.ofGib(64);

  /// @param files the signature among them
  record Release(ReleaseNumber number, List<File> files) {
    Release {
      files = List.copyOf(files);
    }

    File signature() {
      return files.stream()
          .filter(file -> file.name().equals(FolderPublisher.SIGNATURE))
          .findFirst()
          .orElseThrow();
    }
  }

  record File(String name, long size, Digest digest) {}

  Index {
    releases = List.copyOf(releases);
  }

  /// @throws RegistryFault `registry-source`
  static Index parse(Bytes text, String asset) {
    try {
      Members index =
          Members.of(
              RegistryFault.SOURCE_UNUSABLE,
              JsonReader.readObject(text, new JsonReader.Bounds(MOST, 6)));
      index.only("format", "asset", "releases");
      require(index, index.text("format").equals(FORMAT), "format", FORMAT);
      require(index, index.text("asset").equals(asset), "asset", asset);
      List<Members> all = index.objects("releases");
      require(index, all.size() <= MOST_RELEASES, "releases", "at most 1,000");
      List<Release> releases = new ArrayList<>();
      Set<ReleaseNumber> numbers = new HashSet<>();
      for (Members each : all) {
        Release release = release(each);
        require(each, numbers.add(release.number()), "number", "each number once");
        releases.add(release);
      }
      return new Index(releases);
    } catch (EvidenceFault e) {
      throw new RegistryFault(
          RegistryFault.SOURCE_UNUSABLE,
          "this is no index of releases: " + e.getMessage() + "; ask the publisher",
          e);
    }
  }

  private static Release release(Members each) {
    each.only("number", "files");
    ReleaseNumber number =
        ReleaseNumber.parse(each.text("number"))
            .orElseThrow(() -> each.wrong("number", "a number such as 1.10.2"));
    List<Members> all = each.objects("files");
    require(each, all.size() <= MOST_FILES, "files", "at most 10,000");
    List<File> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long bytes = 0;
    for (Members one : all) {
      File file = file(one);
      bytes = Math.addExact(bytes, file.size());
      require(one, bytes <= MOST_BYTES.bytes(), "size", "at most 64 GiB in a release");
      require(one, names.add(ItemName.folded(file.name())), "name", "each name once");
      files.add(file);
    }
    require(
        each,
        files.stream().anyMatch(file -> file.name().equals(FolderPublisher.SIGNATURE)),
        "files",
        "the signature " + FolderPublisher.SIGNATURE);
    return new Release(number, files);
  }

  private static File file(Members one) {
    one.only("name", "size", "sha256");
    String name = one.text("name");
    ItemName.flaw(name)
        .ifPresent(
            flaw -> {
              throw one.wrong("name", "a relative path below the release, not " + flaw);
            });
    long size = one.integer("size");
    require(one, size >= 0 && size <= MOST_BYTES.bytes(), "size", "0 bytes to 64 GiB");
    return new File(
        name,
        size,
        Members.sha256(one.text("sha256"))
            .orElseThrow(() -> one.wrong("sha256", "64 hexadecimal digits")));
  }

  private static void require(Members where, boolean holds, String member, String expected) {
    if (!holds) {
      throw where.wrong(member, expected);
    }
  }
}
