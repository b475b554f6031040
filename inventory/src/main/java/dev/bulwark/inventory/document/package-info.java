/// One bounded tree for JSON, YAML and TOML, so that a reader of lock files asks for members and
/// lines and not for syntax. Keys are unique, nothing is evaluated, aliases and tags of YAML are
/// not followed, and bytes that break the grammar become a {@link
/// dev.bulwark.inventory.document.Document.Broken} with its place.
@NullMarked
package dev.bulwark.inventory.document;

import org.jspecify.annotations.NullMarked;
