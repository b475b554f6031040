package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The form of a manifest as JSON Schema, draft 2020-12, for editors and other tools. Whatever
/// {@link ManifestReader} accepts, the schema accepts; references, roles, files and facts that hang
/// on another element are beyond it.
public final class ManifestSchema {
  private ManifestSchema() {}

  /// The schema's text, as checked in under `docs/bulwark.schema.json`.
  public static String render(FactTable table) {
    return PrettyJson.render(schema(table));
  }

  private static Json.Obj schema(FactTable table) {
    Json.Builder properties =
        Json.object()
            .put("bulwark", described("version of the manifest's form").put("const", 1).build())
            .put("system", reference("system"))
            .put("owners", reference("owners"))
            .put("authors", authors());
    Json.Builder definitions = Json.object().put("id", id()).put("person", person());
    definitions.put("files", files()).put("owners", owners());
    for (ElementKind kind : ElementKind.values()) {
      definitions.put(kind.word(), element(table, kind));
      if (kind != ElementKind.SYSTEM) {
        properties.put(kind.section(), section(kind));
      }
    }
    return Json.object()
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("$id", "urn:bulwark:manifest:1")
        .put("title", "bulwark.yaml")
        .put(
            "description",
            "What an AI system is made of, who answers for it, and what is known about it.")
        .put("type", "object")
        .put("additionalProperties", false)
        .put(
            "required",
            Json.texts(List.of("bulwark", "system", "owners", "authors", "environments", "models")))
        .put("properties", properties.build())
        .put("$defs", definitions.build())
        .build();
  }

  private static Json.Obj section(ElementKind kind) {
    Json.Builder list = Json.object().put("type", "array").put("items", reference(kind.word()));
    if (kind == ElementKind.ENVIRONMENT || kind == ElementKind.MODEL) {
      list.put("minItems", 1);
    }
    return list.build();
  }

  private static Json.Obj element(FactTable table, ElementKind kind) {
    List<String> required = new ArrayList<>(List.of("id"));
    List<Json> conditions = new ArrayList<>();
    Json.Builder properties = Json.object().put("id", reference("id"));
    properties.put("title", text(ElementReader.LONGEST_TITLE));
    if (kind == ElementKind.SYSTEM) {
      properties.put("purpose", text(ManifestReader.LONGEST_PURPOSE)).put("profile", profile());
      required.addAll(List.of("title", "purpose", "profile"));
    }
    if (ElementReader.inFiles(kind)) {
      properties.put("files", reference("files"));
    }
    for (FactSpec spec : table.of(kind).values()) {
      if (spec.written()) {
        properties.put(spec.name(), fact(spec));
      }
      switch (spec.nature()) {
        case Nature.Mandatory _ -> required.add(spec.name());
        case Nature.MandatoryWhen when -> addCondition(table, kind, spec, when, conditions);
        case Nature.Safety _, Nature.Derived _ -> {}
      }
    }
    Json.Builder element =
        Json.object()
            .put("type", "object")
            .put("additionalProperties", false)
            .put("required", Json.texts(required))
            .put("properties", properties.build());
    if (!conditions.isEmpty()) {
      element.put("allOf", Json.array(conditions));
    }
    return element.build();
  }

  /// A condition on a derived flag needs other elements and stays with the reader.
  private static void addCondition(
      FactTable table,
      ElementKind kind,
      FactSpec spec,
      Nature.MandatoryWhen when,
      List<Json> into) {
    FactSpec flag = table.of(kind).get(when.flag());
    if (flag != null && flag.written()) {
      Json.Obj holds =
          Json.object()
              .put("required", Json.texts(List.of(when.flag())))
              .put(
                  "properties",
                  Json.object().put(when.flag(), Json.object().put("const", true).build()).build())
              .build();
      into.add(
          Json.object()
              .put("if", holds)
              .put("then", Json.object().put("required", Json.texts(List.of(spec.name()))).build())
              .build());
    }
  }

  private static Json.Obj fact(FactSpec spec) {
    Json.Builder out = described(capital(spec.what()) + ". Why: " + spec.why() + ".");
    switch (spec.type()) {
      case FactType.Flag _ -> out.put("type", "boolean");
      case FactType.Count _ ->
          out.put("type", "integer").put("minimum", 0).put("maximum", Json.Int.MAX);
      case FactType.Word(List<String> values) -> out.put("enum", Json.texts(values));
      case FactType.Words(List<String> values) ->
          list(out, Json.object().put("enum", Json.texts(values)).build());
      case FactType.Reference(Set<ElementKind> to, boolean outside) ->
          out.put("type", "string").put("pattern", pattern(to, outside));
      case FactType.References(Set<ElementKind> to) ->
          list(out, Json.object().put("type", "string").put("pattern", pattern(to, false)).build());
    }
    if (spec.nature() instanceof Nature.Safety && !none(spec.unsafe())) {
      out.put("default", spec.unsafe().json());
    }
    return out.build();
  }

  private static boolean none(Fact.Value value) {
    return value.equals(new Fact.Value.Word(FactSpec.NONE));
  }

  private static void list(Json.Builder out, Json.Obj items) {
    out.put("type", "array").put("uniqueItems", true).put("items", items);
  }

  private static String pattern(Set<ElementKind> to, boolean outside) {
    String kinds = to.stream().sorted().map(ElementKind::word).collect(Collectors.joining("|"));
    String element = "(" + kinds + ")/" + ElementReader.ID;
    return outside ? "^(" + element + "|" + FactSpec.OUTSIDE + ")$" : "^" + element + "$";
  }

  private static Json.Obj profile() {
    return described("the set of controls it asks to be judged by")
        .put("enum", Json.texts(ManifestReader.PROFILES))
        .build();
  }

  private static Json.Obj text(int longest) {
    return Json.object()
        .put("type", "string")
        .put("pattern", "\\S")
        .put("maxLength", longest)
        .build();
  }

  private static Json.Obj id() {
    return Json.object()
        .put("type", "string")
        .put("pattern", "^" + ElementReader.ID + "$")
        .put("maxLength", 64)
        .build();
  }

  private static Json.Obj person() {
    return Json.object()
        .put("type", "string")
        .put("pattern", "^" + ManifestReader.PERSON + "$")
        .put("maxLength", 64)
        .build();
  }

  private static Json.Obj owners() {
    Json.Builder roles = Json.object();
    ManifestReader.ROLES.forEach(role -> roles.put(role, reference("person")));
    return described("one person for each role; risk differs from technical")
        .put("type", "object")
        .put("additionalProperties", false)
        .put("required", Json.texts(ManifestReader.ROLES))
        .put("properties", roles.build())
        .build();
  }

  private static Json.Obj authors() {
    Json.Builder list = described("the people who build it; none of them is independent of it");
    list(list, reference("person"));
    return list.put("minItems", 1).build();
  }

  private static Json.Obj files() {
    return described("files it is in, relative to this file; * and ** are wild cards")
        .put("type", "array")
        .put(
            "items",
            Json.object()
                .put("type", "string")
                .put("pattern", "^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\\\]+$")
                .build())
        .build();
  }

  private static Json.Builder described(String text) {
    return Json.object().put("description", text);
  }

  private static Json.Obj reference(String definition) {
    return Json.object().put("$ref", "#/$defs/" + definition).build();
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
