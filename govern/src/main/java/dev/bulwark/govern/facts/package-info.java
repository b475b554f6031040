/// What Bulwark can know about each kind of element. One table, `facts.yaml`, is the source of the
/// manifest's validation, its defaults, its JSON Schema and its reference page.
@NullMarked
package dev.bulwark.govern.facts;

import org.jspecify.annotations.NullMarked;
