package dev.bulwark.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// Every command by name, in the order of the help.
final class Commands {
  private Commands() {}

  static Map<String, Object> all(Shell shell) {
    Map<String, Object> commands = new LinkedHashMap<>();
    return commands;
  }
}
