package dev.bulwark.server.account;

import java.time.Instant;

/// Somebody who can sign in.
public record Account(String name, boolean administrator, Instant created) {}
