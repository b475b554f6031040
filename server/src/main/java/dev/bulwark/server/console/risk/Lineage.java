package dev.bulwark.server.console.risk;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where what runs comes from: data, models, versions under seal, environments, from left to right.
///
/// @param height of the picture, in its own units
public record Lineage(List<Column> columns, List<Edge> edges, int height) {
  static final Lineage NOTHING = new Lineage(List.of(), List.of(), 0);

  public static final int WIDTH = 1000;
  public static final int BOX_WIDTH = 190;
  public static final int BOX_HEIGHT = 46;
  private static final int STEP_X = 270;
  private static final int STEP_Y = 66;
  private static final int TOP = 40;
  private static final int NEWEST = 4;

  public Lineage {
    columns = List.copyOf(columns);
    edges = List.copyOf(edges);
  }

  public record Column(String title, int x, List<Box> boxes) {
    public Column {
      boxes = List.copyOf(boxes);
    }
  }

  /// @param note a few words below the name
  /// @param tone `good`, `bad` or empty
  public record Box(String key, String name, String note, String tone, int x, int y) {
    /// The name as far as it fits.
    public String shown() {
      return name.length() > 24 ? name.substring(0, 23) + "…" : name;
    }
  }

  /// @param stated false when it follows from a declared use and nobody said so of these two
  public record Edge(String from, String to, String relation, boolean stated, String path) {}

  private record Link(String from, String to, String relation, boolean stated) {}

  public boolean isEmpty() {
    return columns.stream().allMatch(column -> column.boxes().isEmpty());
  }

  static Lineage of(AiSystem system, RegistryState registry) {
    List<Version> versions = shown(registry);
    List<Column> columns = new ArrayList<>();
    columns.add(column("Data", 0, elements(system, ElementKind.DATASET)));
    columns.add(column("Models", 1, elements(system, ElementKind.MODEL)));
    columns.add(column("Versions under seal", 2, versions.stream().map(Lineage::entry).toList()));
    columns.add(column("Environments", 3, environments(system, registry)));
    Map<String, Box> boxes = new LinkedHashMap<>();
    columns.forEach(each -> each.boxes().forEach(box -> boxes.put(box.key(), box)));
    List<Edge> edges =
        links(system, registry, versions).stream()
            .filter(link -> boxes.containsKey(link.from()) && boxes.containsKey(link.to()))
            .distinct()
            .map(link -> edge(link, boxes))
            .toList();
    int most = columns.stream().mapToInt(each -> each.boxes().size()).max().orElse(0);
    return new Lineage(columns, edges, TOP + Math.max(1, most) * STEP_Y);
  }

  /// The newest of each asset, and all that run somewhere.
  private static List<Version> shown(RegistryState registry) {
    Set<VersionId> running =
        registry.environments().values().stream()
            .flatMap(each -> each.current().stream())
            .flatMap(now -> now.versions().stream())
            .collect(Collectors.toSet());
    Map<String, List<Version>> byAsset = new TreeMap<>();
    registry
        .versions()
        .values()
        .forEach(
            version ->
                byAsset.computeIfAbsent(version.id().asset(), _ -> new ArrayList<>()).add(version));
    return byAsset.values().stream()
        .flatMap(
            all ->
                all.reversed().stream()
                    .filter(
                        version ->
                            all.size() - all.indexOf(version) <= NEWEST
                                || running.contains(version.id())))
        .toList();
  }

  private record Entry(String key, String name, String note, String tone) {}

  private static List<Entry> elements(AiSystem system, ElementKind kind) {
    return system.of(kind).stream()
        .map(
            element ->
                new Entry(
                    element.path(),
                    element.title(),
                    element.artifacts().isEmpty()
                        ? "no files here"
                        : element.artifacts().size()
                            + (element.artifacts().size() == 1 ? " file" : " files"),
                    ""))
        .toList();
  }

  private static Entry entry(Version version) {
    String state = version.state().name().toLowerCase(Locale.ROOT);
    return new Entry(
        version.id().toString(),
        version.id().toString(),
        state,
        version.state() == Version.State.READY ? "good" : "bad");
  }

