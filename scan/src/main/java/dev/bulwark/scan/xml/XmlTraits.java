package dev.bulwark.scan.xml;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.Descriptions;
import dev.bulwark.scan.weights.Range;
import dev.bulwark.scan.xml.XmlView.Kind;
import dev.bulwark.scan.xml.XmlView.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/// Collects what does more than say something while a document is read.
final class XmlTraits {
  private static final String NUMBER = "[0-9]{1,18}";
  private static final int MOST = 50;
  private static final int HEAD = 64 << 10;
  private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

  private final Source source;
  private final List<Trait> traits = new ArrayList<>();
  private final Descriptions constants = new Descriptions();
  private String root = "";
  private String layer = "";

  XmlTraits(Source source) {
    this.source = source;
  }

  XmlView view() {
    return new XmlView(source, root, traits, constants.list());
  }

  private void add(Kind kind, XMLStreamReader xml, String what) {
    if (traits.size() < MOST) {
      Place place =
          source
              .place()
              .at(
                  Math.max(1, xml.getLocation().getLineNumber()),
                  Math.max(1, xml.getLocation().getColumnNumber()));
      traits.add(new Trait(kind, place, what));
    }
  }

  void element(XMLStreamReader xml) {
    String name = xml.getLocalName();
    if (root.isEmpty()) {
      root = name;
      if (name.equals("java") && value(xml, "class").contains("XMLDecoder")) {
        add(Kind.JAVA_CALLS, xml, "java.beans.XMLDecoder");
      }
    }
    if (root.equals("java") && name.equals("object") && value(xml, "method").length() > 0) {
      add(Kind.JAVA_CALLS, xml, "a method");
    }
    if (XINCLUDE.equals(xml.getNamespaceURI()) && name.equals("include")) {
      add(Kind.INCLUSION, xml, name);
    }
    if (root.equals("net")) {
      constant(xml, name);
    }
    if (name.equalsIgnoreCase("script")) {
      add(Kind.SCRIPT, xml, "<script>");
    }
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attribute(xml, name, xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
  }

  /// A constant of an OpenVINO model lies in the `.bin` of the same name: by `data` of a `Const`
  /// layer since version 10, by `blobs` of any layer before.
  private void constant(XMLStreamReader xml, String name) {
    if (name.equals("layer")) {
      layer = value(xml, "type");
    }
    boolean blob =
        (name.equals("data") && layer.equals("Const"))
            || Set.of("weights", "biases", "custom").contains(name);
    String from = value(xml, "offset");
    String size = value(xml, "size");
    if (blob && from.matches(NUMBER) && size.matches(NUMBER)) {
      constants.add(beside(), Range.of(Long.parseLong(from), Long.parseLong(size)));
    }
  }

  private String beside() {
    String path = source.place().path().getLast();
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return (dot < 0 ? file : file.substring(0, dot)) + ".bin";
  }

  private void attribute(XMLStreamReader xml, String element, String name, String value) {
    String start = value.strip().toLowerCase(Locale.ROOT);
    boolean picture = root.equals("svg") || root.equals("html");
    if (picture && name.length() > 3 && name.toLowerCase(Locale.ROOT).startsWith("on")) {
      add(Kind.SCRIPT, xml, "an event handler");
    }
    if (start.startsWith("javascript:") || start.startsWith("data:text/html")) {
      add(Kind.SCRIPT, xml, "an address that is a script");
    }
    if (root.equals("net")
        && element.equals("layer")
        && name.equals("version")
        && !value.startsWith("opset")
        && !value.equals("experimental")) {
      add(Kind.OWN_OPERATIONS, xml, "an operation set that is not OpenVINO's");
    }
    if (root.equals("PMML") && element.equals("Extension") && isCode(value)) {
      add(Kind.PMML_CODE, xml, "<Extension>");
    }
  }

  private static boolean isCode(String value) {
    return List.of(
            "java.lang.", "Runtime", "ProcessBuilder", "eval(", "exec(", "import ", "<script")
        .stream()
        .anyMatch(value::contains);
  }

  private static String value(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  void instruction(XMLStreamReader xml) {
    if ("xml-stylesheet".equals(xml.getPITarget())) {
      add(Kind.SCRIPT, xml, "a style sheet from elsewhere");
    }
  }

  /// The parser skips document types, so their text is looked at as it stands.
  void documentType(XMLStreamReader xml) {
    String text = head();
    int start = text.indexOf("<!DOCTYPE");
    String type = start < 0 ? text : text.substring(start);
    int end = type.indexOf('>');
    String declaration = end < 0 ? type : type.substring(0, end);
    boolean known = declaration.contains("-//W3C//DTD");
    boolean outside = declaration.contains("SYSTEM") || declaration.contains("PUBLIC");
    if (type.contains("<!ENTITY") || start < 0) {
      add(Kind.ENTITY, xml, "<!ENTITY");
    } else if (known) {
      add(Kind.KNOWN_TYPE, xml, "<!DOCTYPE");
    } else if (outside) {
      add(Kind.OUTSIDE_TYPE, xml, "<!DOCTYPE");
    }
  }

  /// The first bytes as letters, those of two-byte encodings without their zeros.
  private String head() {
    StringBuilder text = new StringBuilder();
    for (long at = 0; at < Math.min(HEAD, source.size()); at++) {
      if (source.at(at) != 0) {
        text.append((char) source.at(at));
      }
    }
    return text.toString();
  }
}
