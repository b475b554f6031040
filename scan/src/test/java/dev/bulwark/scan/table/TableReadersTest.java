package dev.bulwark.scan.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TableReadersTest {

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Nested
  class Tables extends FormatReaderContract<TableView> {
    @Override
    protected FormatReader<TableView> reader() {
      return new TableReader();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(
          latin("PAR1datadatafoot\4\0\0\0PAR1"), latin("ARROW1\0\0datafoot\4\0\0\0ARROW1"));
    }

    @Override
    protected List<byte[]> broken() {
      return List.of(
          latin("PAR1datadatafoot\4\0\0\0PAR2"),
          latin("PAR1datadatafoot\177\0\0\0PAR1"),
          latin("ARROW1\0\0datafoot\0\0\0\0ARROW1"),
          latin("PAR1PAR1"));
    }
  }

  @Nested
  class Vocabularies extends FormatReaderContract<VocabularyView> {
    @Override
    protected FormatReader<VocabularyView> reader() {
      return new SentencePieceReader();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(
          latin(
              "\n\16\n\5<unk>\25\0\0\0\0\30\2\n\12\n\3\u00e2\u0096\u0081\25\0\0\u0080\u00bf\22\4\10\1\20\2\32\2\10\1"));
    }

    @Override
    protected List<byte[]> broken() {
      byte[] valid = valid().getFirst();
      return List.of(
          java.util.Arrays.copyOf(valid, valid.length - 1),
          latin("\n\5hello and much more"),
          latin("\n\3\n\1a\n\3\n\1b\72\1a"));
    }

    @Test
    void damageBehindTwoPiecesIsMalformed() {
      byte[] valid = valid().getFirst();
      assertThat(read(java.util.Arrays.copyOf(valid, valid.length - 1)))
          .isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void aVocabularyKnowsWhatItDoesNotKnow() {
      for (int type : new int[] {2, 3}) {
        byte[] bytes = valid().getFirst();
        bytes[15] = (byte) type;
        VocabularyView view = ((Reading.View<VocabularyView>) read(bytes)).view();
        assertThat(view.pieces()).isEqualTo(2);
        assertThat(
                TableChecks.vocabularies()
                    .getFirst()
                    .examine(view, Budget.of(Limits.DEFAULT, System::nanoTime))
                    .findings())
            .hasSize(type - 2);
      }
    }

    @Test
    void chanceIsNoVocabulary() {
      ForAll.cases(
          5_000,
          random -> {
            byte[] bytes = new byte[200];
            random.nextBytes(bytes);
            bytes[0] = '\n';
            assertThat(read(bytes)).isInstanceOf(Reading.NotMine.class);
          });
    }
  }
}
