/// Examples of rules: small data files beside the module that owns the rule, which a test of that
/// module scans again, so that a page never shows what the program does not say.
@NullMarked
package dev.bulwark.kernel.example;

import org.jspecify.annotations.NullMarked;
