/// The manifest `bulwark.yaml`: what people declare about an AI system, read with every problem at
/// once, tied to the files it names, checked, and drafted by `bulwark init`.
///
/// {@link dev.bulwark.govern.manifest.ProjectFolder} walks the folder once, {@link
/// dev.bulwark.govern.manifest.ManifestReader} turns bytes and that listing into a {@link
/// dev.bulwark.govern.manifest.ManifestReading}, and {@link
/// dev.bulwark.govern.manifest.BuiltinManifestChecks} judges the {@link
/// dev.bulwark.govern.manifest.Project} they make.
@NullMarked
package dev.bulwark.govern.manifest;

import org.jspecify.annotations.NullMarked;
