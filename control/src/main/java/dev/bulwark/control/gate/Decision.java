package dev.bulwark.control.gate;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Assessment.Assessed;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import java.time.Instant;
import java.util.List;

/// What a gate says about one system at one moment.
public sealed interface Decision {

  GateName gate();

  /// What it was decided on.
  Assessment assessment();

  /// The gate is open for these very bytes until {@link #expires}. Only {@link Gate} makes one.
  final class Allow implements Decision {
    private final GateName gate;
    private final Assessment assessment;
    private final Scope scope;
    private final Instant expires;

    Allow(GateName gate, Assessment assessment, Scope scope, Instant expires) {
      this.gate = gate;
      this.assessment = assessment;
      this.scope = scope;
      this.expires = expires;
    }

    @Override
    public GateName gate() {
      return gate;
    }

    @Override
    public Assessment assessment() {
      return assessment;
    }

    /// The system it is for, with the digests of everything that was judged.
    public Scope scope() {
      return scope;
    }

    /// The last moment at which the evidence behind it still counts, at most 30 days ahead.
    public Instant expires() {
      return expires;
    }
  }

  /// The gate is closed.
  ///
  /// @param obstacles every one, at least one
  /// @param actions the smallest set that would open it: none of them can be left out
  record Deny(GateName gate, Assessment assessment, List<Obstacle> obstacles, List<Action> actions)
      implements Decision {
    public Deny {
      obstacles = List.copyOf(obstacles);
      actions = List.copyOf(actions);
    }
  }

  /// The gate is closed, and nothing but people's signatures is missing.
  ///
  /// @param actions whom to ask for what, and which roles to fill first
  record Hold(GateName gate, Assessment assessment, List<Obstacle> obstacles, List<Action> actions)
      implements Decision {
    public Hold {
      obstacles = List.copyOf(obstacles);
      actions = List.copyOf(actions);
    }

    public List<Action.Attest> approvals() {
      return actions.stream()
          .filter(Action.Attest.class::isInstance)
          .map(Action.Attest.class::cast)
          .toList();
    }
  }

  /// The waivers this gate was decided with: those in force for blocking controls that are not
  /// satisfied. Show them wherever the decision is shown.
  default List<Waiver.InForce> waived() {
    return assessment().assessed().stream()
        .filter(each -> each.control().blocks(gate()) && !each.status().isSatisfied())
        .flatMap(each -> assessment().waiver(each.control().id()).stream())
        .toList();
  }

  /// Controls that are not satisfied and only warn at this gate.
  default List<Assessed> warnings() {
    return assessment().assessed().stream()
        .filter(each -> each.control().warns(gate()) && !each.status().isSatisfied())
        .toList();
  }

  /// `allow`, `deny` or `hold`: stable, for machines.
  default String word() {
    return switch (this) {
      case Allow _ -> "allow";
      case Deny _ -> "deny";
      case Hold _ -> "hold";
    };
  }
}
