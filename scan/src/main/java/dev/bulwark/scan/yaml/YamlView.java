package dev.bulwark.scan.yaml;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.text.TextView;
import java.util.List;

/// YAML documents as a loader would see them before it makes objects of them.
///
/// @param json the documents' values: an alias of a scalar is that scalar, one of a collection is
///   null (the collection stands where its anchor is), and what a merge brings into a mapping are
///   its scalars
/// @param tags of languages, in the order of the text
/// @param oddities what readers disagree about
/// @param values how many values are written
/// @param expanded how many there are when every alias is replaced by what it stands for
/// @param recursive whether a value holds itself
public record YamlView(
    JsonView json,
    List<TagUse> tags,
    List<Oddity> oddities,
    long values,
    long expanded,
    boolean recursive) {
  public YamlView {
    tags = List.copyOf(tags);
    oddities = List.copyOf(oddities);
  }

  Source source() {
    return json.source();
  }

  Place place(long at) {
    return json.place(at);
  }

  /// The last part of the file's name.
  String fileName() {
    String path = source().place().path().getLast();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The same bytes as any text.
  public TextView asText() {
    return new TextView(source());
  }

  /// The first document's value when it is a mapping; otherwise an empty one.
  JsonTree.Obj root() {
    return json.root() instanceof JsonTree.Obj root ? root : new JsonTree.Obj(0, List.of());
  }
}
