package dev.bulwark.server.console;

/// Something that did not work out, told to a person.
public record ProblemPage(String title, String detail, String slug) {}
