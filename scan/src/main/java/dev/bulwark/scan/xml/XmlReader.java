package dev.bulwark.scan.xml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads XML with the JDK's streaming parser: document types are skipped, entities are not
/// replaced, nothing outside of the bytes is opened.
///
/// Bytes are claimed, and Malformed when they break, when they begin with `<?xml` or their name
/// promises XML; other text that begins with `<` is XML only when all of it is well-formed.
public final class XmlReader implements FormatReader<XmlView> {
  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_DEPTH = 512;
  private static final int HEAD = 200;
  private static final Set<String> NAMED = Set.of("xml", "svg", "pmml", "xsd", "xslt");

  @Override
  public String format() {
    return "xml";
  }

  /// Endings that promise XML.
  public static String[] endings() {
    return NAMED.toArray(String[]::new);
  }

  @Override
  public Reading<XmlView> read(Source source, Budget budget) {
    if (!begins(source)) {
      return new Reading.NotMine<>();
    }
    if (source.size() > MAX_BYTES) {
      return new Reading.OverLimit<>(
          Optional.empty(),
          List.of(),
          Outcome.Reason.OVER_LIMIT,
          "it begins like XML and is larger than 64 MiB");
    }
    XmlTraits traits = new XmlTraits(source);
    try {
      budget.bytes(source.size());
      walk(source, traits, budget);
      return new Reading.View<>(traits.view(), List.of());
    } catch (XMLStreamException | RuntimeException e) {
      return switch (e) {
        case Budget.OverLimit over ->
            new Reading.OverLimit<>(
                Optional.of(traits.view()), List.of(), over.reason(), over.problem());
        // the parser of the JDK throws unchecked on some malformed declarations
        default -> broken(source, traits);
      };
    }
  }

  private static Reading<XmlView> broken(Source source, XmlTraits traits) {
    return isClaimed(source) || !traits.view().traits().isEmpty()
        ? new Reading.Malformed<>(
            Optional.of(traits.view()), List.of(), 0, "expected well-formed XML without entities")
        : new Reading.NotMine<>();
  }

  private static void walk(Source source, XmlTraits traits, Budget budget)
      throws XMLStreamException {
    XMLStreamReader xml = factory().createXMLStreamReader(letters(source));
    int depth = 0;
    while (xml.hasNext()) {
      int event = xml.next();
      budget.entry();
      switch (event) {
        case XMLStreamReader.START_ELEMENT -> {
          if (++depth > MAX_DEPTH) {
            throw new Budget.OverLimit(
                Outcome.Reason.OVER_LIMIT, "XML nested deeper than %d levels".formatted(MAX_DEPTH));
          }
          traits.element(xml);
        }
        case XMLStreamReader.END_ELEMENT -> depth--;
        case XMLStreamReader.DTD -> traits.documentType(xml);
        case XMLStreamReader.PROCESSING_INSTRUCTION -> traits.instruction(xml);
        default -> {}
      }
    }
  }

  /// The document decoded here: the parser of the JDK prints what it cannot decode.
  private static Reader letters(Source source) {
    boolean marked = source.startsWith((byte) 0xef, (byte) 0xbb, (byte) 0xbf);
    MemorySegment bytes = source.bytes().asSlice(marked ? 3 : 0);
    return new InputStreamReader(
        new Bytes(bytes),
        charset(source)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /// UTF-16 by its mark, one of the eight-bit encodings when the declaration names it, else UTF-8.
  private static Charset charset(Source source) {
    if (source.startsWith((byte) 0xfe, (byte) 0xff)
        || source.startsWith((byte) 0xff, (byte) 0xfe)) {
      return StandardCharsets.UTF_16;
    }
    byte[] head = source.bytes().asSlice(0, Math.min(HEAD, source.size())).toArray(JAVA_BYTE);
    String text = new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int end = text.indexOf("?>");
    String declaration = end < 0 ? "" : text.substring(0, end);
    return declaration.contains("iso-8859-") || declaration.contains("windows-125")
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty("jdk.xml.maxElementDepth", "0"); // the bound is ours, and is told as one
    factory.setXMLResolver(
        (publicId, systemId, base, name) -> {
          throw new XMLStreamException("nothing outside is opened");
        });
    return factory;
  }

  private static boolean begins(Source source) {
    if (source.startsWith((byte) 0xfe, (byte) 0xff)
        || source.startsWith((byte) 0xff, (byte) 0xfe)) {
      return promised(source);
    }
    long at = source.startsWith((byte) 0xef, (byte) 0xbb, (byte) 0xbf) ? 3 : 0;
    while (at < source.size() && " \t\r\n".indexOf(source.at(at)) >= 0) {
      at++;
    }
    return at + 1 < source.size()
        && source.at(at) == '<'
        && (source.at(at + 1) == '?'
            || source.at(at + 1) == '!'
            || Character.isLetter(source.at(at + 1)));
  }

  private static boolean isClaimed(Source source) {
    return promised(source)
        || source.startsWith((byte) '<', (byte) '?', (byte) 'x', (byte) 'm', (byte) 'l');
  }

  private static boolean promised(Source source) {
    String name = source.place().path().getLast().toLowerCase(Locale.ROOT);
    return NAMED.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// The source as a stream.
  private static final class Bytes extends InputStream {
    private final MemorySegment bytes;
    private long at;

    Bytes(MemorySegment bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at < bytes.byteSize() ? bytes.get(JAVA_BYTE, at++) & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      int count = (int) Math.min(most, bytes.byteSize() - at);
      if (count <= 0) {
        return most == 0 ? 0 : -1;
      }
      MemorySegment.copy(bytes, JAVA_BYTE, at, into, from, count);
      at += count;
      return count;
    }
  }
}
