/// YAML beside a model: configurations, descriptions and environments that loaders read.
///
/// The grammar is that of YAML 1.2, read as events; where YAML 1.1, which PyYAML reads, ends a line
/// elsewhere, it is read that way as well. No value is made of a tag: tags are facts.
@NullMarked
package dev.bulwark.scan.yaml;

import org.jspecify.annotations.NullMarked;
