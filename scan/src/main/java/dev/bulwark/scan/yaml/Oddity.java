package dev.bulwark.scan.yaml;

/// Something that readers of YAML understand differently.
public record Oddity(long at, String what) {}