  private static List<Entry> environments(AiSystem system, RegistryState registry) {
    List<Entry> entries = new ArrayList<>();
    for (Environment each : registry.environments().values()) {
      String note =
          each.isSuspended()
              ? "suspended"
              : each.current()
                  .map(now -> "since generation " + now.generation())
                  .orElse("nothing ran");
      entries.add(new Entry("environment/" + each.name(), each.name(), note, ""));
    }
    system.of(ElementKind.ENVIRONMENT).stream()
        .filter(element -> !registry.environments().containsKey(element.id()))
        .forEach(
            element ->
                entries.add(new Entry(element.path(), element.id(), "declared, has no key", "")));
    return entries;
  }

  private static Column column(String title, int number, Collection<Entry> entries) {
    int x = number * STEP_X;
    List<Box> boxes = new ArrayList<>();
    for (Entry entry : entries) {
      boxes.add(
          new Box(
              entry.key(),
              entry.name(),
              entry.note(),
              entry.tone(),
              x,
              TOP + boxes.size() * STEP_Y));
    }
    return new Column(title, x, boxes);
  }

  private static List<Link> links(AiSystem system, RegistryState registry, List<Version> versions) {
    List<Link> links = new ArrayList<>();
    for (Element flow : system.of(ElementKind.FLOW)) {
      links.add(new Link(word(flow, "from"), word(flow, "to"), "flows to", true));
    }
    for (Version version : versions) {
      String id = version.id().toString();
      for (Element model : system.of(ElementKind.MODEL)) {
        if (isOf(version, model)) {
          links.add(new Link(model.path(), id, "sealed as", true));
        }
      }
      for (RegistryEvent.Lineage each : version.lineage()) {
        links.add(new Link(source(each, system), id, each.relation(), true));
      }
    }
    for (Environment each : registry.environments().values()) {
      each.current()
          .ifPresent(
              now ->
                  now.versions()
                      .forEach(
                          version ->
                              links.add(
                                  new Link(
                                      version.toString(),
                                      "environment/" + each.name(),
                                      "runs in",
                                      true))));
    }
    guesses(system, links);
    return links;
  }

  /// Data that is declared to train is drawn to the models made here, unless somebody said more.
  private static void guesses(AiSystem system, List<Link> links) {
    for (Element dataset : system.of(ElementKind.DATASET)) {
      boolean said =
          links.stream().anyMatch(link -> link.from().equals(dataset.path()) && link.stated());
      if (!said && Set.of("train", "tune").contains(word(dataset, "use"))) {
        system.of(ElementKind.MODEL).stream()
            .filter(model -> word(model, "origin").equals("own"))
            .forEach(
                model ->
                    links.add(
                        new Link(
                            dataset.path(),
                            model.path(),
                            "is declared to " + word(dataset, "use"),
                            false)));
      }
    }
  }

  private static boolean isOf(Version version, Element model) {
    Set<Digest> files =
        model.artifacts().stream().map(subject -> subject.digest()).collect(Collectors.toSet());
    return version.id().asset().equals(model.id())
        || version.content().files().stream().anyMatch(file -> files.contains(file.digest()));
  }

  /// A dataset of the manifest by its bytes, or a version by its name.
  private static String source(RegistryEvent.Lineage lineage, AiSystem system) {
    return system.elements().stream()
        .filter(
            element ->
                element.artifacts().stream()
                    .anyMatch(subject -> subject.digest().equals(lineage.digest())))
        .map(Element::path)
        .findFirst()
        .orElse(lineage.name());
  }

  private static String word(Element element, String fact) {
    return Optional.ofNullable(element.facts().get(fact))
        .map(Fact::value)
        .map(value -> value instanceof Fact.Value.Word(String word) ? word : "")
        .orElse("");
  }

  private static Edge edge(Link link, Map<String, Box> boxes) {
    Box from = boxes.get(link.from());
    Box to = boxes.get(link.to());
    if (from == null || to == null) {
      throw new IllegalStateException("both ends of an edge are drawn");
    }
    int x1 = from.x() + BOX_WIDTH;
    int y1 = from.y() + BOX_HEIGHT / 2;
    int x2 = to.x();
    int y2 = to.y() + BOX_HEIGHT / 2;
    String path =
        to.x() > from.x()
            ? "M%d %d C%d %d %d %d %d %d".formatted(x1, y1, x1 + 40, y1, x2 - 40, y2, x2, y2)
            : "M%d %d C%d %d %d %d %d %d"
                .formatted(x1, y1, x1 + 40, y1, x1 + 40, y2, to.x() + BOX_WIDTH, y2);
    return new Edge(from.name(), to.name(), link.relation(), link.stated(), path);
  }
}
