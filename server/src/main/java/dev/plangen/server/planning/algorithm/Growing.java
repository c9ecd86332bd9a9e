package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Node;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.planning.agent.ModelCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A beginning that is being continued. Used by one thread at a time. */
final class Growing {

  final Branch from;

  /** That write its steps, whether they can be paid for or not. */
  final List<ModelCall> calls;

  final List<Judged> judged = new ArrayList<>();

  /** All steps that were written, to tell those that are the same. */
  final Set<String> seen = new HashSet<>();

  boolean begun;

  /** A step, and what was said of the plan up to it. */
  record Judged(Branch branch, String step, boolean complete) {
    Node toNode() {
      return new Node(branch.id(), step, branch.reward(), complete);
    }
  }

  Growing(Branch from, List<ModelCall> calls) {
    this.from = from;
    this.calls = List.copyOf(calls);
  }

  /** Length of what every question about a step holds beside it. */
  int bytes() {
    return TextBounds.bytes(from.steps());
  }

  boolean hasAnyOf(Set<ModelCall> some) {
    return calls.stream().anyMatch(some::contains);
  }

  boolean completes(CallKey step) {
    return judged.stream().anyMatch(one -> one.complete() && one.branch().id().equals(step));
  }
}
