/// What a server is started with: every key with its kind and what it means in {@link
/// dev.bulwark.server.config.Settings}, read once from the command line, `BULWARK_…` variables and
/// a YAML file, in that order, with all problems said at once.
///
/// A new key is one line there; whoever needs it asks `configuration.value(Settings.THAT)`.
@NullMarked
package dev.bulwark.server.config;

import org.jspecify.annotations.NullMarked;
