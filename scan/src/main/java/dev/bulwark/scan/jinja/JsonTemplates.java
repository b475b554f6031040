package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Named;
import dev.bulwark.scan.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Finds the chat templates of a tokenizer's or processor's configuration: `chat_template` as a
/// text, as a list of named templates, or as an object of them. Of a key that stands twice both
/// values are taken.
public final class JsonTemplates {
  private JsonTemplates() {}

  public static List<Source> in(JsonView view) {
    Place place = view.source().place();
    return view.walk()
        .filter(named -> named.name().contains("chat_template"))
        .flatMap(named -> templates(place, named))
        .toList();
  }

  private static Stream<Source> templates(Place place, Named named) {
    return switch (named.value()) {
      case JsonTree.Text(long _, String text) -> Stream.of(source(place, named.name(), text));
      case JsonTree.Obj object -> {
        String name = object.text("name").map(given -> "." + given).orElse("");
        yield object.members().stream()
            .filter(member -> !member.name().equals("name"))
            .filter(member -> !member.name().contains("chat_template"))
            .filter(member -> member.value() instanceof JsonTree.Text)
            .map(
                member ->
                    source(
                        place,
                        named.name() + (name.isEmpty() ? "." + member.name() : name),
                        ((JsonTree.Text) member.value()).value()));
      }
      case JsonTree.Arr _,
          JsonTree.Numbers _,
          JsonTree.Numeral _,
          JsonTree.Flag _,
          JsonTree.Null _ ->
          Stream.empty();
    };
  }

  private static Source source(Place place, String name, String text) {
    return Source.of(place.inside(name + ".jinja"), text.getBytes(StandardCharsets.UTF_8));
  }
}
