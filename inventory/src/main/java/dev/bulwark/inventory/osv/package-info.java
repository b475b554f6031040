/// Known vulnerabilities: advisories as OSV publishes them, imported once into a sorted file and
/// matched offline; CISA's list of exploited ones and EPSS beside them.
///
/// A version is affected when an advisory enumerates it or when one of its ranges holds it; a
/// version nobody can order is undecided unless it is enumerated. Withdrawn advisories never match.
@NullMarked
package dev.bulwark.inventory.osv;

import org.jspecify.annotations.NullMarked;
