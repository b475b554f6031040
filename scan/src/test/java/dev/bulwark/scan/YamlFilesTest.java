package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole YAML files: what PyYAML wrote, what people have in their projects, and what attacks look
/// like.
class YamlFilesTest {
  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = YamlFilesTest.class.getResourceAsStream("yaml/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static CheckRun text(String name, String text) {
    return scan(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> rules(CheckRun run) {
    return run.findings().stream().map(finding -> finding.rule().value()).distinct().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "hparams.yaml, NOTICE",
    "anchors.yaml, NOTICE",
    "system.yaml, MALICIOUS",
    "popen.yaml, MALICIOUS"
  })
  void whatPyYamlWritesIsJudgedByWhatItNames(String name, Verdict verdict) throws IOException {
    CheckRun run = scan(name, fixture(name));
    assertThat(Verdict.of(run)).as("%s", run.findings()).isEqualTo(verdict);
    assertThat(run.details().texts("formats")).containsExactly("yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // GitLab CI
        "stages: [test]\n.x:\n  script: [a]\ntest:\n  script:\n    - !reference [.x, script]\n    - 'b: c'\n",
        // GitHub Actions
        "on:\n  push:\n    branches: [main]\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ secrets.X }}\n",
        // CloudFormation
        "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Name: !Sub '${AWS::StackName}-x'\n      Other: !GetAtt B.Arn\n      L: !Join ['-', [!Ref A, b]]\n",
        // Compose
        "x-common: &c\n  restart: always\nservices:\n  web:\n    <<: *c\n    image: \"a:${TAG:-latest}\"\n    ports: ['80:80']\n    environment: {A: '${B:?missing}'}\n",
        // Kubernetes
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x.sh: |\n    #!/bin/sh\n    exec sleep 1\n---\napiVersion: v1\nkind: Secret\n",
        // Helm, which is no YAML
        "apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata:\n  {{- include \"x\" . | nindent 4 }}\n",
        // Home Assistant
        "automation: !include automations.yaml\nlight: !include_dir_merge_list lights\nkey: !secret api\n",
        // Ansible
        "- hosts: all\n  tasks:\n    - name: x\n      shell: \"{{ item }}\"\n      with_items: [a]\n      when: a.b is defined\n",
        // mkdocs
        "site_name: X\nmarkdown_extensions:\n  - toc: {permalink: true}\n",
        // conda
        "name: x\nchannels: [conda-forge, defaults]\ndependencies:\n  - python=3.11\n  - pip\n  - pip:\n      - torch==2.1\n      - mlflow>=2\n",
        // OpenAPI
        "openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths:\n  /a/{b}:\n    get: {responses: {200: {description: ok}}}\n",
        // training
        "model: {name: bert, params: {n: 1e-4}}\ntarget: accuracy\nparams: {a: 1}\ncode: x\ndata: /mnt/data\n",
        // citation
        "cff-version: 1.2.0\nauthors:\n  - family-names: X\n",
        // pre-commit
        "repos:\n  - repo: https://github.com/a/b\n    rev: v1\n    hooks: [{id: c, args: [--fix]}]\n",
        "---\n# only a comment\n",
        "plain: text\n..."
      })
  void ordinaryYamlIsClean(String yaml) {
    CheckRun run = text("config.yml", yaml);
    assertThat(run.findings()).isEmpty();
    assertThat(Verdict.of(run)).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void mkdocsTagsAreANote() {
    CheckRun run =
        text(
            "mkdocs.yml",
            "markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n      emoji_generator: !!python/name:material.extensions.emoji.to_svg\nextra: !ENV [A, b]\n");
    assertThat(Verdict.of(run)).as("%s", run.findings()).isEqualTo(Verdict.NOTICE);
  }

  @Test
  void theFrontMatterOfAModelCardStaysText() {
    CheckRun run = text("README.md", "---\nlicense: mit\n---\n# Title\n\n`!!python/name:x`\n");
    assertThat(run.findings()).isEmpty();
    assertThat(run.details().texts("formats")).containsExactly("text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_target_: os.system\ncommand: id\n",
        "a: {_target_: builtins.eval, _args_: ['1']}\n",
        "k: &k _target_\nm: {*k : subprocess.Popen}\n",
        "_target_: torch.utils.cpp_extension.load_inline\n",
        "trainer:\n  class_path: os.system\n  init_args: {command: id}\n",
        "a: &a {target: os.system}\nb: {<<: *a, params: {}}\n",
        "!!python/object/apply:os.system [id]\n---\n: broken: [\n",
        "x: # y\u2028z: !!python/object/apply:os.system [id]\n",
        "chat_template: |\n  {{ ''.__class__.__mro__[1].__subclasses__() }}\n",
        "class_name: Model\nconfig:\n  layers:\n    - class_name: Lambda\n      config:\n        function: !!python/tuple ['4wEAAAAAAAAAAQ==', null, null]\n"
      })
  void hostileYamlIsMalicious(String yaml) {
    CheckRun run = text("config.yaml", yaml);
    assertThat(Verdict.of(run)).as("%s", run.outcomes()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aTagIsFoundUnderAnotherNameAndTheNameIsToldToLie() {
    CheckRun run = text("notes.txt", "a: !!python/object/apply:os.system [id]\n");
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(rules(run)).contains("FMT-002", "YML-001");
  }

  @Test
  void secretsInYamlAreStillFound() {
    CheckRun run = text("config.yaml", "db: postgresql://ml:s7Kq" + "2pX9@db.internal:5432/f\n");
    assertThat(rules(run)).contains("SEC-003");
    assertThat(run.findings()).extracting(Finding::place).asString().contains(":1:");
  }

  @Test
  void whatOnlyALenientLoaderReadsIsMalformedAndTold() {
    CheckRun run = text("config.yaml", "a: !!python/object/apply:os.system [id]\nb: ]\n");
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(Verdict.of(text("c.yaml", "_target_: os.system\nb: ]\n")))
        .isEqualTo(Verdict.MALFORMED);
  }
}
