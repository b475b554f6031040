package dev.bulwark.cli.command;

import dev.bulwark.registry.VersionId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a version such as `scorer@3`.
final class VersionWord implements ITypeConverter<VersionId> {
  @Override
  public VersionId convert(String text) {
    return VersionId.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected a version such as scorer@3, found \"" + text + "\""));
  }
}
