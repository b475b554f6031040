/// Reading JSON that somebody else wrote: strict, bounded, with the place of every problem.
///
/// {@link dev.bulwark.evidence.json.JsonReader} makes a value of bytes, {@link
/// dev.bulwark.evidence.json.Members} takes the value apart member by member. One text has one
/// meaning: UTF-8 only, no member twice, no number that cannot be carried exactly, nothing after
/// the value.
@NullMarked
package dev.bulwark.evidence.json;

import org.jspecify.annotations.NullMarked;
