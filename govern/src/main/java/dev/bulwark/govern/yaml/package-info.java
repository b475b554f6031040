/// Strict YAML for files people write: a tree that knows where everything stands. No tags, anchors,
/// aliases or merge keys, one document, bounded in size, depth and nodes.
@NullMarked
package dev.bulwark.govern.yaml;

import org.jspecify.annotations.NullMarked;
