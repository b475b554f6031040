package dev.bulwark.registry.signing;

import java.time.Instant;

/// What is known once a signature holds.
///
/// @param signer who signed, for people
/// @param judgedAt the moment certificates were judged at
/// @param timeBasis where that moment comes from, for people
record Held(String signer, Instant judgedAt, String timeBasis) {}
