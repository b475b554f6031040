/// What a project is made of and what is known about it: its advisories as they were imported, its
/// assessment, its bill of materials.
@NullMarked
package dev.bulwark.project.inventory;

import org.jspecify.annotations.NullMarked;
