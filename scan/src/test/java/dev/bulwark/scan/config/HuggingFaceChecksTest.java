package dev.bulwark.scan.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.testkit.CheckContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HuggingFaceChecksTest {

  static JsonView json(String name, String text) {
    Source source = Source.of(Place.of(name), text.getBytes(StandardCharsets.UTF_8));
    return ((Reading.View<JsonView>)
            new JsonReader(List.of()).read(source, Budget.of(Limits.DEFAULT, System::nanoTime)))
        .view();
  }

  static JsonView json(String text) {
    return json("config.json", text.replace('\'', '"'));
  }

  private static List<Finding> findings(int check, String text) {
    Outcome outcome =
        HuggingFaceChecks.all(PicklePolicy.builtin())
            .get(check)
            .examine(json(text), Budget.of(Limits.DEFAULT, System::nanoTime));
    return outcome.findings();
  }

  @Nested
  class Remote extends CheckContract<JsonView> {
    @Override
    protected Check<? super JsonView> check() {
      return HuggingFaceChecks.all(PicklePolicy.builtin()).get(0);
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(
          json("{'architectures': ['LlamaForCausalLM'], 'model_type': 'llama'}"),
          json("{'auto_map': null, 'trust_remote_code': false, 'custom_pipelines': {}}"),
          json(
              "{'auto_mapping': {'base_model_class': 'X', 'parent_library': 'transformers.models'}}"),
          json("{'auto_mapping': null}"),
          json("[{'idx': 0, 'path': '', 'type': 'sentence_transformers.models.Transformer'}]"),
          json("[{'type': 'my.thing'}]"),
          json(
              "{'_class_name': 'StableDiffusionPipeline', '_diffusers_version': '0.2', 'unet':"
                  + " ['diffusers', 'UNet2DConditionModel'], 'safety_checker':"
                  + " ['stable_diffusion', 'X'], 'feature_extractor': [null, null]}"));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(
          json("{'auto_map': {'AutoModel': 'modeling_x.Net'}}"),
          json("{'text_config': {'auto_map': {'AutoTokenizer': ['tok.T', null]}}}"),
          json("{'auto_map': {'AutoModel': 'other/repo--modeling_x.Net'}}"),
          json("{'custom_pipelines': {'task': {'impl': 'pipe.P', 'pt': ['AutoModel']}}}"),
          json("{'custom_generate': 'generate.py'}"),
          json("{'trust_remote_code': true}"),
          json("{'auto_mapping': {'base_model_class': 'X', 'parent_library': 'evil'}}"),
          json("[{'idx': 0, 'path': '', 'type': 'custom_module.Thing'}]"),
          json("[{'idx': 0, 'path': '', 'type': 'os.system'}]"),
          json("{'_diffusers_version': '0.2', 'unet': ['my_unet', 'U']}"),
          json("{'_diffusers_version': '0.2', '_class_name': ['pipeline', 'P']}"));
    }
  }

  @Test
  void remoteCodeNamesTheFile() {
    assertThat(findings(0, "{'auto_map': {'AutoModel': 'modeling_x.Net'}}"))
        .extracting(Finding::message)
        .containsExactly("auto_map makes a loader run modeling_x.py of this repository.");
    assertThat(findings(0, "{'auto_map': {'AutoModel': 'a/b--m.N'}}"))
        .extracting(Finding::severity)
        .containsExactly(Severity.HIGH);
  }

  @Nested
  class Called extends CheckContract<JsonView> {
    @Override
    protected Check<? super JsonView> check() {
      return HuggingFaceChecks.all(PicklePolicy.builtin()).get(1);
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(
          json("{'net': {'_target_': 'torch.nn.Linear', 'in': 3}}"),
          json("{'net': {'_target_': 'UNet'}, 'x': '$@net.parameters()'}"),
          json("{'target': 'a.b', 'n': 1}"),
          json("{'x': '$os.system(1)'}"));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(
          json("{'_target_': 'os.system', 'command': 'id'}"),
          json("{'_target_': 'builtins.exec', '_args_': ['1']}"),
          json("{'_target_': 'torch.storage._load_from_bytes', 'b': 'x'}"),
          json("{'_target_': 'torch.UntypedStorage.from_file', 'filename': 'x'}"),
          json("{'a': [{'_target_': 'subprocess.Popen'}]}"),
          json("{'_target_': 'torch.hub.load'}"),
          json("{'_target_': 'a.__init__.x'}"),
          json("{'_target_': 'my.module.Net'}"),
          json("{'model': {'target': 'subprocess.run', 'params': {}}}"),
          json("{'_target_': 'Net', 'x': '$__import__(1)'}"),
          json("{'_target_': 'Net', 'imports': ['$import os']}"));
    }

    @Test
    void whatRunsCommandsIsCritical() {
      assertThat(examine(dirty().getFirst()).findings())
          .extracting(Finding::severity)
          .containsExactly(Severity.CRITICAL);
    }
  }

  @Nested
  class Files extends CheckContract<JsonView> {
    private static JsonView index(String shard) {
      return json(
          "model.safetensors.index.json",
          "{\"weight_map\": {\"a\": \"%s\", \"b\": \"%s\"}}".formatted(shard, shard));
    }

    @Override
    protected Check<? super JsonView> check() {
      return HuggingFaceChecks.all(PicklePolicy.builtin()).get(2);
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(
          index("model-00001-of-00002.safetensors"),
          index("sub/model..1.safetensors"),
          json("pytorch_model.bin.index.json", "{\"weight_map\": {\"a\": \"p-1.bin\"}}"));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(
          index("../x.safetensors"),
          index("a/../../x.safetensors"),
          index("/etc/passwd"),
          index("C:x.safetensors"),
          index("..\\\\x.safetensors"),
          index("file:x"),
          index("model.bin"),
          json("[{'idx': 0, 'path': '../x', 'type': 'sentence_transformers.models.Dense'}]"));
    }

    @Test
    void oneShardIsToldOnce() {
      assertThat(examine(index("model.bin")).findings()).hasSize(1);
    }
  }

  @Test
  void nestedRepetitionInAPatternIsANote() {
    assertThat(findings(3, "{'pre_tokenizer': {'pattern': {'Regex': '(a+)+$'}}}"))
        .extracting(Finding::severity)
        .containsExactly(Severity.NOTE);
    assertThat(findings(3, "{'pattern': {'Regex': '\\\\p{L}+| ?[0-9]+'}, 'x': '(a+)+'}")).isEmpty();
  }
}
