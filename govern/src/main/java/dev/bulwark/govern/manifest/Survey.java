package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ProjectFiles.Seen;
import dev.bulwark.govern.manifest.Sightings.DataFiles;
import dev.bulwark.govern.manifest.Sightings.ModelFiles;
import dev.bulwark.govern.manifest.Sightings.ToolFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks around in a listed folder. Reads only the beginnings of a few small files, and runs none.
final class Survey {
  private static final Pattern TABLE =
      Pattern.compile(".*\\.(csv|tsv|parquet|arrow|feather|avro|orc)");
  private static final Pattern LINES = Pattern.compile(".*\\.(jsonl|ndjson)");
  private static final Pattern TEXT = Pattern.compile(".*\\.(md|txt|pdf|html|docx|rst)");
  private static final Pattern TEXT_FOLDER =
      Pattern.compile("(.*/)?(knowledge|corpus|rag|kb|retrieval|documents)/.*");
  private static final Pattern PROMPT =
      Pattern.compile(
          "(.*/)?prompts?/[^/]+\\.(md|txt|j2|jinja|jinja2|yaml|prompt)"
              + "|(.*/)?[^/]*\\.prompt|(.*/)?system[-_]?prompt[^/]*");
  private static final Pattern TOOL = Pattern.compile("(.*/)?tools?/[^/]+\\.json");
  private static final Pattern SERVERS =
      Pattern.compile("(.*/)?(\\.?mcp|mcp[-_]?(config|servers)|claude_desktop_config)\\.json");
  private static final Pattern BUILD_FILE =
      Pattern.compile(
          "(.*/)?(requirements[^/]*\\.(txt|in)|pyproject\\.toml|poetry\\.lock|uv\\.lock|Pipfile"
              + "|Pipfile\\.lock|setup\\.(py|cfg)|environment\\.ya?ml|package\\.json"
              + "|package-lock\\.json|yarn\\.lock|pnpm-lock\\.yaml|pom\\.xml"
              + "|build\\.gradle(\\.kts)?|go\\.mod|Cargo\\.toml)");
  private static final Pattern LOCK_FILE =
      Pattern.compile(
          "(.*/)?(poetry\\.lock|uv\\.lock|Pipfile\\.lock|package-lock\\.json|yarn\\.lock"
              + "|pnpm-lock\\.yaml|Cargo\\.lock|go\\.sum)");
  private static final Pattern CONTAINER =
      Pattern.compile("(.*/)?(Dockerfile[^/]*|Containerfile|(docker-)?compose\\.ya?ml)");
  private static final Pattern PIPELINE =
      Pattern.compile(
          "\\.github/workflows/[^/]+\\.ya?ml|\\.gitlab-ci\\.yml|Jenkinsfile|azure-pipelines\\.yml"
              + "|\\.circleci/config\\.yml|\\.ci/.+");
  private static final Pattern ENVIRONMENT =
      Pattern.compile("(?:^|[-_./])(staging|production|prod|development|dev|test)(?=[-_./]|$)");
  private static final Pattern SHARD = Pattern.compile("[-_.]?\\d{5}-of-\\d{5}");
  private static final Set<String> NAMELESS =
      Set.of("model", "pytorch-model", "weights", "saved-model", "consolidated");

  private final Peek peek;
  private final List<String> names;
  private final Set<Library> libraries = new TreeSet<>(Comparator.comparing(Library::name));

  private final ProjectFolder folder;

  Survey(ProjectFolder folder) {
    this.folder = folder;
    this.peek = new Peek(folder);
    this.names = folder.files().keySet().stream().filter(Survey::nameable).toList();
  }

  /// Whether a manifest can name the file without naming others: some characters are wild cards.
  private static boolean nameable(String name) {
    return FilePattern.flaw(name).isEmpty()
        && FilePattern.of(name).literal()
        && !name.equals(ManifestReader.FILE);
  }

  Sightings sightings() {
    all(BUILD_FILE).forEach(name -> libraries.addAll(Library.in(peek.text(name))));
    String readme = first(Pattern.compile("(?i)readme(\\.md|\\.txt)?")).map(peek::text).orElse("");
    List<ModelFiles> models = models();
    return new Sightings(
        folder.name(),
        Readme.title(readme),
        Readme.purpose(readme),
        models,
        data(),
        all(PROMPT),
        tools(),
        libraries,
        first(LOCK_FILE),
        first(CONTAINER),
        first(PIPELINE),
        first(Pattern.compile(".*\\.ipynb")),
        environments(),
        authors());
  }

  private List<String> all(Pattern pattern) {
    return names.stream().filter(name -> pattern.matcher(name).matches()).limit(1000).toList();
  }

  private Optional<String> first(Pattern pattern) {
    return all(pattern).stream().findFirst();
  }

