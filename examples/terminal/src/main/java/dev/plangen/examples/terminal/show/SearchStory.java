package dev.plangen.examples.terminal.show;

import dev.plangen.examples.terminal.screen.Cells;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.v1.AlgorithmSelected;
import dev.plangen.v1.NodeExpanded;
import java.util.Locale;

/** Tells how a search goes: the steps of plans, and the algorithms that are chosen. */
final class SearchStory {

  private final Screen screen;

  SearchStory(Screen screen) {
    this.screen = screen;
  }

  /** A line for each step, as there are many. */
  void expanded(NodeExpanded node) {
    for (NodeExpanded.Node child : node.getChildrenList()) {
      String reward = child.hasReward() ? "reward " + child.getReward() : "no reward";
      String begin =
          "    step "
              + child.getNodeId()
              + ", "
              + reward
              + (child.getComplete() ? ", completes a plan: " : ": ");
      String text = Cells.safe(child.getText()).strip().replace('\n', ' ');
      screen.line(begin + Cells.fit(text, Math.max(10, screen.width() - Cells.of(begin))));
    }
  }

  void selected(AlgorithmSelected selected) {
    double bound =
        selected.getArmsList().stream()
            .filter(arm -> arm.getAlgorithm().equals(selected.getAlgorithm()))
            .mapToDouble(AlgorithmSelected.Arm::getBound)
            .findFirst()
            .orElse(0);
    screen.line(
        String.format(
            Locale.ROOT,
            "    iteration %d: %s, whose bound is the highest: %.2f",
            selected.getIteration(),
            selected.getAlgorithm(),
            bound));
  }
}
