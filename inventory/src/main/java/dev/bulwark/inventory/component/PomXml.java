package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Maven's `pom.xml`: dependencies with the versions the file itself gives, properties and managed
/// versions included. What a parent gives is not guessed: such a component is unpinned.
final class PomXml implements ComponentReader {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern PINNED = Pattern.compile("[^\\[(,$\\s]+");
  private static final int DEEPEST = 64;

  @Override
  public boolean claims(String path) {
    String name = Trees.name(path);
    return name.equals("pom.xml") || name.endsWith(".pom");
  }

  private record Dependency(Map<String, String> fields, boolean managed, int line) {
    String field(String name) {
      return fields.getOrDefault(name, "");
    }

    String key() {
      return field("groupId") + ":" + field("artifactId");
    }
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    budget.bytes(bytes.size());
    Draft draft = new Draft(place);
    try {
      Project project = new Project(budget);
      project.read(bytes);
      project.into(draft);
      return draft.done();
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      return new ComponentReading.Unreadable(
          new ComponentReading.Problem(
              place.at(line, 1), Outcome.Reason.MALFORMED, "expected XML, found something else"));
    }
  }

  private static final class Project {
    private final Budget budget;
    private final Map<String, String> properties = new HashMap<>();
    private final List<Dependency> dependencies = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private Map<String, String> fields = new HashMap<>();
    private int line;

    Project(Budget budget) {
      this.budget = budget;
    }

    /// No document type, no entities, nothing from outside.
    private static XMLStreamReader open(Bytes bytes) throws XMLStreamException {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      return factory.createXMLStreamReader(bytes.stream());
    }

    void read(Bytes bytes) throws XMLStreamException {
      XMLStreamReader xml = open(bytes);
      StringBuilder text = new StringBuilder();
      while (xml.hasNext()) {
        budget.entry();
        switch (xml.next()) {
          case XMLStreamConstants.DTD ->
              throw new XMLStreamException("a document type", xml.getLocation());
          case XMLStreamConstants.START_ELEMENT -> {
            text.setLength(0);
            begin(xml.getLocalName(), xml.getLocation().getLineNumber());
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              text.append(xml.getText());
          case XMLStreamConstants.END_ELEMENT -> {
            end(text.toString().strip());
            text.setLength(0);
          }
          default -> {}
        }
      }
    }

    private void begin(String name, int at) {
      if (path.size() >= DEEPEST) {
        throw new Budget.OverLimit(
            Outcome.Reason.OVER_LIMIT, "XML nested deeper than " + DEEPEST + " levels");
      }
      path.addLast(name);
      if (isDependency()) {
        fields = new HashMap<>();
        line = at;
      }
    }

    private void end(String text) {
      String where = String.join("/", path);
      if (where.startsWith("project/properties/") && path.size() == 3) {
        properties.put(path.getLast(), text);
      } else if (path.size() == 2 && List.of("version", "groupId").contains(path.getLast())) {
        properties.put("project." + path.getLast(), text);
      } else if (where.matches("project/parent/(version|groupId)")) {
        properties.putIfAbsent("project." + path.getLast(), text);
        properties.put("project.parent." + path.getLast(), text);
      } else if (isDependency()) {
        boolean managed = path.contains("dependencyManagement");
        dependencies.add(new Dependency(fields, managed, line));
      } else if (insideDependency()) {
        fields.put(path.getLast(), text);
      }
      path.removeLast();
    }

    private boolean isDependency() {
      return List.of("dependency", "plugin", "extension").contains(path.getLast())
          && !path.contains("exclusions");
    }

    private boolean insideDependency() {
      List<String> names = List.copyOf(path);
      return names.size() > 2
          && List.of("dependency", "plugin", "extension").contains(names.get(names.size() - 2));
    }

    void into(Draft draft) {
      Map<String, String> managed = new HashMap<>();
      for (Dependency dependency : dependencies) {
        if (dependency.managed()) {
          managed.put(resolved(dependency.key()), dependency.field("version"));
        }
      }
      for (Dependency dependency : dependencies) {
        if (!dependency.managed() || dependency.field("scope").equals("import")) {
          add(dependency, managed, draft);
        }
      }
    }

    private void add(Dependency dependency, Map<String, String> managed, Draft draft) {
      String artifact = resolved(dependency.field("artifactId"));
      String group = resolved(dependency.field("groupId"));
      String written = dependency.field("version");
      if (written.isEmpty()) {
        written = managed.getOrDefault(resolved(dependency.key()), "");
      }
      String version = resolved(written);
      Draft.Entry entry =
          draft
              .entry("maven", artifact, dependency.line())
              .namespace(group.isEmpty() ? "org.apache.maven.plugins" : group)
              .scope(Component.Scope.DIRECT)
              .range(version.isEmpty() ? "*" : version);
      if (PINNED.matcher(version).matches()
          && !version.endsWith("-SNAPSHOT")
          && !List.of("LATEST", "RELEASE").contains(version)) {
        entry.version(version);
      }
      entry.add();
    }

    /// Properties may name properties; a few rounds end any circle.
    private String resolved(String text) {
      String result = text;
      for (int round = 0; round < 8 && result.contains("${") && result.length() < 4096; round++) {
        Matcher found = PROPERTY.matcher(result);
        result =
            found.replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        properties.getOrDefault(match.group(1), match.group())));
      }
      return result;
    }
  }
}
