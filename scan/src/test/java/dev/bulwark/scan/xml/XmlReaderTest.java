package dev.bulwark.scan.xml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlReaderTest extends FormatReaderContract<XmlView> {
  private static final String PMML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PMML version=\"4.4\" xmlns=\"http://www.dmg.org/PMML-4_4\">"
          + "<Header><Application name=\"x\"/></Header><DataDictionary><DataField name=\"y\" optype=\"continuous\""
          + " dataType=\"double\"/></DataDictionary><RegressionModel functionName=\"regression\"/></PMML>";
  private static final String OPENVINO =
      "<net name=\"m\" version=\"11\"><layers><layer id=\"0\" name=\"x\" type=\"Parameter\" version=\"opset1\">"
          + "<data shape=\"1,3\" element_type=\"f32\"/></layer></layers><edges/></net>";

  @Override
  protected FormatReader<XmlView> reader() {
    return new XmlReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        utf8(PMML), utf8(OPENVINO), utf8("\ufeff<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        utf8("<?xml version=\"1.0\"?><a><b></a>"),
        utf8("<?xml version=\"1.0\"?>"),
        utf8("<p>a<br>b</p>"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> told(byte[] bytes) {
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    Optional<XmlView> view =
        switch (new XmlReader().read(Source.of(Place.of("m.xml"), bytes), budget)) {
          case Reading.View<XmlView> read -> Optional.of(read.view());
          case Reading.Malformed<XmlView> read -> read.before();
          case Reading.OverLimit<XmlView> read -> read.before();
          case Reading.NotMine<XmlView> _ -> Optional.empty();
        };
    return view.stream()
        .flatMap(
            seen ->
                XmlChecks.all().stream()
                    .flatMap(check -> check.examine(seen, budget).findings().stream()))
        .map(finding -> finding.rule() + " " + finding.severity())
        .toList();
  }

  @Test
  void modelsAreClean() {
    assertThat(valid()).allSatisfy(bytes -> assertThat(told(bytes)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>~XML-001 HIGH",
        "<!DOCTYPE a SYSTEM 'http://x/y.dtd'><a/>~XML-001 MEDIUM",
        "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/x.dtd'><svg/>~XML-001 NOTE",
        "<a xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='file:///x'/></a>~XML-001 HIGH",
        "<svg><script>x</script></svg>~XML-002 NOTE",
        "<svg onload='x'/>~XML-002 NOTE",
        "<svg><a href=' JavaScript:x'/></svg>~XML-002 NOTE",
        "<net><layer version='my_ops'/></net>~XML-003 MEDIUM",
        "<PMML><Extension name='x' value='java.lang.Runtime'/></PMML>~XML-003 MEDIUM",
        "<java class='java.beans.XMLDecoder'/>~XML-003 CRITICAL",
      })
  void whatReachesOutOrRunsIsFound(String text, String expected) {
    assertThat(told(utf8(text))).containsExactly(expected);
    assertThat(told(text.getBytes(StandardCharsets.UTF_16))).containsExactly(expected);
  }

  /// Had an entity been replaced, the reading would be a view of a billion letters.
  @Test
  void bombsOfEntitiesAreNotOpened() {
    String bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>";
    assertThat(told(utf8(bomb))).containsExactly("XML-001 HIGH");
    assertThat(read(utf8("<a>".repeat(100_000)))).isInstanceOf(Reading.OverLimit.class);
  }

  @Test
  void htmlIsLeftToText() {
    assertThat(read(utf8("<html><body>a<br>b</body></html>"))).isInstanceOf(Reading.NotMine.class);
    assertThat(read(utf8("<|endoftext|>"))).isInstanceOf(Reading.NotMine.class);
  }
}
