package dev.bulwark.control.gate;

import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Answer.Target;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Reason;
import dev.bulwark.control.status.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which people's signatures are missing, one request per kind, role and bytes however many
/// controls ask for it; and which roles too few people hold to meet them.
final class Signatures {

  private record Request(String kind, String role, Target about) {}

  /// @param given people who signed already and count, so that they cannot count again
  private record Demand(
      int people, boolean independent, Set<String> reconsider, Set<String> given) {
    Demand and(Demand other) {
      return new Demand(
          Math.max(people, other.people),
          independent || other.independent,
          union(reconsider, other.reconsider),
          union(given, other.given));
    }

    private static Set<String> union(Collection<String> one, Collection<String> other) {
      Set<String> both = new LinkedHashSet<>(one);
      both.addAll(other);
      return both;
    }
  }

  private final Assessment assessment;
  private final Map<Request, Demand> demands = new LinkedHashMap<>();
  private final Set<Target> replaced = new LinkedHashSet<>();

  Signatures(Assessment assessment) {
    this.assessment = assessment;
  }

  /// An answer of the bytes as they are.
  void missing(Source.Attestation asked, Answer answer) {
    Request request = new Request(asked.name(), asked.role(), answer.target());
    if (answer.reason() instanceof Reason.TooFewPeople few) {
      demand(
          request,
          new Demand(few.missing(), asked.independent(), Set.of(), Set.copyOf(few.approving())));
    } else if (answer.reason() instanceof Reason.Rejected rejected) {
      demand(
          request,
          new Demand(
              rejected.missing(),
              asked.independent(),
              new LinkedHashSet<>(rejected.people()),
              Set.copyOf(rejected.approving())));
    }
  }

  private void demand(Request request, Demand demand) {
    demands.merge(request, demand, Demand::and);
  }

  /// The bytes change: everybody signs anew, and earlier rejections are about other bytes.
  void again(Source.Attestation asked, Target about) {
    Request request = new Request(asked.name(), asked.role(), about);
    if (replaced.add(about)) {
      demands.keySet().removeIf(each -> each.about().equals(about));
    }
    demands.merge(
        request, new Demand(asked.people(), asked.independent(), Set.of(), Set.of()), Demand::and);
  }

  /// Roles are given first: nobody can sign in a role they do not hold.
  List<Action> actions() {
    List<Action> signatures = new ArrayList<>();
    Map<String, Action.Grant> grants = new TreeMap<>();
    demands.forEach(
        (request, demand) -> {
          List<String> candidates = candidates(request, demand);
          signatures.add(
              new Action.Attest(
                  request.kind(),
                  request.role(),
                  request.about(),
                  demand.people(),
                  demand.independent(),
                  List.copyOf(demand.reconsider()),
                  candidates));
          int lacking = demand.people() - candidates.size();
          if (lacking > 0) {
            grants.merge(
                request.role(),
                new Action.Grant(request.role(), lacking, demand.independent()),
                Signatures::larger);
          }
        });
    List<Action> actions = new ArrayList<>(grants.values());
    actions.addAll(signatures);
    return actions;
  }

  private static Action.Grant larger(Action.Grant one, Action.Grant other) {
    return new Action.Grant(
        one.role(),
        Math.max(one.people(), other.people()),
        one.independent() || other.independent());
  }

  private List<String> candidates(Request request, Demand demand) {
    List<String> candidates = new ArrayList<>(assessment.people().holders(request.role()));
    candidates.removeAll(demand.given());
    candidates.removeIf(person -> !assessment.people().canSign(person));
    if (demand.independent() && assessment.described() instanceof Scope scope) {
      candidates.removeAll(scope.authors());
    }
    return candidates;
  }
}
