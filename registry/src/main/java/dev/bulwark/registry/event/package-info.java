/// The statements a registry is made of: what the judge says happened, and what a person asked for.
@NullMarked
package dev.bulwark.registry.event;

import org.jspecify.annotations.NullMarked;
