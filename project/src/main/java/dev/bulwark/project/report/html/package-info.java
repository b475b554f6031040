/// The report as one self-contained page: no script, no request, readable on paper.
@NullMarked
package dev.bulwark.project.report.html;

import org.jspecify.annotations.NullMarked;
