/// One report, four faces: text for a terminal, JSON for programs, SARIF for code hosts, a page for
/// people.
///
/// A renderer sees only {@link dev.bulwark.project.report.Report}. It decides nothing: every word
/// in it was decided before.
@NullMarked
package dev.bulwark.project.report;

import org.jspecify.annotations.NullMarked;
