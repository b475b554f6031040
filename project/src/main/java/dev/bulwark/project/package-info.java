/// What a person's or a team's Bulwark works on: a project's folder, its ledger, its registry, and
/// what is read and written of them. Both shells stand on it: the commands of `cli` and the server.
@NullMarked
package dev.bulwark.project;

import org.jspecify.annotations.NullMarked;
