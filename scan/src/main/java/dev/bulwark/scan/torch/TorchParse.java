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
final class TorchParse {
  static final String DATA = "/data/";
  static final String CONSTANTS = "/constants/";
  private static final int MAX_MARKER = 64;

  /// Small members that hold one word. Their grammar is too narrow for anything else to hide in.
  private static final Map<String, Pattern> MARKERS =
      Map.of(
          "version", Pattern.compile("[0-9]{1,4}\\n?"),
          "byteorder", Pattern.compile("little|big"),
          ".format_version", Pattern.compile("[0-9]{1,4}\\n?"),
          ".storage_alignment", Pattern.compile("[0-9]{1,8}\\n?"),
          ".data/serialization_id", Pattern.compile("[0-9]{1,48}"));

  private final Source source;
  private final String root;
  private final ZipView archive;
  private final PickleReader reader;
  private final boolean scripted;
  private final Budget budget;
  private final List<PickleView.Storage> storages = new ArrayList<>();
  private final List<PickleView.Storage> constants = new ArrayList<>();
  private final List<PickleView> pickles = new ArrayList<>();
  private final List<Script> code = new ArrayList<>();
  private final List<ZipView.Member> unnamed = new ArrayList<>();
  private final List<Source> open = new ArrayList<>();
  private boolean complete = true;

  /// @param scripted whether PyTorch's own unpickler reads the pickles
  TorchParse(
      Source source,
      String root,
      ZipView archive,
      PickleReader reader,
      boolean scripted,
      Budget budget) {
    this.source = source;
    this.root = root;
    this.archive = archive;
    this.reader = reader;
    this.scripted = scripted;
    this.budget = budget;
  }

  /// `torch.load` and `torch.jit.load` tell the two kinds of archive apart by this member.
  static boolean isScripted(String root, ZipView archive) {
    return archive.members().stream()
        .anyMatch(member -> member.listed() && member.name().equals(root + "/constants.pkl"));
  }

  /// The view of an archive that was not read to its end.
  static TorchView unread(String root, ZipView archive) {
    return new TorchView(
        archive,
        root,
        List.of(),
        List.of(),
        false,
        isScripted(root, archive) || hasCode(root, archive),
        List.of(),
        List.of());
  }

  private static boolean hasCode(String root, ZipView archive) {
    return archive.members().stream().anyMatch(member -> member.name().startsWith(root + "/code/"));
  }

  /// @param inside the members that were opened
  TorchParse run(List<Source> inside) {
    inside.forEach(this::member);
    unnamed.addAll(unnamed(DATA, storages));
    unnamed.addAll(unnamed(CONSTANTS, constants));
    unnamed.forEach(member -> sliced(source, member).ifPresent(open::add));
    return this;
  }

  /// What is still to be read: everything but storages the pickle names, markers, and what was read
  /// here.
  List<Source> inside() {
    return open;
  }

  TorchView view() {
    List<TorchView.Stored> stored = new ArrayList<>(stored(DATA, storages));
    stored.addAll(stored(CONSTANTS, constants));
    return new TorchView(
        archive,
        root,
        stored,
        unnamed,
        complete,
        scripted || hasCode(root, archive),
        code,
        pickles);
  }

  private void member(Source member) {
    String name = member.place().path().getLast();
    String local = name.startsWith(root + "/") ? name.substring(root.length() + 1) : "";
    if (name.equalsIgnoreCase(root + "/data.pkl")) {
      complete &= pickle(member, storages);
    } else if (scripted && local.equals("constants.pkl")) {
      complete &= pickle(member, constants);
    } else if (scripted && local.startsWith("code/") && local.endsWith(".debug_pkl")) {
      pickle(member, new ArrayList<>());
    } else if (local.startsWith("code/") && local.endsWith(".py")) {
      code.add(ScriptReader.read(member, budget));
    } else if (!isMarker(root, name, member)) {
      open.add(member);
    }
  }

  /// @return whether the pickle was read to its end
  private boolean pickle(Source member, List<PickleView.Storage> asked) {
    Reading<PickleView> reading = reader.read(member, budget);
    if (!scripted) {
      open.add(member);
    }
    return switch (reading) {
      case Reading.NotMine<PickleView> _ -> {
        if (scripted) {
          open.add(member);
        }
        yield false;
      }
      case Reading.View<PickleView>(PickleView view, List<Source> inside) -> {
        read(view, inside, asked);
        yield true;
      }
      case Reading.Malformed<PickleView> broken -> {
        broken.before().ifPresent(view -> read(view, broken.inside(), asked));
        yield false;
      }
      case Reading.OverLimit<PickleView> bounded -> {
        bounded.before().ifPresent(view -> read(view, bounded.inside(), asked));
        yield false;
      }
    };
  }

  private void read(PickleView view, List<Source> inside, List<PickleView.Storage> asked) {
    asked.addAll(view.storages());
    if (scripted) {
      pickles.add(view);
      open.addAll(inside);
    }
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

  private List<TorchView.Stored> stored(String folder, List<PickleView.Storage> storages) {
    Map<String, ZipView.Member> members = new HashMap<>();
    archive.members().forEach(member -> members.putIfAbsent(member.name(), member));
    List<TorchView.Stored> stored = new ArrayList<>();
    for (PickleView.Storage storage : storages) {
      ZipView.Member member = members.get(root + folder + storage.key());
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

  private List<ZipView.Member> unnamed(String folder, List<PickleView.Storage> storages) {
    Set<String> named = new HashSet<>();
    String data = root + folder;
    storages.forEach(storage -> named.add(data + storage.key()));
    return archive.members().stream()
        .filter(member -> member.listed() && member.name().startsWith(data))
        .filter(member -> !named.contains(member.name()) && member.size() > 0)
        .toList();
  }

  static Optional<Source> sliced(Source source, ZipView.Member member) {
    boolean there =
        member.stored()
            && member.data() >= 0
            && member.packedSize() >= 0
            && member.packedSize() <= source.size() - member.data();
    return there
        ? Optional.of(source.inside(member.name(), member.data(), member.packedSize()))
        : Optional.empty();
  }
}
