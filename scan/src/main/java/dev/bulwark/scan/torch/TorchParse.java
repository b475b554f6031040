package dev.bulwark.scan.torch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PickleReader;
import dev.bulwark.scan.pickle.PickleView;
import dev.bulwark.scan.zip.ZipView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the archive means to PyTorch.
///
/// @param inside what is still to be read: everything but storages the pickle names and markers
record TorchParse(TorchView view, List<Source> inside) {
  private static final int MAX_MARKER = 64;

  /// Small members that hold one word. Their grammar is too narrow for anything else to hide in.
  private static final Map<String, Pattern> MARKERS =
      Map.of(
          "version", Pattern.compile("[0-9]{1,4}\\n?"),
          "byteorder", Pattern.compile("little|big"),
          ".format_version", Pattern.compile("[0-9]{1,4}\\n?"),
          ".storage_alignment", Pattern.compile("[0-9]{1,8}\\n?"),
          ".data/serialization_id", Pattern.compile("[0-9]{1,48}"));

  static TorchParse of(
      Source source,
      String root,
      ZipView archive,
      List<Source> inside,
      PickleReader pickle,
      Budget budget) {
    List<PickleView.Storage> storages = new ArrayList<>();
    List<Source> open = new ArrayList<>();
    boolean complete = true;
    for (Source member : inside) {
      String name = member.place().path().getLast();
      if (name.equalsIgnoreCase(root + "/data.pkl")) {
        complete &= storages(pickle.read(member, budget), storages);
      }
      if (!isMarker(root, name, member)) {
        open.add(member);
      }
    }
    List<ZipView.Member> unnamed = unnamed(root, archive, storages);
    unnamed.forEach(member -> sliced(source, member).ifPresent(open::add));
    return new TorchParse(
        new TorchView(
            archive,
            root,
            stored(root, archive, storages),
            unnamed,
            complete,
            script(root, archive)),
        open);
  }

  /// The view of an archive that was not read to its end.
  static TorchView unread(String root, ZipView archive) {
    return new TorchView(archive, root, List.of(), List.of(), false, script(root, archive));
  }

  /// @return whether the pickle was read to its end
  private static boolean storages(Reading<PickleView> reading, List<PickleView.Storage> storages) {
    return switch (reading) {
      case Reading.NotMine<PickleView> _ -> false;
      case Reading.View<PickleView> whole -> {
        storages.addAll(whole.view().storages());
        yield true;
      }
      case Reading.Malformed<PickleView> broken -> {
        broken.before().ifPresent(view -> storages.addAll(view.storages()));
        yield false;
      }
      case Reading.OverLimit<PickleView> bounded -> {
        bounded.before().ifPresent(view -> storages.addAll(view.storages()));
        yield false;
      }
    };
  }

  private static boolean isMarker(String root, String name, Source member) {
    if (!name.startsWith(root + "/") || member.size() > MAX_MARKER) {
      return false;
    }
    Pattern grammar = MARKERS.get(name.substring(root.length() + 1));
    return grammar != null
        && grammar
            .matcher(new String(member.bytes().toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1))
            .matches();
  }

  private static List<TorchView.Stored> stored(
      String root, ZipView archive, List<PickleView.Storage> storages) {
    Map<String, ZipView.Member> members = new HashMap<>();
    archive.members().forEach(member -> members.putIfAbsent(member.name(), member));
    List<TorchView.Stored> stored = new ArrayList<>();
    for (PickleView.Storage storage : storages) {
      ZipView.Member member = members.get(root + "/data/" + storage.key());
      stored.add(
          new TorchView.Stored(
              storage.key(),
              storage.type().toString(),
              storage.elements(),
              storage.bytes().orElse(-1),
              member == null ? -1 : member.size(),
              member == null ? 0 : member.header()));
    }
    return stored;
  }

  private static List<ZipView.Member> unnamed(
      String root, ZipView archive, List<PickleView.Storage> storages) {
    Set<String> named = new HashSet<>();
    String data = root + "/data/";
    storages.forEach(storage -> named.add(data + storage.key()));
    return archive.members().stream()
        .filter(member -> member.listed() && member.name().startsWith(data))
        .filter(member -> !named.contains(member.name()) && member.size() > 0)
        .toList();
  }

  private static Optional<Source> sliced(Source source, ZipView.Member member) {
    boolean there =
        member.stored()
            && member.data() >= 0
            && member.packedSize() >= 0
            && member.packedSize() <= source.size() - member.data();
    return there
        ? Optional.of(source.inside(member.name(), member.data(), member.packedSize()))
        : Optional.empty();
  }

  private static boolean script(String root, ZipView archive) {
    return archive.members().stream()
        .anyMatch(
            member ->
                member.name().startsWith(root + "/code/")
                    || member.name().equals(root + "/constants.pkl"));
  }
}
