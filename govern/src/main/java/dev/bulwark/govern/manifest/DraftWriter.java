package dev.bulwark.govern.manifest;

import static dev.bulwark.govern.manifest.DraftText.list;
import static dev.bulwark.govern.manifest.DraftText.named;
import static dev.bulwark.govern.manifest.DraftText.scalar;

import dev.bulwark.govern.manifest.DraftText.Answers;
import dev.bulwark.govern.manifest.Sightings.DataFiles;
import dev.bulwark.govern.manifest.Sightings.ModelFiles;
import dev.bulwark.govern.manifest.Sightings.ToolFile;
import dev.bulwark.kernel.system.ElementKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Turns what was seen into the lines of a draft. One use, one thread.
final class DraftWriter {
  private static final String ITEM = "  - ";
  private static final String FIELD = "    ";
  private static final int MOST_NAMES = 4;

  private final Sightings seen;
  private final DraftText out;
  private final DraftParts parts;

  DraftWriter(Sightings seen, DraftText out) {
    this.seen = seen;
    this.out = out;
    this.parts = DraftParts.of(seen);
  }

  void write() {
    out.comment(
        "Drafted by bulwark init from what this folder shows. Answer every ???, then run: bulwark check");
    out.comment(
        "A comment beside a value says what was seen; correct what is wrong. Safety facts are left out");
    out.comment("and count as unsafe until you state them: see docs/manifest.md.");
    out.line("", "bulwark: 1", "");
    system();
    people();
    environments();
    components();
    models();
    datasets();
    prompts();
    agents();
    tools();
    flows();
    suppliers();
  }

  private void system() {
    String id = Ids.plain(seen.name());
    out.line("", "system:", "");
    out.line("  ", "id: " + scalar(id.isEmpty() ? "system" : id), "the folder's name");
    out.line("  ", "title: " + scalar(seen.title().orElse(spoken(id))), "");
    seen.purpose()
        .ifPresentOrElse(
            purpose -> out.line("  ", "purpose: " + scalar(purpose), "from the README"),
            () -> out.ask("  ", "purpose", "what it is for, in a sentence"));
    out.line("  ", "profile: essentials", "or standard, high-risk: how strictly it is judged");
    Answers answers = new Answers();
    seen.data().stream()
        .filter(data -> data.personal().isPresent())
        .max(Comparator.comparingLong(DataFiles::rows))
        .ifPresent(
            data -> {
              String where = named(data.files().getFirst());
              answers.put(
                  "personalData", true, "column " + named(data.personal().get()) + " of " + where);
              if (data.rows() > 0) {
                answers.put("peopleAffected", Long.toString(data.rows()), "rows of " + where);
              }
            });
    if (seen.languageModel()) {
      answers.put("generative", true, "a language model is used here");
    } else if (!seen.models().isEmpty()) {
      answers.put("generative", false, "no language model seen in this folder");
    }
    out.facts(ElementKind.SYSTEM, "  ", answers);
  }

  private static String spoken(String id) {
    return id.isEmpty()
        ? "System"
        : Character.toUpperCase(id.charAt(0)) + id.substring(1).replace('-', ' ');
  }

  private void people() {
    out.blankLine();
    out.line("", "owners:", "ids of people; risk must not be technical");
    for (String role : ManifestReader.ROLES) {
      out.ask("  ", role, "who is " + role + " owner");
    }
    if (seen.authors().isEmpty()) {
      out.line("", "authors:", "the people who build it");
      out.blankItem();
    } else {
      out.line("", "authors: " + list(seen.authors()), "from CODEOWNERS");
    }
  }

  private void environments() {
    out.section(ElementKind.ENVIRONMENT);
    for (String name : seen.environments()) {
      head(name, Optional.empty());
      out.facts(ElementKind.ENVIRONMENT, FIELD, new Answers().put("kind", name, ""));
    }
  }

  private void components() {
    if (parts.components().isEmpty()) {
      return;
    }
    out.section(ElementKind.COMPONENT);
    for (DraftParts.Component component : parts.components()) {
      head(component.id(), Optional.empty());
      Answers answers = new Answers().put("kind", component.kind(), component.evidence());
      boolean runs = !component.kind().equals("ci") && !component.kind().equals("notebook");
      if (runs && seen.lockFile().isPresent()) {
        answers.put("depsPinned", true, named(seen.lockFile().get()) + " pins by digest");
      }
      out.facts(ElementKind.COMPONENT, FIELD, answers);
    }
  }

  private void models() {
    out.section(ElementKind.MODEL);
    for (ModelFiles model : seen.models()) {
      head(model.id(), Optional.of(model.files()));
      out.facts(ElementKind.MODEL, FIELD, answers(model));
    }
    parts.hosted().ifPresent(this::hosted);
    if (seen.models().isEmpty() && parts.hosted().isEmpty()) {
      out.line(ITEM, "id: model", "no model was seen; describe the one that is used");
      out.facts(ElementKind.MODEL, FIELD, new Answers());
    }
  }

