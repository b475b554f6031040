package dev.bulwark.scan.jinja;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads templates in the Jinja2 language, as language models carry them for their conversations.
///
/// Bytes are a template when their name says so ({@link #endings}) or when they begin with a tag
/// and parse to their end. Only the first kind can be malformed: text is full of braces.
public final class JinjaReader implements FormatReader<JinjaView> {
  /// The longest chat templates known have some 60 KiB.
  private static final int MAX_BYTES = 1 << 20;

  private static final Set<String> NAMED = Set.of("jinja", "jinja2", "j2");

  /// Endings that promise a template.
  public static String[] endings() {
    return NAMED.toArray(String[]::new);
  }

  @Override
  public String format() {
    return "jinja";
  }

  @Override
  public Reading<JinjaView> read(Source source, Budget budget) {
    boolean promised = isPromised(source);
    if (source.size() == 0 || !(promised || beginsWithTag(source))) {
      return new Reading.NotMine<>();
    }
    if (source.size() > MAX_BYTES) {
      return promised
          ? overLimit(Outcome.Reason.OVER_LIMIT, "a template larger than 1 MiB")
          : new Reading.NotMine<>();
    }
    try {
      budget.bytes(source.size());
      budget.entry();
      return parsed(source, budget);
    } catch (Broken e) {
      return promised
          ? new Reading.Malformed<>(Optional.empty(), List.of(), e.at(), e.problem())
          : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return overLimit(e.reason(), e.problem());
    }
  }

  private static Reading<JinjaView> overLimit(Outcome.Reason reason, String problem) {
    return new Reading.OverLimit<>(Optional.empty(), List.of(), reason, problem);
  }

  private static Reading<JinjaView> parsed(Source source, Budget budget) throws Broken {
    String text = decoded(source);
    List<Token> tokens = new Lexer(text, budget).tokens();
    List<Node> template = new Statements(new Tokens(tokens, budget)).template();
    Set<Reach> reaches = Walk.over(template, budget);
    return new Reading.View<>(new JinjaView(source, text, reaches, template.size()), List.of());
  }

  private static String decoded(Source source) throws Broken {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(source.bytes().toArray(JAVA_BYTE)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Broken(0, "expected text in UTF-8");
    }
  }

  private static boolean isPromised(Source source) {
    String name = source.place().path().getLast();
    return NAMED.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean beginsWithTag(Source source) {
    long at = source.startsWith((byte) 0xef, (byte) 0xbb, (byte) 0xbf) ? 3 : 0;
    while (at < source.size() && " \t\r\n".indexOf(source.at(at)) >= 0) {
      at++;
    }
    return at + 1 < source.size() && source.at(at) == '{' && "%{#".indexOf(source.at(at + 1)) >= 0;
  }
}
