/// What the graph formats have in common: the operators a graph is made of and what each of them
/// may do, the files it names, and what its format does not foresee.
@NullMarked
package dev.bulwark.scan.graph;

import org.jspecify.annotations.NullMarked;