  private List<ModelFiles> models() {
    TreeMap<String, List<String>> groups = new TreeMap<>();
    for (String name : names) {
      Seen seen = folder.files().get(name);
      if (seen != null && ModelSniffer.looksLikeModel(name, seen)) {
        groups.computeIfAbsent(modelKey(name), _ -> new ArrayList<>()).add(name);
      }
    }
    List<ModelFiles> models = new ArrayList<>();
    Ids ids = new Ids();
    groups.forEach(
        (key, files) ->
            models.add(new ModelFiles(ids.next(key, "model"), files, worst(files), speaks(files))));
    return models;
  }

  /// Shards and exports of one model share a name; a file with a nameless name takes its folder's.
  private static String modelKey(String path) {
    String stem = SHARD.matcher(stem(path)).replaceAll("");
    boolean nameless = NAMELESS.contains(Ids.plain(stem)) && path.indexOf('/') >= 0;
    return nameless ? parent(path).substring(parent(path).lastIndexOf('/') + 1) : stem;
  }

  private ModelFormat worst(List<String> files) {
    return files.stream()
        .flatMap(name -> Optional.ofNullable(folder.files().get(name)).stream())
        .flatMap(seen -> seen.format().stream())
        .min(Comparator.comparingInt(ModelFormat::rank))
        .orElse(ModelFormat.ZIP);
  }

  /// A tokenizer or a configuration for causal language models lies beside it.
  private boolean speaks(List<String> files) {
    for (String file : files) {
      String beside = parent(file).isEmpty() ? "" : parent(file) + "/";
      boolean tokenizer =
          folder.files().containsKey(beside + "tokenizer.json")
              || folder.files().containsKey(beside + "tokenizer.model");
      boolean causal =
          folder.files().containsKey(beside + "config.json")
              && peek.text(beside + "config.json").contains("ForCausalLM");
      if (file.endsWith(".gguf") || tokenizer || causal) {
        return true;
      }
    }
    return false;
  }

  private List<DataFiles> data() {
    List<DataFiles> data = new ArrayList<>();
    Ids ids = new Ids();
    for (String name : names) {
      boolean table = TABLE.matcher(name).matches();
      if ((table || LINES.matcher(name).matches()) && data.size() < 50) {
        Optional<String> header =
            readable(name) ? Optional.of(peek.firstLine(name)) : Optional.empty();
        data.add(
            new DataFiles(
                ids.next(stem(name), "data"),
                List.of(name),
                table,
                header.flatMap(Columns::personal),
                header.isPresent() ? Math.max(0, peek.lines(name) - 1) : 0));
      }
    }
    TreeSet<String> folders = new TreeSet<>();
    names.stream()
        .filter(name -> TEXT.matcher(name).matches() && TEXT_FOLDER.matcher(name).matches())
        .forEach(name -> folders.add(parent(name)));
    for (String text : folders) {
      String id = ids.next(text.substring(text.lastIndexOf('/') + 1), "documents");
      data.add(new DataFiles(id, List.of(text + "/*"), false, Optional.empty(), 0));
    }
    return data;
  }

  private static boolean readable(String name) {
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  private List<ToolFile> tools() {
    List<ToolFile> tools = new ArrayList<>();
    Ids ids = new Ids();
    for (String name : all(TOOL)) {
      String text = peek.text(name);
      if (text.contains("\"inputSchema\"")
          || text.contains("\"parameters\"")
          || text.contains("\"input_schema\"")) {
        tools.add(new ToolFile(ids.next(stem(name), "tool"), name, true));
      }
    }
    for (String name : all(SERVERS)) {
      for (String server : McpServers.names(peek.text(name))) {
        tools.add(new ToolFile(ids.next(server, "server"), name, false));
      }
    }
    return tools;
  }

  private Set<String> environments() {
    Set<String> found = new TreeSet<>();
    for (String name : names) {
      Matcher matcher = ENVIRONMENT.matcher(name.toLowerCase(Locale.ROOT));
      boolean configuration = name.matches(".*\\.(ya?ml|env|tf|tfvars|toml|json)|(.*/)?\\.env.*");
      if (configuration && !name.matches("(.*/)?(tests?|tools?)/.*") && matcher.find()) {
        found.add(
            switch (matcher.group(1)) {
              case "prod" -> "production";
              case "dev" -> "development";
              default -> matcher.group(1);
            });
      }
    }
    found.add("production");
    return found;
  }

  /// The people CODEOWNERS names.
  private List<String> authors() {
    Set<String> people = new TreeSet<>();
    first(Pattern.compile("(\\.github/|docs/|\\.gitlab/)?CODEOWNERS"))
        .ifPresent(
            name ->
                peek.text(name)
                    .lines()
                    .filter(line -> !line.strip().startsWith("#"))
                    .flatMap(
                        line ->
                            Pattern.compile("(?<=\\s)@([A-Za-z0-9-]+)(?=\\s|$)")
                                .matcher(line)
                                .results())
                    .limit(20)
                    .forEach(match -> people.add(match.group(1).toLowerCase(Locale.ROOT))));
    people.removeIf(person -> !person.matches(ManifestReader.PERSON));
    return List.copyOf(people);
  }

  private static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String parent(String path) {
    return path.indexOf('/') < 0 ? "" : path.substring(0, path.lastIndexOf('/'));
  }
}
