/// Core ML models (`.mlmodel`, and the one inside a `.mlpackage`), walked as protobuf by the part
/// of the published schema that leads to code, files and other models.
@NullMarked
package dev.bulwark.scan.coreml;

import org.jspecify.annotations.NullMarked;
