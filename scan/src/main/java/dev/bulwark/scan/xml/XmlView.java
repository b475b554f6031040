package dev.bulwark.scan.xml;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.Described;
import java.util.List;

/// What in an XML document does more than say something.
///
/// @param root the name of the outermost element; empty when none was reached
/// @param weights what an OpenVINO model says of the file of constants beside it
/// @param traits in the order of the document, the first of each kind up to a bound
public record XmlView(Source source, String root, List<Trait> traits, List<Described> weights) {
  public XmlView {
    weights = List.copyOf(weights);
    traits = List.copyOf(traits);
  }

  /// @param what the name that shows it: of an element, an attribute, an operation set
  public record Trait(Kind kind, Place place, String what) {}

  /// What a parser or a viewer would do with it.
  public enum Kind {
    /// A document type of the W3C, which names an address that nobody needs to fetch.
    KNOWN_TYPE,
    /// A document type that names a file or an address.
    OUTSIDE_TYPE,
    /// A definition of an entity.
    ENTITY,
    /// XInclude.
    INCLUSION,
    /// A script, a handler of events, an address that is a script.
    SCRIPT,
    /// Calls of Java that `java.beans.XMLDecoder` makes.
    JAVA_CALLS,
    /// Operations of OpenVINO that come from a library of the model's own.
    OWN_OPERATIONS,
    /// An extension of PMML that looks like code.
    PMML_CODE
  }
}
