/// What can go wrong while proof is made, kept or read: one family of faults for the module.
@NullMarked
package dev.bulwark.evidence.fault;

import org.jspecify.annotations.NullMarked;
