/// From an inspection to evidence, a judgement and its report: what every shell does with a
/// project.
@NullMarked
package dev.bulwark.project.session;

import org.jspecify.annotations.NullMarked;
