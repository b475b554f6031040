package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

final class AttackPathsTest {

  private static Element element(ElementKind kind, String id, String changes) {
    SortedMap<String, Fact.Value> facts =
        Systems.with(kind, Systems.benign(kind), Systems.read(kind, changes));
    return Systems.element(kind, id, facts);
  }

  private static Element flow(String id, String from, String to, String more) {
    return element(ElementKind.FLOW, id, "from=" + from + " to=" + to + more);
  }

  private static final Element PAGE =
      element(ElementKind.COMPONENT, "page", "kind=web internetExposed=true secretsIn=code");
  private static final Element RUNTIME =
      element(
          ElementKind.COMPONENT, "runtime", "kind=agent-runtime zone=internal depsPinned=false");
  private static final Element HELPER =
      element(
          ElementKind.AGENT,
          "helper",
          "in=component/runtime model=none readsUntrusted=true abilities=spend");
  private static final Element QUESTION = flow("question", "outside", "component/page", "");
  private static final Element MESSAGE =
      flow("message", "component/page", "agent/helper", " toLlm=true untrusted=true");

  private static List<AttackPath> paths(Element... elements) {
    return ThreatModel.of(Systems.of(elements), Systems.RULES).paths();
  }

  private static List<String> steps(AttackPath path) {
    return path.steps().stream().map(step -> step.by() + " > " + step.into().path()).toList();
  }

  @Test
  void aPathFollowsTheFlowsFromOutsideToTheTarget() {
    List<AttackPath> paths = paths(PAGE, HELPER, QUESTION, MESSAGE);
    assertThat(paths).hasSize(1);
    assertThat(paths.getFirst().target()).isEqualTo(HELPER);
    assertThat(steps(paths.getFirst()))
        .containsExactly("flow/question > component/page", "flow/message > agent/helper");
  }

  @Test
  void aChainIsAsLikelyAsItsWeakestStepAndCostsWhatItsEndCosts() {
    AttackPath path = paths(PAGE, HELPER, QUESTION, MESSAGE).getFirst();
    int page = path.steps().getFirst().threats().getFirst().likelihood();
    int helper = path.steps().getLast().threats().getFirst().likelihood();
    assertThat(path.likelihood()).isEqualTo(Math.min(page, helper));
    assertThat(path.impact())
        .isEqualTo(
            path.steps().getLast().threats().stream().mapToInt(Threat::impact).max().orElseThrow());
  }

  @Test
  void aStepWithoutAThreatStopsThePath() {
    Element safe = element(ElementKind.COMPONENT, "page", "kind=web");
    Element plain = flow("message", "component/page", "agent/helper", "");
    assertThat(paths(safe, HELPER, QUESTION, plain)).isEmpty();
  }

  @Test
  void withoutAFlowFromOutsideThereIsNoPath() {
    assertThat(paths(PAGE, HELPER, MESSAGE)).isEmpty();
  }

  @Test
  void whatReachesAComponentReachesWhatRunsInIt() {
    Element upload = flow("upload", "outside", "component/runtime", "");
    AttackPath path =
        paths(RUNTIME, HELPER, upload).stream()
            .filter(one -> one.target().equals(HELPER))
            .findFirst()
            .orElseThrow();
    assertThat(steps(path))
        .containsExactly("flow/upload > component/runtime", "component/runtime > agent/helper");
  }

  @Test
  void aSupplierIsAWayInToo() {
    Element supplier = element(ElementKind.SUPPLIER, "acme", "assessed=false");
    Element delivery = flow("delivery", "supplier/acme", "component/runtime", "");
    assertThat(paths(supplier, RUNTIME, delivery))
        .extracting(path -> path.target().path())
        .containsExactly("component/runtime");
  }

  /// The less likely way comes first in every order of names.
  @Test
  void theLikeliestWayIsShownAndAmongEqualsTheShortest() {
    Element weak =
        element(ElementKind.COMPONENT, "aside", "kind=web zone=isolated tamperEvidentLogs=false");
    Element weakIn = flow("a-in", "outside", "component/aside", "");
    Element weakOn = flow("a-on", "component/aside", "agent/helper", "");
    Element in = flow("in", "outside", "component/page", "");
    Element on = flow("on", "component/page", "agent/helper", "");
    AttackPath path = paths(weak, PAGE, HELPER, weakIn, weakOn, in, on).getFirst();
    assertThat(steps(path)).containsExactly("flow/in > component/page", "flow/on > agent/helper");
    assertThat(steps(paths(weak, HELPER, weakIn, weakOn).getFirst()))
        .containsExactly("flow/a-in > component/aside", "flow/a-on > agent/helper");
    Element shortcut = flow("shortcut", "outside", "agent/helper", "");
    assertThat(steps(paths(PAGE, HELPER, in, on, shortcut).getFirst()))
        .containsExactly("flow/shortcut > agent/helper");
  }

  @Test
  void aLoopEnds() {
    Element back = flow("back", "agent/helper", "component/page", "");
    assertThat(paths(PAGE, HELPER, QUESTION, MESSAGE, back)).hasSize(1);
  }

  @Test
  void theOrderOfTheManifestChangesNothing() {
    List<Element> elements = new ArrayList<>(List.of(PAGE, RUNTIME, HELPER, QUESTION, MESSAGE));
    List<AttackPath> paths = paths(elements.toArray(Element[]::new));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(elements, new Random(seed));
      assertThat(paths(elements.toArray(Element[]::new))).isEqualTo(paths);
    }
  }

  @Test
  void moreThanAThousandElementsAreNoBurden() {
    List<Element> many = new ArrayList<>();
    many.add(element(ElementKind.COMPONENT, "c0", "kind=registry internetExposed=true"));
    many.add(flow("f0", "outside", "component/c0", ""));
    for (int i = 1; i < 600; i++) {
      many.add(element(ElementKind.COMPONENT, "c" + i, "kind=registry internetExposed=true"));
      many.add(flow("f" + i, "component/c" + (i - 1), "component/c" + i, ""));
    }
    assertThat(paths(many.toArray(Element[]::new))).hasSize(600);
  }
}
