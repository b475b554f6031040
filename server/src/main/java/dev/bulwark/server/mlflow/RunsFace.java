package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.upload.Uploads;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Runs and the one experiment, as far as a client needs them to upload a model. What it logs
/// beside is shown to it for a day and is evidence of nothing.
@Controller
public final class RunsFace {
  static final String EXPERIMENT = "0";
  private static final String API = "/mlflow/{system}/api/2.0/mlflow";
  private static final int MOST_NOTES = 1000;
  private static final int LONGEST = 6000;

  private final Runs runs;
  private final TokenSigners signers;

  public RunsFace(Runs runs, TokenSigners signers) {
    this.runs = runs;
    this.signers = signers;
  }

  private Uploads.Owner owner(String system, HttpServletRequest request) {
    return new Uploads.Owner(system, signers.person(request));
  }

  private static Json.Obj experiment() {
    return Json.object()
        .put("experiment_id", EXPERIMENT)
        .put("name", "Default")
        .put("artifact_location", "mlflow-artifacts:/runs")
        .put("lifecycle_stage", "active")
        .build();
  }

  @GetMapping({API + "/experiments/get", API + "/experiments/get-by-name"})
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> experiment(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    String id = asked.text("experiment_id").orElse(EXPERIMENT);
    String name = asked.text("experiment_name").orElse("Default");
    if (!id.equals(EXPERIMENT) || !name.equals("Default")) {
      throw new ServerFault(
          ServerFault.NOT_THERE,
          "expected the experiment Default (0) of "
              + system
              + ", found another; there is this one");
    }
    return Asked.answer(Json.object().put("experiment", experiment()).build());
  }

  @GetMapping(API + "/experiments/search")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> experiments() {
    return Asked.answer(
        Json.object().put("experiments", Json.array(List.of(experiment()))).build());
  }

  @PostMapping(API + "/experiments/search")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> experimentsPosted() {
    return experiments();
  }

  @PostMapping(API + "/runs/create")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> create(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Uploads.Owner owner = owner(system, request);
    Run run = runs.begin(owner, shortened(asked.text("run_name").orElse("run")));
    return Asked.answer(runs.change(owner, run.id(), it -> logged(it, asked)).json());
  }

  @GetMapping(API + "/runs/get")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> get(@PathVariable String system, HttpServletRequest request) {
    return Asked.answer(
        runs.require(owner(system, request), Asked.of(request).require("run_id")).json());
  }

  @PostMapping(API + "/runs/update")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> update(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Run run =
        runs.change(
            owner(system, request),
            asked.require("run_id"),
            it ->
                new Run(
                    it.id(),
                    it.name(),
                    it.person(),
                    it.started(),
                    shortened(asked.text("status").orElse(it.status())),
                    it.tags(),
                    it.params(),
                    it.metrics()));
    return Asked.answer(Json.object().put("run_info", run.info()).build());
  }

  @PostMapping({
    API + "/runs/log-batch",
    API + "/runs/log-metric",
    API + "/runs/log-parameter",
    API + "/runs/set-tag",
    API + "/runs/log-model"
  })
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> log(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    String what = request.getRequestURI().substring(request.getRequestURI().lastIndexOf('/') + 1);
    runs.change(
        owner(system, request),
        asked.require("run_id"),
        it -> what.equals("log-batch") ? logged(it, asked) : single(it, what, asked));
    return Asked.done();
  }

  private static Run single(Run run, String what, Asked asked) {
    Run next = copy(run);
    switch (what) {
      case "log-metric" -> next.metrics().put(key(asked.require("key")), number(asked));
      case "log-parameter" ->
          next.params().put(key(asked.require("key")), shortened(asked.text("value").orElse("")));
      case "set-tag" ->
          next.tags().put(key(asked.require("key")), shortened(asked.text("value").orElse("")));
      default ->
          next.tags().put("mlflow.log-model.history", shortened(asked.require("model_json")));
    }
    return bounded(next);
  }

  private static double number(Asked asked) {
    try {
      double number = Double.parseDouble(asked.require("value"));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ServerFault(ServerFault.INVALID, "expected a finite number as value, found another");
  }

  private static Run logged(Run run, Asked asked) {
    Run next = copy(run);
    pairs(asked, "tags", next.tags());
    pairs(asked, "params", next.params());
    for (Json.Obj metric : asked.objects("metrics")) {
      double value =
          switch (metric.find("value").orElse(Json.Null.NULL)) {
            case Json.Int(long number) -> (double) number;
            case Json.Real(double number) -> number;
            default ->
                throw new ServerFault(
                    ServerFault.INVALID, "expected numbers as metrics, found another value");
          };
      next.metrics().put(key(metric.text("key").orElse("")), value);
    }
    return bounded(next);
  }

  private static void pairs(Asked asked, String name, SortedMap<String, String> into) {
    asked
        .objects(name)
        .forEach(
            pair ->
                into.put(
                    key(pair.text("key").orElse("")), shortened(pair.text("value").orElse(""))));
  }

  private static Run copy(Run run) {
    return new Run(
        run.id(),
        run.name(),
        run.person(),
        run.started(),
        run.status(),
        new TreeMap<>(run.tags()),
        new TreeMap<>(run.params()),
        new TreeMap<>(run.metrics()));
  }

  private static Run bounded(Run run) {
    if (run.tags().size() + run.params().size() + run.metrics().size() > MOST_NOTES) {
      throw new ServerFault(
          ServerFault.INVALID, "expected at most 1,000 tags, parameters and metrics, found more");
    }
    return run;
  }

  private static String key(String text) {
    if (text.isEmpty() || text.length() > 250) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a key of 1 to 250 characters, found another");
    }
    return text;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  @PostMapping(API + "/runs/search")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> search() {
    return Asked.answer(Json.object().put("runs", Json.array(List.of())).build());
  }
}
