package dev.bulwark.cli.command;

import dev.bulwark.registry.channel.Window;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a window such as `mon-thu,08:00-16:00`.
final class WindowWord implements ITypeConverter<Window> {
  @Override
  public Window convert(String text) {
    return Window.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected days and times in UTC such as mon-thu,08:00-16:00, found \""
                        + text
                        + "\""));
  }
}
