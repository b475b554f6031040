package dev.bulwark.server.account;

import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Role;

/// What an account is to a system.
///
/// @param system id, or `*` for every one
public record Membership(String account, String system, Role role) {
  /// Whether it reaches into a system.
  public boolean isIn(String id) {
    return system.equals(Caller.ALL) || system.equals(id);
  }
}
