package dev.bulwark.kernel.system;

/// The kinds of things an AI system is declared to be made of, with the manifest's word for a list
/// of them.
public enum ElementKind {
  SYSTEM("system"),
  ENVIRONMENT("environments"),
  COMPONENT("components"),
  MODEL("models"),
  DATASET("datasets"),
  PROMPT("prompts"),
  AGENT("agents"),
  TOOL("tools"),
  FLOW("flows"),
  SUPPLIER("suppliers");

  private final String section;

  ElementKind(String section) {
    this.section = section;
  }

  /// The key in `bulwark.yaml`.
  public String section() {
    return section;
  }

  /// The word in rules and messages: `model`, `dataset`.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