  private Answers answers(ModelFiles model) {
    Answers answers = new Answers();
    boolean tables = seen.data().stream().anyMatch(DataFiles::table);
    if (model.languageModel()) {
      answers.put("llm", true, "a tokenizer or a causal model's configuration lies beside it");
    } else {
      answers.put("llm", false, "no tokenizer and no language model's configuration beside it");
    }
    if (!model.languageModel() && tables && !seen.languageModel()) {
      answers.put("inputs", "[records]", "the data files are tables");
    }
    seen.data().stream()
        .filter(data -> data.personal().isPresent())
        .findFirst()
        .ifPresent(
            data ->
                answers.put(
                    "trainedOnSensitive",
                    true,
                    named(data.files().getFirst()) + " looks personal"));
    return answers.put("format", model.format().word(), "its first bytes");
  }

  private void hosted(DraftParts.Hosted model) {
    head(model.id(), Optional.empty());
    Answers answers = new Answers().put("llm", true, model.evidence());
    answers.put(
        "inputs", "[free-text]", "a prompt is text; add documents, images, audio if it reads them");
    model
        .vendor()
        .ifPresent(
            vendor -> {
              answers
                  .put("origin", "vendor-api", model.evidence())
                  .put("weightsOwned", false, "called at a vendor")
                  .put("edgeDeployed", false, "called at a vendor")
                  .put("format", "hosted", "")
                  .put("supplier", "supplier/" + vendor, "");
            });
    out.facts(ElementKind.MODEL, FIELD, answers);
  }

  private void datasets() {
    if (seen.data().isEmpty()) {
      return;
    }
    out.section(ElementKind.DATASET);
    for (DataFiles data : seen.data()) {
      head(data.id(), Optional.of(data.files()));
      Answers answers = new Answers();
      if (data.id().matches(".*(eval|test|valid|holdout|heldout).*")) {
        answers.put("use", "eval", "its name");
      } else if (!data.table() && seen.languageModel()) {
        answers.put("use", "rag", "documents beside a language model");
      } else if (data.table() && !seen.models().isEmpty()) {
        answers.put("use", "train", "a table beside a model");
      }
      data.personal()
          .ifPresent(column -> answers.put("sensitive", true, "column " + named(column)));
      out.facts(ElementKind.DATASET, FIELD, answers);
    }
  }

  private void prompts() {
    if (seen.prompts().isEmpty()) {
      return;
    }
    out.section(ElementKind.PROMPT);
    Ids ids = new Ids();
    for (String prompt : seen.prompts()) {
      String name = prompt.substring(prompt.lastIndexOf('/') + 1);
      head(ids.next(name.replaceAll("\\.[^.]*$", ""), "prompt"), Optional.of(List.of(prompt)));
      Answers answers = new Answers();
      parts.languageModel().ifPresent(model -> answers.put("model", model, ""));
      out.facts(ElementKind.PROMPT, FIELD, answers);
    }
  }

  private void agents() {
    if (!parts.agent()) {
      return;
    }
    out.section(ElementKind.AGENT);
    head("agent", Optional.empty());
    Answers answers = new Answers();
    parts.languageModel().ifPresent(model -> answers.put("model", model, ""));
    List<String> tools = seen.tools().stream().map(tool -> "tool/" + tool.id()).toList();
    if (!tools.isEmpty()) {
      answers.put("tools", list(tools), "the tools of this folder");
    }
    out.facts(ElementKind.AGENT, FIELD, answers);
  }

  private void tools() {
    if (seen.tools().isEmpty()) {
      return;
    }
    out.section(ElementKind.TOOL);
    for (ToolFile tool : seen.tools()) {
      head(tool.id(), tool.own() ? Optional.of(List.of(tool.file())) : Optional.empty());
      String evidence =
          tool.own() ? "described in this folder" : "a server in " + named(tool.file());
      Answers answers = new Answers();
      answers.put("origin", tool.own() ? "own" : "third-party", evidence);
      out.facts(ElementKind.TOOL, FIELD, answers);
    }
  }

  private void flows() {
    if (parts.flows().isEmpty()) {
      return;
    }
    out.section(ElementKind.FLOW);
    for (DraftParts.Flow flow : parts.flows()) {
      head(flow.id(), Optional.empty());
      Answers answers = new Answers().put("from", flow.from(), "").put("to", flow.to(), "");
      flow.untrusted().ifPresent(why -> answers.put("untrusted", true, why));
      answers.put("fromLlm", flow.fromLlm(), "");
      out.facts(ElementKind.FLOW, FIELD, answers);
    }
  }

  private void suppliers() {
    List<String> vendors = parts.hosted().flatMap(DraftParts.Hosted::vendor).stream().toList();
    if (vendors.isEmpty()) {
      return;
    }
    out.section(ElementKind.SUPPLIER);
    for (String vendor : vendors) {
      head(vendor, Optional.empty());
      out.facts(
          ElementKind.SUPPLIER,
          FIELD,
          new Answers().put("provides", "[model]", "its library is used"));
    }
  }

  private void head(String id, Optional<List<String>> files) {
    out.line(ITEM, "id: " + scalar(id), "");
    files.ifPresent(
        names ->
            out.line(
                FIELD,
                "files: " + list(names.stream().limit(50).toList()),
                names.size() > MOST_NAMES ? names.size() + " files; ** names many at once" : ""));
  }
}
