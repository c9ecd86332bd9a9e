package dev.plangen.server.rpc;

import dev.plangen.server.domain.Arm;
import dev.plangen.server.domain.Node;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.v1.AlgorithmSelected;
import dev.plangen.v1.IncumbentChanged;
import dev.plangen.v1.NodeExpanded;

/** Turns what happens inside a search into the contract's messages. */
final class SearchMapper {

  private SearchMapper() {}

  static NodeExpanded expanded(RunEvent.NodeExpanded event) {
    return NodeExpanded.newBuilder()
        .setNodeId(event.depth() == 0 ? "" : event.node().path())
        .setDepth(event.depth())
        .addAllChildren(event.children().stream().map(SearchMapper::node).toList())
        .build();
  }

  private static NodeExpanded.Node node(Node node) {
    NodeExpanded.Node.Builder message =
        NodeExpanded.Node.newBuilder()
            .setNodeId(node.id().path())
            .setText(node.text())
            .setComplete(node.complete());
    node.reward().ifPresent(message::setReward);
    return message.build();
  }

  static AlgorithmSelected selected(RunEvent.AlgorithmSelected event) {
    return AlgorithmSelected.newBuilder()
        .setIteration(event.iteration())
        .setAlgorithm(event.algorithm())
        .addAllArms(event.arms().stream().map(SearchMapper::arm).toList())
        .build();
  }

  private static AlgorithmSelected.Arm arm(Arm arm) {
    return AlgorithmSelected.Arm.newBuilder()
        .setAlgorithm(arm.algorithm())
        .setBound(arm.bound())
        .setNormalisedReward(arm.normalisedReward())
        .setExploration(arm.exploration())
        .setPrior(arm.prior())
        .setDiversity(arm.diversity())
        .setRecovery(arm.recovery())
        .build();
  }

  static IncumbentChanged incumbent(RunEvent.IncumbentChanged event) {
    IncumbentChanged.Builder message =
        IncumbentChanged.newBuilder()
            .setCandidateId(event.candidate().path())
            .setVerified(event.verified());
    event.score().ifPresent(message::setScore);
    return message.build();
  }
}
