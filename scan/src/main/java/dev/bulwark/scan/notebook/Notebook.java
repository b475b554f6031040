package dev.bulwark.scan.notebook;

import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The cells of a notebook of any version of nbformat.
///
/// @param root the document
record Notebook(JsonTree.Obj root, List<Cell> cells) {
  Notebook {
    cells = List.copyOf(cells);
  }

  /// @param code whether it runs
  /// @param source its text, whether it was written in one piece or in lines
  record Cell(JsonTree.Obj tree, boolean code, String source) {

    /// Whether its text is folded away when the notebook is opened.
    boolean hidden() {
      return tree.member("metadata")
          .map(
              metadata ->
                  metadata
                      .walk()
                      .anyMatch(
                          named ->
                              (List.of("source_hidden", "hide_input").contains(named.name())
                                      && named.value() instanceof JsonTree.Flag(long _, boolean on)
                                      && on)
                                  || (named.name().equals("tags")
                                      && named.value() instanceof JsonTree.Text(long _, String tag)
                                      && List.of(
                                              "hide-input",
                                              "remove-input",
                                              "remove-cell",
                                              "hide_input")
                                          .contains(tag))))
          .orElse(false);
    }

    List<JsonTree> outputs() {
      return tree.member("outputs").map(List::of).orElse(List.of());
    }
  }

  /// The notebook in a document; empty when it is none.
  static Optional<Notebook> of(JsonView view) {
    if (!(view.root() instanceof JsonTree.Obj root)
        || !root.has("nbformat")
        || !(root.has("cells") || root.has("worksheets"))) {
      return Optional.empty();
    }
    List<Cell> cells = new ArrayList<>();
    cells(root, cells);
    for (JsonTree sheets : root.all("worksheets")) {
      if (sheets instanceof JsonTree.Arr(long _, List<JsonTree> items)) {
        items.forEach(
            item -> {
              if (item instanceof JsonTree.Obj sheet) {
                cells(sheet, cells);
              }
            });
      }
    }
    return Optional.of(new Notebook(root, cells));
  }

  private static void cells(JsonTree.Obj sheet, List<Cell> cells) {
    for (JsonTree value : sheet.all("cells")) {
      if (value instanceof JsonTree.Arr(long _, List<JsonTree> items)) {
        items.forEach(
            item -> {
              if (item instanceof JsonTree.Obj cell) {
                cells.add(cell(cell));
              }
            });
      }
    }
  }

  private static Cell cell(JsonTree.Obj tree) {
    StringBuilder source = new StringBuilder();
    for (String name : List.of("source", "input")) {
      tree.all(name)
          .forEach(
              value ->
                  value
                      .walk()
                      .forEach(
                          named -> {
                            if (named.value() instanceof JsonTree.Text(long _, String line)) {
                              source.append(line);
                            }
                          }));
    }
    return new Cell(tree, tree.text("cell_type").orElse("").equals("code"), source.toString());
  }
}
