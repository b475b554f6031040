package dev.bulwark.server.console.hook;

import dev.bulwark.server.ServerFault;

/// What is said above a page.
///
/// @param secret shown this once; empty for none
public record Said(String words, boolean refused, String secret) {
  static final Said NOTHING = new Said("", false, "");

  static Said no(ServerFault e) {
    return new Said(String.valueOf(e.getMessage()), true, "");
  }

  static Said yes(String words) {
    return new Said(words, false, "");
  }
}
