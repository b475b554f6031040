package dev.bulwark.scan.jinja;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// Every name and text in a tree, with the kind of its node.
final class TreeNames {
  private TreeNames() {}

  static void of(Object node, Set<String> names) {
    switch (node) {
      case Expr.Name(int _, String name) -> names.add("name:" + name);
      case Expr.Attr(int _, Expr target, String name) -> {
        names.add("attr:" + name);
        of(target, names);
      }
      case Const.Text(String value) -> names.add("text:" + hex(value));
      case Expr.Filter filter -> {
        names.add("filter:" + filter.name());
        parts(filter, names);
      }
      case Expr.Test test -> {
        names.add("test:" + test.name());
        parts(test, names);
      }
      case Expr.Keyword(String name, Expr value) -> {
        names.add("key:" + name);
        of(value, names);
      }
      case Optional<?> optional -> optional.ifPresent(value -> of(value, names));
      case Collection<?> many -> many.forEach(value -> of(value, names));
      case Record record -> parts(record, names);
      default -> {}
    }
  }

  private static String hex(String value) {
    StringBuilder out = new StringBuilder();
    value.codePoints().forEach(c -> out.append(Integer.toHexString(c)).append('.'));
    return out.toString();
  }

  private static void parts(Record record, Set<String> names) {
    for (RecordComponent part : record.getClass().getRecordComponents()) {
      try {
        part.getAccessor().setAccessible(true);
        Object value = part.getAccessor().invoke(record);
        if (value != null) {
          of(value, names);
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("a record part cannot be read", e);
      }
    }
  }
}
