package dev.bulwark.server.project;

import dev.bulwark.control.status.Assessment;
import dev.bulwark.project.report.Report;
import java.time.Instant;

/// How a system stands at one moment: the judgement over its verified ledger, and what the
/// producers saw in its files.
///
/// @param assessment every control with the answers behind it
/// @param inspected when the files were last looked at
public record Standing(Project project, Report report, Assessment assessment, Instant inspected) {}
