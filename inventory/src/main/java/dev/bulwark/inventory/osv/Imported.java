package dev.bulwark.inventory.osv;

import dev.bulwark.kernel.bytes.Digest;
import java.time.Instant;

/// What an advisory file was made of.
///
/// @param advisories how many can match
/// @param withdrawn how many were left out because their publisher withdrew them
/// @param packages how many packages they name
/// @param newest the latest `modified` among them: how old the data is
/// @param source the digest of the imported zip
public record Imported(
    int advisories, int withdrawn, int packages, Instant newest, Digest source) {}
