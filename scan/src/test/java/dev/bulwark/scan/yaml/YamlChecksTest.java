package dev.bulwark.scan.yaml;

import static dev.bulwark.scan.yaml.YamlReaderTest.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlChecksTest {
  private static final List<Check<YamlView>> ALL =
      YamlChecks.all(YamlNames.builtin(), PicklePolicy.builtin());

  private static List<Severity> severities(int check, String name, String text) {
    return ALL
        .get(check)
        .examine(view(name, text), Budget.of(Limits.DEFAULT, System::nanoTime))
        .findings()
        .stream()
        .map(Finding::severity)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CRITICAL | !!python/object/apply:os.system ['id']",
        "CRITICAL | !!python/object/apply:builtins.eval ['1']",
        "CRITICAL | !!python/object/apply:exec ['1']",
        "CRITICAL | !!python/object/new:subprocess.Popen [[id]]",
        "CRITICAL | !!python/object/apply:subprocess.check_output {args: [id]}",
        "HIGH     | !!python/object/apply:os.abort []",
        "HIGH     | !!python/object:my.module.Thing {}",
        "HIGH     | !!python/name:os.system ''",
        "HIGH     | !!python/module:my.module ''",
        "NOTE     | !!python/object/apply:torch.device [cpu]",
        "NOTE     | !!python/object:argparse.Namespace {}",
        "NOTE     | !!python/name:material.extensions.emoji.twemoji ''",
        "NOTE     | !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}",
        "CRITICAL | !!javax.script.ScriptEngineManager [!!java.lang.Thing []]",
        "CRITICAL | !!com.sun.rowset.JdbcRowSetImpl {dataSourceName: 'x', autoCommit: true}",
        "HIGH     | !!my.company.Bean {}",
        "CRITICAL | !ruby/object:Gem::Installer {i: x}",
        "HIGH     | !ruby/object:My::Thing {a: b}",
        "HIGH     | '!!js/function ''function(){}'''",
        "HIGH     | !php/object 'O:1:\"A\":0:{}'",
        "HIGH     | !!perl/code:x '{ 1 }'",
        "CRITICAL | !apply:os.system [id]",
        "MEDIUM   | !new:my.module.Net {}",
        "NOTE     | !new:torch.nn.Linear {}",
      })
  void severityFollowsWhatIsNamed(Severity severity, String value) {
    assertThat(severities(0, "a.yaml", "a: " + value)).contains(severity);
    assertThat(severities(0, "a.yaml", "a: " + value).stream().max(Severity::compareTo))
        .contains(severity);
  }

  @Test
  void defaultsOfOtherProgramsAreNoResolvers() {
    assertThat(severities(5, "compose.yaml", "image: 'x:${TAG:latest}'")).isEmpty();
    assertThat(severities(5, "a.yaml", "_target_: x.y\nimage: 'x:${TAG:latest}'"))
        .containsExactly(Severity.NOTE);
  }

  @Nested
  class Tags extends CheckContract<YamlView> {
    @Override
    protected Check<? super YamlView> check() {
      return ALL.get(0);
    }

    @Override
    protected List<YamlView> clean() {
      return List.of(
          view("a: !!python/tuple [1, 2]\nb: !!python/none ''\nc: !!binary aGk=\nd: !!set {x}"),
          view("a: !Ref B\nb: !Sub '${A}-x'\nc: !GetAtt x.y\nd: !If [a, b, c]\ne: !include x.yaml"),
          view(
              "a: !secret b\nb: !reference [.x, script]\nc: !vault |\n  1;2\nd: !lambda 'return 1;'"),
          view("a: !ruby/regexp '/x/'\nb: !ruby/sym c\nd: !php/const A::B\ne: !!float 1"),
          view("- '!!python/object/apply:os.system'\n# !!python/name:os.system\n- x"));
    }

    @Override
    protected List<YamlView> dirty() {
      return List.of(
          view(
              "!!python/object/new:type\nargs: [z, !!python/tuple [], {extend: !!python/name:exec }]"),
          view("a: !!python/object/apply:os.system [id]"));
    }
  }

  @Nested
  class Disagreements extends CheckContract<YamlView> {
    @Override
    protected Check<? super YamlView> check() {
      return ALL.get(1);
    }

    @Override
    protected List<YamlView> clean() {
      return List.of(
          view("x: &x {a: 1}\ny: {<<: *x, a: 2}\nz: {<<: [*x], b: 1}"),
          view("on: push\n1: a\n'1 ': b"),
          view("a: \"line separator \\u2028 escaped\""));
    }

    @Override
    protected List<YamlView> dirty() {
      return List.of(
          view("a: 1\nb: 2\na: 3"),
          view("x: &x {a: 1}\ny: {<<: *x, <<: *x}"),
          view("x: &x {a: 1}\ny: {\"<<\": *x}"),
          view("y: {<<: text}"),
          view("a: b # c\u2028d: e"));
    }
  }

  @Nested
  class Expansion extends CheckContract<YamlView> {
    @Override
    protected Check<? super YamlView> check() {
      return ALL.get(2);
    }

    @Override
    protected List<YamlView> clean() {
      return List.of(view("x: &x [1, 2]\ny: [*x, *x, *x]"));
    }

    @Override
    protected List<YamlView> dirty() {
      StringBuilder laughs = new StringBuilder("a0: &a0 [lol]\n");
      for (int i = 1; i < 9; i++) {
        laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
      }
      return List.of(view(laughs.toString()), view("&a {b: *a}"), view("a: *missing"));
    }
  }

  @Nested
  class Mlflow extends CheckContract<YamlView> {
    @Override
    protected Check<? super YamlView> check() {
      return ALL.get(3);
    }

    private static YamlView model(String python) {
      return view("MLmodel", "artifact_path: model\nflavors:\n  python_function:\n" + python);
    }

    @Override
    protected List<YamlView> clean() {
      return List.of(
          model(
              "    env: {conda: conda.yaml, virtualenv: python_env.yaml}\n"
                  + "    loader_module: mlflow.sklearn\n    model_path: model.pkl\n"
                  + "  sklearn: {code: null, pickled_model: model.pkl}\n"
                  + "saved_input_example_info: {artifact_path: input_example.json}\n"),
          view("config.yaml", "loader_module: evil\ndata: /etc/passwd"));
    }

    @Override
    protected List<YamlView> dirty() {
      return List.of(
          model("    loader_module: my_loader\n"),
          model("    loader_module: os\n"),
          model("    loader_module: mlflow.sklearn\n    code: code\n"),
          model("    loader_module: mlflow.sklearn\n    data: ../../data/model.pkl\n"),
          model("    loader_module: mlflow.sklearn\n    env: {conda: /srv/conda.yaml}\n"),
          model("    loader_module: mlflow.pyfunc.model\n    model_code_path: model.py\n"),
          model("    loader_module: mlflow.sklearn\n    data: file:///etc/passwd\n"));
    }
  }

  @Nested
  class Environments extends CheckContract<YamlView> {
    @Override
    protected Check<? super YamlView> check() {
      return ALL.get(4);
    }

    private static YamlView pip(String line) {
      return view(
          "conda.yaml",
          "channels: [conda-forge]\ndependencies:\n- python=3.11\n- pip:\n  - \"" + line + "\"\n");
    }

    @Override
    protected List<YamlView> clean() {
      return List.of(
          pip("mlflow==2.9.2"),
          pip("--extra-index-url https://download.pytorch.org/whl/cu121"),
          pip("torch @ https://download.pytorch.org/whl/torch-2.whl"),
          pip("git+https://example.com/x/y@0123456789abcdef0123456789abcdef01234567"),
          pip("file:wheels/x.whl"),
          view("x.yaml", "dependencies:\n- git+http://example.com/x"),
          view(
              "environment.yml", "dependencies:\n- conda-forge::numpy=1.26\n- python>=3.10,<3.12"));
    }

    @Override
    protected List<YamlView> dirty() {
      return List.of(
          pip("--index-url http://pypi.org/simple"),
          pip("--extra-index-url https://packages.example.com/simple"),
          pip("-i https://packages.example.com/simple"),
          pip("git+http://example.com/x/y"),
          pip("git+https://example.com/x/y@main"),
          pip("thing @ https://example.com/thing.whl"),
          pip("file:///srv/x.whl"),
          pip("file:../x.whl"),
          view("conda.yaml", "channels: [\"http://example.com/c\"]\ndependencies: [python]"),
          view("env.yml", "x: &p ['-i http://e.com/s']\nname: e\ndependencies: [{pip: *p}]"));
    }
  }

  @Nested
  class Resolvers extends CheckContract<YamlView> {
    @Override
    protected Check<? super YamlView> check() {
      return ALL.get(5);
    }

    @Override
    protected List<YamlView> clean() {
      return List.of(
          view("_target_: x.y\na: ${oc.env:HOME}\nb: ${a.b}"),
          view("services: {web: {image: 'x:${TAG:-latest}', command: '${VAR:?os.environ}'}}"));
    }

    @Override
    protected List<YamlView> dirty() {
      return List.of(
          view("a: ${eval:'__import__(1)'}"), view("_target_: x.y\na: \"${eval: os.system(1) }\""));
    }
  }
}
