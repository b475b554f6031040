package dev.bulwark.registry.state;

/// Why an event would not count.
///
/// @param ground what it does not keep to
/// @param why for people
public record Objection(Ground ground, String why) {}
