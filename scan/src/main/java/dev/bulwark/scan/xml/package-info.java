/// XML beside and as a model: PMML, OpenVINO, SVG. Read without document type definitions and
/// without a single outside entity.
@NullMarked
package dev.bulwark.scan.xml;

import org.jspecify.annotations.NullMarked;
